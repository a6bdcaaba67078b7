import { describe, expect, it } from 'vitest';
import type { Transaction } from '../../../src/domain/transaction.js';
import { FINAL_TAGS } from '../../support/fakes/fake-card.js';
import { sampleAnswer } from '../../support/samples.js';
import { type Bench, openedBench } from '../bench.js';

/** What happened in which order; the disk takes a second for each commit. */
function courseOf({ journal, host, reader, clock }: Bench): readonly string[] {
  const course: string[] = [];
  const apply = journal.apply.bind(journal);
  journal.apply = async (key, event) => {
    const applied = await apply(key, event);
    await new Promise<void>((resolve) => clock.after(1_000, resolve));
    course.push(`${event.name} is on the disk`);
    return applied;
  };
  const { answer } = host;
  host.answer = (transaction, card) => {
    course.push(`host is asked in ${transaction.state}`);
    return answer(transaction, card);
  };
  const complete = reader.complete.bind(reader);
  reader.complete = (key, outcome, ...rest) => {
    course.push(`${outcome} is shown`);
    return complete(key, outcome, ...rest);
  };
  return course;
}

const emvOf = ({ card }: Transaction): string | null =>
  card?.secret === null || card === null ? null : Buffer.from(card.secret.emv.reveal()).toString('hex');

describe('what leaves the agent', () => {
  it.each([
    ['approves', 'POSTED', ['approveOnline is on the disk', 'approved is shown']],
    ['declines', 'REJECTED', ['decline is on the disk', 'declined is shown']],
  ] as const)('leaves after its commit, however slow the disk is: the host %s', async (_, outcome, ending) => {
    const bench = await openedBench();
    bench.host.answer = async ({ key, money }) => {
      return { kind: 'answer', answer: sampleAnswer({ key, outcome, posted: outcome === 'POSTED' ? money : null }) };
    };
    const course = courseOf(bench);
    const selling = bench.sell();
    await bench.clock.advance(10_000);
    await selling;
    expect(course).toEqual(['goOnline is on the disk', 'host is asked in authorizing', ...ending]);
  });

  it('is the card as it was told last: the advice bears the tags of the second cryptogram', async () => {
    const bench = await openedBench();
    const asked: (string | null)[] = [];
    bench.host.answer = async (transaction) => {
      asked.push(emvOf(transaction));
      return { kind: 'unknown', mayHaveLeft: true, why: 'timeout' };
    };
    expect((await bench.sell()).transaction).toMatchObject({ state: 'approved', verdict: { responseCode: 'Y3' } });
    const [owed] = await bench.journal.pending('advice', 0, 10);
    const last = Buffer.from(FINAL_TAGS.TC.reveal()).toString('hex');
    expect(emvOf(owed!.transaction)).toBe(last);
    // Positive control: the host was asked with those of the first.
    expect(asked).toEqual([expect.stringMatching(/^9f270180/)]);
  });
});
