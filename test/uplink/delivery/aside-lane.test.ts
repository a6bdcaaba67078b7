import { describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { TillpostError } from '../../../src/domain/errors.js';
import { EventCounters } from '../../../src/health/counters.js';
import { AsideLane } from '../../../src/uplink/delivery/aside-lane.js';
import { silentLog } from '../../support/silent-log.js';

interface Sent {
  readonly what: string;
  readonly puback: (reasonCode: number) => void;
  readonly lose: () => void;
}

function opened() {
  const clock = new SimClock();
  const counters = new EventCounters();
  const sent: Sent[] = [];
  const done: (readonly [string, number | null])[] = [];
  const drops: string[] = [];
  const lane = new AsideLane({
    clock,
    counters,
    log: silentLog,
    drop: (why) => {
      drops.push(why);
      sent.at(-1)?.lose();
    },
  });
  const add = (what: string, wanted = true): void => {
    const send = () =>
      wanted
        ? new Promise<number>((resolve, reject) => {
            const lose = (): void =>
              reject(new TillpostError('LINK_CLOSED', 'gone', { operation: 'test', retryable: true }));
            sent.push({ what, puback: resolve, lose });
          })
        : null;
    lane.add(what, send, (reasonCode) => done.push([what, reasonCode]));
  };
  return { clock, counters, sent, done, drops, add };
}

describe('what goes aside of postings and requests', () => {
  it('goes one at a time, each after the PUBACK of the one before', async () => {
    const { clock, sent, done, add } = opened();
    for (const what of ['totals', 'details']) add(what);
    await clock.advance(0);
    expect(sent.map(({ what }) => what)).toEqual(['totals']);
    sent[0]!.puback(0);
    await clock.advance(0);
    expect(sent.map(({ what }) => what)).toEqual(['totals', 'details']);
    sent[1]!.puback(0x97);
    await clock.advance(0);
    expect(done).toEqual([
      ['totals', 0],
      ['details', 0x97],
    ]);
    expect(clock.pending).toBe(0);
  });

  it('drops a connection whose PUBACK does not come: the lane would stand still for good', async () => {
    const { clock, sent, done, drops, add } = opened();
    add('totals');
    add('details');
    await clock.advance(29_999);
    expect(drops).toEqual([]);
    await clock.advance(1);
    expect(drops).toEqual(['no PUBACK for totals']);
    expect(done).toEqual([['totals', null]]);
    expect(sent.map(({ what }) => what)).toEqual(['totals', 'details']);
  });

  it('skips what nobody wants any more when its turn has come', async () => {
    const { clock, sent, done, add } = opened();
    add('totals', false);
    add('details');
    await clock.advance(0);
    expect([sent.map(({ what }) => what), done]).toEqual([['details'], [['totals', null]]]);
  });

  it('refuses what is too much, and says so', async () => {
    const { counters, done, add } = opened();
    for (let number = 0; number < 40; number += 1) add(`result ${number}`);
    expect(done).toHaveLength(7);
    expect(counters.snapshot()).toMatchObject({ 'aside.full': 7 });
  });
});
