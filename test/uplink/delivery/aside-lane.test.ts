import { describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { TillpostError } from '../../../src/domain/errors.js';
import { EventCounters } from '../../../src/health/counters.js';
import type { Delivery } from '../../../src/ports/index.js';
import { AsideLane } from '../../../src/uplink/delivery/aside-lane.js';
import { silentLog } from '../../support/silent-log.js';

interface Sent {
  readonly what: string;
  readonly acknowledge: (delivery: Delivery) => void;
  readonly lose: () => void;
}

const TAKEN: Delivery = { kind: 'taken' };
const DEFERRED: Delivery = { kind: 'refused', cause: 'deferred', text: 'quota exceeded' };

function opened() {
  const clock = new SimClock();
  const counters = new EventCounters();
  const sent: Sent[] = [];
  const done: (readonly [string, Delivery | null])[] = [];
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
        ? new Promise<Delivery>((resolve, reject) => {
            const lose = (): void =>
              reject(new TillpostError('LINK_CLOSED', 'gone', { operation: 'test', retryable: true }));
            sent.push({ what, acknowledge: resolve, lose });
          })
        : null;
    lane.add(what, send, (delivery) => done.push([what, delivery]));
  };
  return { clock, counters, sent, done, drops, add };
}

describe('what goes aside of postings and requests', () => {
  it('goes one at a time, each after the broker’s word on the one before', async () => {
    const { clock, sent, done, add } = opened();
    for (const what of ['totals', 'details']) add(what);
    await clock.advance(0);
    expect(sent.map(({ what }) => what)).toEqual(['totals']);
    sent[0]!.acknowledge(TAKEN);
    await clock.advance(0);
    expect(sent.map(({ what }) => what)).toEqual(['totals', 'details']);
    sent[1]!.acknowledge(DEFERRED);
    await clock.advance(0);
    expect(done).toEqual([
      ['totals', TAKEN],
      ['details', DEFERRED],
    ]);
    expect(clock.pending).toBe(0);
  });

  it('drops a connection on which the broker says nothing: the lane would stand still for good', async () => {
    const { clock, sent, done, drops, add } = opened();
    add('totals');
    add('details');
    await clock.advance(29_999);
    expect(drops).toEqual([]);
    await clock.advance(1);
    expect(drops).toEqual(['no acknowledgement of totals']);
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
