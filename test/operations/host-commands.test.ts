import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { SimDisk, SimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import type { CommandResult, HostCommand, HostOrder } from '../../src/domain/host-command.js';
import type { TransactionKey } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import { HostCommands } from '../../src/operations/host-commands.js';
import type { Journal, SettlementDesk } from '../../src/ports/index.js';
import { FakeCommandLink } from '../support/fakes/fake-command-link.js';
import { FakeHost } from '../support/fakes/fake-host.js';
import { sampleAnswer, sampleCard } from '../support/samples.js';
import { silentLog } from '../support/silent-log.js';

const MAX_AGE_MS = 86_400_000;

class Bench {
  readonly clock = new SimClock();
  readonly disk = new SimDisk(new SimRandom(1));
  readonly link = new FakeCommandLink();
  readonly host = new FakeHost();
  readonly alerts = new AlertBoard({ clock: this.clock, log: silentLog, counters: new EventCounters() });
  readonly begun: number[] = [];
  /** Resolves when no sale runs. */
  hold: () => Promise<() => void> = () => Promise.resolve(() => undefined);
  journal!: SimJournal;
  commands!: HostCommands;
  /** Null: the host was not heard yet. */
  bookMs = (): number | null => this.clock.wallMs();

  async boot(watch: (journal: Journal) => Journal = (journal) => journal): Promise<void> {
    this.journal = new SimJournal(this.disk, { terminalId: 'T0000001', clock: this.clock, random: new SimRandom(2) });
    const begin = async (): Promise<number> => {
      this.begun.push(1);
      return 1;
    };
    const settlement: SettlementDesk = {
      begin,
      settle: () => Promise.reject(new Error('not asked for')),
      step: () => null,
    };
    const { link, host, alerts } = this;
    const sales = { hold: () => this.hold() };
    this.commands = new HostCommands({
      contact: { announced: () => undefined },
      journal: watch(this.journal),
      link,
      host,
      settlement,
      sales,
      alerts,
      log: silentLog,
      bookTimeMs: () => this.bookMs(),
      maxAgeMs: MAX_AGE_MS,
    });
    this.commands.start();
    await this.commands.idle();
  }

  async order(
    counter: number,
    order: HostOrder,
    issued: Partial<Pick<HostCommand, 'epoch' | 'issuedAtMs'>> = {},
  ): Promise<CommandResult | undefined> {
    this.link.give(counter, order, { ...this.issued, ...issued });
    await this.commands.idle();
    return this.link.results.at(-1);
  }

  /** Now, and for this journal. */
  get issued(): Pick<HostCommand, 'epoch' | 'issuedAtMs'> {
    return { epoch: this.journal.identity().epoch, issuedAtMs: this.clock.wallMs() };
  }

  async posted(): Promise<TransactionKey> {
    const { transaction } = await this.journal.begin({
      type: 'sale',
      money: money(1250, 'EUR'),
      idempotencyKey: null,
      startedAtMs: this.clock.wallMs(),
      clock: 'unchecked',
    });
    const { key } = transaction;
    await this.journal.apply(key, { name: 'goOnline', card: sampleCard() });
    await this.journal.apply(key, { name: 'approveOnline', card: sampleCard(), answer: sampleAnswer({ key }) });
    return key;
  }

  async owed(): Promise<TransactionKey> {
    const { transaction } = await this.journal.begin({
      type: 'sale',
      money: money(1250, 'EUR'),
      idempotencyKey: null,
      startedAtMs: this.clock.wallMs(),
      clock: 'unchecked',
    });
    const { key } = transaction;
    await this.journal.apply(key, {
      name: 'approveOffline',
      card: sampleCard({ cryptogram: 'TC' }),
      response: 'Y1',
      deferred: false,
    });
    return key;
  }

  async receipted(): Promise<TransactionKey> {
    const key = await this.owed();
    await this.journal.apply(key, { name: 'settleAdvice', answer: sampleAnswer({ key }) });
    return key;
  }
}

async function opened(): Promise<Bench> {
  const bench = new Bench();
  await bench.boot();
  return bench;
}

const resend = (bench: Bench, change: Partial<Extract<HostOrder, { kind: 'resend' }>> = {}): HostOrder => ({
  kind: 'resend',
  epoch: bench.journal.identity().epoch,
  afterSequence: 0,
  afterTransaction: 0,
  ...change,
});
const limits = (value: object): HostOrder => ({
  kind: 'setLimits',
  entryMode: 'contactless',
  currency: 'EUR',
  limits: value,
});

describe('the age of a host command', () => {
  const stop: HostOrder = { kind: 'stopSales', reason: 'audit' };
  it.each([
    ['now', 0, null],
    ['as long ago as may be', -MAX_AGE_MS, null],
    ['longer ago', -MAX_AGE_MS - 60_000, 'it was given 1441 min ago, more than 1440 min: give it anew'],
    ['years ago', -1_000 * MAX_AGE_MS, 'it was given 1440000 min ago, more than 1440 min: give it anew'],
    ['by a clock that is a little ahead', 600_000, null],
    ['in the future', 600_001, "it was given 10 min from now: look at the host's clock"],
    ['in a year', 365 * MAX_AGE_MS, "it was given 525600 min from now: look at the host's clock"],
  ])('given %s', async (_, offMs, why) => {
    const bench = await opened();
    // Whatever the wall clock says.
    const nowMs = bench.clock.wallMs();
    bench.bookMs = () => nowMs;
    bench.clock.setWall(0);
    const told = await bench.order(7, stop, { issuedAtMs: nowMs + offMs });
    if (why === null) expect(told).toMatchObject({ counter: 7, outcome: 'done' });
    else expect(told).toEqual({ counter: 7, outcome: 'refused', text: why });
    expect((await bench.journal.settings()).salesStopped).toBe(why === null ? 'audit' : null);
    // Its counter is kept either way, and nothing is left to be carried out.
    expect(await bench.order(7, stop, { issuedAtMs: nowMs })).toMatchObject({ outcome: 'replayed' });
    expect(await bench.journal.unfinishedCommands()).toEqual([]);
    await bench.journal.verify();
  });

  it('is judged once the host was heard: until then it gets no result, and comes again', async () => {
    const bench = await opened();
    const nowMs = bench.clock.wallMs();
    bench.bookMs = () => null;
    expect(await bench.order(7, stop)).toBeUndefined();
    expect((await bench.journal.settings()).salesStopped).toBeNull();
    bench.bookMs = () => nowMs;
    expect(await bench.order(7, stop)).toMatchObject({ outcome: 'done' });
  });

  it('changes nothing of one that was carried out in time: that is a replay', async () => {
    const bench = await opened();
    const issued = { issuedAtMs: bench.clock.wallMs() };
    await bench.order(7, stop, issued);
    await bench.clock.advance(2 * MAX_AGE_MS);
    expect(await bench.order(7, stop, issued)).toMatchObject({ outcome: 'replayed' });
    // The next one is not held up by one that is refused.
    expect(await bench.order(8, { kind: 'resumeSales' }, issued)).toMatchObject({ outcome: 'refused' });
    expect(await bench.order(9, { kind: 'resumeSales' })).toMatchObject({ outcome: 'done' });
  });
});

describe('a host command', () => {
  it('replaces limits, keeps those it does not name, and those of others', async () => {
    const bench = await opened();
    expect(await bench.order(1, limits({ ceiling: 900 }))).toMatchObject({ counter: 1, outcome: 'done' });
    await bench.order(2, { kind: 'setLimits', entryMode: 'chip', currency: 'EUR', limits: { allowed: false } });
    await bench.order(3, limits({ storedCount: 2 }));
    expect((await bench.journal.settings()).limits).toEqual(
      expect.arrayContaining([
        { entryMode: 'contactless', currency: 'EUR', limits: { ceiling: 900, storedCount: 2 } },
        { entryMode: 'chip', currency: 'EUR', limits: { allowed: false } },
      ]),
    );
  });

  it('begins to close the batch', async () => {
    const bench = await opened();
    expect(await bench.order(1, { kind: 'closeBatch' })).toEqual({
      counter: 1,
      outcome: 'done',
      text: 'closing of batch 1 began',
    });
    expect(bench.begun).toHaveLength(1);
  });

  it('stops and resumes sales, over a restart', async () => {
    const bench = await opened();
    await bench.order(1, { kind: 'stopSales', reason: 'contract ended' });
    expect((await bench.journal.settings()).salesStopped).toBe('contract ended');
    bench.alerts.clear('SALES_STOPPED', 'sales');
    bench.journal.die();
    await bench.boot();
    expect(bench.alerts.active()).toMatchObject([{ code: 'SALES_STOPPED', text: 'contract ended' }]);
    expect(await bench.order(2, { kind: 'resumeSales' })).toMatchObject({ outcome: 'done' });
    expect([(await bench.journal.settings()).salesStopped, bench.alerts.active()]).toEqual([null, []]);
  });

  it('forgets what is used of the offline limits', async () => {
    const bench = await opened();
    await bench.owed();
    await bench.order(1, { kind: 'resetOfflineCounters' });
    expect((await bench.journal.offlineUsage()).filter(({ count }) => count > 0)).toEqual([]);
    expect(await bench.journal.queue()).toMatchObject({ advices: 1 });
  });

  it('is carried out in the order in which it came', async () => {
    const bench = await opened();
    for (const ceiling of [1, 2, 3, 4, 5]) bench.link.give(ceiling, limits({ ceiling }), bench.issued);
    await bench.commands.idle();
    expect(bench.link.results.map(({ counter }) => counter)).toEqual([1, 2, 3, 4, 5]);
    expect((await bench.journal.settings()).limits).toMatchObject([{ limits: { ceiling: 5 } }]);
  });

  it('is refused as a replay when its counter is not above the last', async () => {
    const bench = await opened();
    await bench.order(5, limits({ ceiling: 900 }));
    for (const counter of [5, 4, 1]) {
      expect(await bench.order(counter, limits({ ceiling: 1_000_000 }))).toMatchObject({
        counter,
        outcome: 'replayed',
      });
    }
    bench.journal.die();
    await bench.boot();
    expect(await bench.order(5, limits({ ceiling: 1_000_000 }))).toMatchObject({ outcome: 'replayed' });
    expect((await bench.journal.settings()).limits).toMatchObject([{ limits: { ceiling: 900 } }]);
    expect(await bench.order(6, limits({ ceiling: 1_000 }))).toMatchObject({ outcome: 'done' });
  });

  it('does nothing any more once it has stopped', async () => {
    const bench = await opened();
    await bench.commands.stop();
    await bench.order(1, limits({ ceiling: 900 }));
    expect([bench.link.results, (await bench.journal.settings()).limits]).toEqual([[], []]);
  });
});

/** The process dies where the named call of its journal would begin, or right after it ended. */
function dyingAt(bench: Bench, name: 'acceptCommand' | 'changeSettings' | 'finishCommand', when: 'before' | 'after') {
  return (journal: Journal): Journal =>
    new Proxy(journal, {
      get: (target, called) => {
        const value: unknown = Reflect.get(target, called, target);
        if (typeof value !== 'function') return value;
        if (called !== name) return value.bind(target) as unknown;
        return async (...args: unknown[]): Promise<unknown> => {
          if (when === 'before') bench.journal.die();
          const result: unknown = await (value.apply(target, args) as Promise<unknown>);
          bench.journal.die();
          return new Promise(() => result);
        };
      },
    });
}

describe('a command for another journal', () => {
  it.each([
    ['of another epoch', { epoch: 'ab'.repeat(8) }, 'it is for epoch abababababababab'],
    ['that names no epoch', { epoch: '' }, 'it names no epoch'],
    ['that does not say when it was given', { issuedAtMs: 0 }, 'it does not say when it was given'],
  ])('%s is refused, answered, and leaves nothing behind', async (_, issued, why) => {
    const bench = new Bench();
    await bench.boot();
    const stop = { kind: 'stopSales', reason: 'captured' } as const;
    const said = await bench.order(9_000, stop, issued);
    expect(said).toMatchObject({ counter: 9_000, outcome: 'refused' });
    expect(said?.text).toContain(why);
    expect(await bench.journal.settings()).toMatchObject({ salesStopped: null });
    expect(bench.journal.head().entry).toBe(0);
    // Its counter is none of this journal's: a lower one is still new.
    expect(await bench.order(5, stop)).toMatchObject({ counter: 5, outcome: 'done' });
  });
});

describe('a crash in the middle of a command', () => {
  const points = (['acceptCommand', 'changeSettings', 'finishCommand'] as const).flatMap((name) =>
    (['before', 'after'] as const).map((when): [typeof name, typeof when] => [name, when]),
  );

  it.each(points)('at %s, %s it: it is carried out at boot, or asked for again', async (name, when) => {
    const bench = new Bench();
    await bench.boot();
    bench.journal.die();
    await bench.boot(dyingAt(bench, name, when));
    bench.link.give(1, limits({ ceiling: 900 }), bench.issued);
    await bench.clock.advance(0);
    expect(bench.link.results).toEqual([]);
    await bench.boot();
    const isKnown = !(name === 'acceptCommand' && when === 'before');
    const isFinished = name === 'finishCommand' && when === 'after';
    expect(bench.link.results.map(({ outcome }) => outcome)).toEqual(isKnown && !isFinished ? ['done'] : []);
    // The host had no result in some of these cases: it sends the command once more.
    const again = await bench.order(1, limits({ ceiling: 900 }));
    expect(again?.outcome).toBe(isKnown ? 'replayed' : 'done');
    expect((await bench.journal.settings()).limits).toMatchObject([{ limits: { ceiling: 900 } }]);
    expect(await bench.journal.unfinishedCommands()).toEqual([]);
  });

  it('carries out what was left before a newer one: no older command undoes it at the next start', async () => {
    const bench = await opened();
    await bench.journal.acceptCommand({ counter: 1, ...bench.issued, order: limits({ ceiling: 900 }) });
    await bench.order(2, limits({ ceiling: 1_000 }));
    expect(bench.link.results.map(({ counter, outcome }) => `${counter} ${outcome}`)).toEqual(['1 done', '2 done']);
    bench.journal.die();
    await bench.boot();
    expect((await bench.journal.settings()).limits).toMatchObject([{ limits: { ceiling: 1_000 } }]);
  });

  it('lets the last one in again that was accepted and never finished', async () => {
    const bench = await opened();
    const command = { counter: 7, ...bench.issued, order: limits({ ceiling: 900 }) };
    expect(await bench.journal.acceptCommand(command)).toBe('accepted');
    expect(await bench.order(7, command.order)).toMatchObject({ counter: 7, outcome: 'done' });
  });
});

describe('a host that was restored from a backup', () => {
  it('gets everything after its last sequence and transaction again, with the keys and sequences they had', async () => {
    const bench = await opened();
    const [old, online, offline, still] = [
      await bench.receipted(),
      await bench.posted(),
      await bench.receipted(),
      await bench.owed(),
    ];
    const result = await bench.order(1, resend(bench, { afterSequence: 1, afterTransaction: old.number }));
    expect(result).toEqual({ counter: 1, outcome: 'done', text: '2 transactions sent again; nothing is missing' });
    const pending = await bench.journal.pending('advice', 0, 10);
    expect(pending.map(({ posting }) => [posting.key.number, posting.sequence, posting.content])).toEqual([
      [offline.number, 2, { kind: 'advice', response: 'Y1' }],
      [still.number, 3, { kind: 'advice', response: 'Y1' }],
      [online.number, 4, { kind: 'advice', response: 'online' }],
    ]);
    expect(bench.host.reopened).toBeGreaterThan(0);
    expect(bench.alerts.active()).toMatchObject([{ code: 'HOST_RESTORED' }]);
  });

  it('gets a sale that runs as well: what the host answered to it, it has forgotten', async () => {
    const bench = await opened();
    let isHeld = false;
    let ended = (): void => undefined;
    bench.hold = async () => {
      await new Promise<void>((resolve) => (ended = resolve));
      isHeld = true;
      return () => (isHeld = false);
    };
    bench.link.give(1, resend(bench), bench.issued);
    await bench.clock.advance(0);
    expect(bench.link.results).toEqual([]);
    const { number } = await bench.posted();
    ended();
    await bench.commands.idle();
    expect(bench.link.results).toMatchObject([
      { outcome: 'done', text: '1 transactions sent again; nothing is missing' },
    ]);
    expect((await bench.journal.pending('advice', 0, 10)).map(({ posting }) => posting.key.number)).toEqual([number]);
    expect(isHeld).toBe(false);
  });

  it('gets more than a slice, each once', async () => {
    const bench = await opened();
    await Promise.all(Array.from({ length: 120 }, () => bench.posted()));
    expect(await bench.order(1, resend(bench))).toMatchObject({
      text: '120 transactions sent again; nothing is missing',
    });
    expect((await bench.journal.queue()).advices).toBe(120);
    // Carried out twice, as after a crash: the same postings, no new ones.
    expect(await bench.order(2, resend(bench))).toMatchObject({ outcome: 'done' });
    expect((await bench.journal.queue()).advices).toBe(120);
  });

  it('is told what is no longer held', async () => {
    const bench = await opened();
    await bench.receipted();
    await bench.receipted();
    for (const event of [{ name: 'seal' }, { name: 'fixTotals' }, { name: 'matched', hostTotals: [] }] as const) {
      await bench.journal.applyBatch(1, event);
    }
    await bench.clock.advance(1_000);
    await bench.journal.purge(bench.clock.wallMs(), 100);
    await bench.receipted();
    const result = await bench.order(1, resend(bench));
    expect(result?.text).toBe('1 transactions sent again; no longer held: 1, 2');
  });

  it('gets nothing when it speaks of another journal', async () => {
    const bench = await opened();
    await bench.receipted();
    const result = await bench.order(1, resend(bench, { epoch: 'ffffffffffffffff' }));
    expect(result).toMatchObject({
      outcome: 'refused',
      text: `this journal's epoch is ${bench.journal.identity().epoch}`,
    });
    expect(await bench.journal.queue()).toMatchObject({ advices: 0 });
  });
});
