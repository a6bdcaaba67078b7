import { afterEach, describe, expect, it } from 'vitest';
import type { Behind } from '../../src/domain/course/behind.js';
import type { SentHead } from '../../src/protocol/envelope.js';
import { Bench, TERMINAL } from './bench.js';

let bench: Bench;
let found: Behind[];
afterEach(() => bench.close());

/** @param known the host's word, given the journal's head as it stands */
async function openWith(known: (head: SentHead) => readonly SentHead[], answersBirths = true): Promise<void> {
  bench = new Bench();
  found = [];
  bench.uplink.onBehind((behind) => found.push(behind));
  await bench.advice();
  const { entry, mac, postings } = bench.journal.head();
  bench.host.known = known({ entry, mac, epoch: bench.journal.identity().epoch, sequence: postings });
  bench.host.answersBirths = answersBirths;
  await bench.open();
}
const toldHeads = (): unknown[] => bench.host.heartbeats.map(({ head }) => head?.entry ?? null);
const shifted = (head: SentHead, entry: number, mac = head.mac): SentHead => ({ ...head, entry, mac });

describe('what the host knows of the journal', () => {
  it('is heard before the host is told a head, on every connection', async () => {
    await openWith((head) => [head]);
    await bench.clock.advance(60_000);
    const { entry } = bench.journal.head();
    expect(toldHeads().slice(0, 2)).toEqual([null, entry]);
    bench.broker.cut(TERMINAL);
    const before = bench.host.heartbeats.length;
    await bench.clock.advance(60_000);
    expect(toldHeads().slice(before, before + 2)).toEqual([null, bench.journal.head().entry]);
    expect(found).toEqual([]);
  });

  it.each([
    ['more entries than there are', (head: SentHead) => [shifted(head, head.entry + 5)]],
    ['another entry of the same number', (head: SentHead) => [shifted(head, head.entry, 'ee'.repeat(32))]],
    ['another older entry', (head: SentHead) => [shifted(head, 1, 'ee'.repeat(32))]],
  ])('finds out by a birth: %s; then no head is told any more, and what is owed is delivered', async (_, known) => {
    await openWith(known);
    await bench.clock.advance(60_000);
    expect(found).toMatchObject([{ witness: 'host', epoch: bench.journal.identity().epoch }]);
    expect(toldHeads().filter((entry) => entry !== null)).toEqual([]);
    expect(bench.host.posted()).toHaveLength(1);
  });

  it('finds out by a heartbeat where a host does not answer births', async () => {
    await openWith((head) => [shifted(head, head.entry + 5)], false);
    expect(found).toHaveLength(1);
    await openWith((head) => [head], false);
    expect(found).toHaveLength(0);
  });

  it('names an earlier journal that this one does not continue', async () => {
    bench = new Bench();
    bench.host.gaps = [{ epoch: '00000000000000aa', entry: 30, sequence: 7, missing: [4, 6, 7] }];
    await bench.open();
    expect(bench.alerts.raised.filter(({ code }) => code === 'JOURNAL_GAP')).toEqual([
      {
        code: 'JOURNAL_GAP',
        subject: '00000000000000aa',
        text: 'the host knows a journal of epoch 00000000000000aa up to entry 30 and posting 7; postings 4, 6–7 never came; this journal has nothing of it',
      },
    ]);
  });
});
