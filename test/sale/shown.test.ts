import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { openSimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { keyText } from '../../src/domain/key.js';
import { shownDifference } from '../../src/domain/postings/shown.js';
import type { Transaction } from '../../src/domain/transaction.js';
import type { ReaderResult } from '../../src/ports/index.js';
import { type FakeCard, fakeCard } from '../support/fakes/fake-card.js';
import { FakeReader } from '../support/fakes/fake-reader.js';
import { sampleAnswer } from '../support/samples.js';
import { type Bench, openBench, openedBench, RECOVERY_WAIT_MS, SHOWN_IDLE_MS } from './bench.js';

/** Payment rules, Shown and booked: every sale, both ways. */

const stored = async ({ journal }: Bench, { key }: Pick<Transaction, 'key'>): Promise<Transaction> =>
  (await journal.transaction(key))!.transaction;
const alerts = ({ alerts: board }: Bench): readonly string[] =>
  board.active().map(({ code, text }) => `${code} ${text}`);
const owed = async ({ journal }: Bench): Promise<readonly unknown[]> =>
  (await journal.listPostings('pending', 0, 10)).map(({ posting }) => posting.content);
/** Nothing else writes: what was shown gets its own commit, then CONFIRM leaves. */
const rest = async ({ clock, desk }: Bench): Promise<void> => {
  await clock.advance(SHOWN_IDLE_MS);
  await desk.idle();
};
const rejects = ({ host }: Bench): void => {
  host.answer = ({ key }) =>
    Promise.resolve({
      kind: 'answer',
      answer: sampleAnswer({ key, outcome: 'REJECTED', responseCode: '51', posted: null }),
    });
};
const timesOut = ({ host }: Bench): void => {
  host.answer = () => Promise.resolve({ kind: 'unknown', mayHaveLeft: true, why: 'timeout' });
};
const single = (): FakeCard => fakeCard({ first: { cryptogram: 'ARQC', singleCryptogram: true } });

describe('what was shown', () => {
  it.each([
    ['online', 'online', () => undefined],
    ['offline', 'offline', (bench: Bench) => void (bench.host.state = 'offline')],
  ] as const)('rides on the next commit: an %s sale stays at its commits', async (_, kind, set) => {
    const clock = new SimClock();
    const journal = await openSimJournal({ terminalId: 'T0000001', clock, random: new SimRandom(1) });
    const bench = await openBench(journal);
    set(bench);
    bench.desk.start();
    await bench.desk.idle();
    await bench.sell(100);
    const before = await journal.stats();
    const { transaction: second } = await bench.sell(200);
    const { transaction: third } = await bench.sell(300);
    // Online three: started, authorizing, outcome; offline two, and the receipt brings the third.
    expect((await journal.stats()).commits - before.commits).toBe(kind === 'online' ? 6 : 4);
    expect(await stored(bench, second)).toMatchObject({ shown: 'approved', reader: 'SIM1' });
    expect(await stored(bench, third)).toMatchObject({ shown: 'unknown', shownAtMs: null });
  });

  it('lets CONFIRM leave only once it is durable, and before START of the next', async () => {
    const bench = await openedBench();
    const { transaction: first } = await bench.sell(100);
    expect(bench.reader.calls).not.toContain('confirm');
    const begin = bench.journal.begin.bind(bench.journal);
    bench.journal.begin = (order) => {
      bench.reader.calls.push('started is on its way');
      return begin(order);
    };
    await bench.sell(200);
    const calls = bench.reader.calls.filter((call) => ['started is on its way', 'confirm', 'start'].includes(call));
    expect(calls).toEqual(['start', 'started is on its way', 'confirm', 'start']);
    expect(await stored(bench, first)).toMatchObject({ shown: 'approved' });
  });

  it('gets a commit of its own when nothing else comes', async () => {
    const bench = await openedBench();
    const { transaction } = await bench.sell();
    expect((await stored(bench, transaction)).shown).toBe('unknown');
    await rest(bench);
    expect((await stored(bench, transaction)).shown).toBe('approved');
    expect(bench.reader.held).toBeNull();
  });

  it('and when the agent stops', async () => {
    const bench = await openedBench();
    const { transaction } = await bench.sell();
    await bench.desk.stop();
    expect((await stored(bench, transaction)).shown).toBe('approved');
    expect(bench.reader.held).toBeNull();
  });

  it('is learnt again from the reader after a power cut before that commit', async () => {
    const cut = await openedBench();
    const { transaction } = await cut.sell();
    expect((await stored(cut, transaction)).shown).toBe('unknown');
    cut.reader.setReady(true);
    const bench = await openBench(cut.journal, cut.reader);
    bench.desk.start();
    await bench.desk.idle();
    await rest(bench);
    expect((await stored(bench, transaction)).shown).toBe('approved');
    expect(bench.reader.shown.map(({ outcome }) => outcome)).toEqual(['approved']);
    expect(bench.reader.held).toBeNull();
    expect(alerts(bench)).toEqual([]);
  });
});

describe('a CONFIRM that was lost', () => {
  it.each(['agent', 'reader'] as const)('with the %s is said again, although nothing is left to write', async (who) => {
    const cut = await openedBench();
    cut.reader.loseAt('confirm', 'before');
    await cut.sell();
    await rest(cut);
    expect(cut.reader.held?.stage).toBe('shownApproved');
    const bench = who === 'reader' ? cut : await openBench(cut.journal, cut.reader);
    cut.reader.setReady(true);
    if (who === 'agent') bench.desk.start();
    await bench.desk.idle();
    await bench.clock.advance(0);
    expect(bench.reader.held).toBeNull();
    expect(alerts(bench)).toEqual([]);
  });
});

interface Row {
  readonly what: string;
  readonly set: (bench: Bench) => void;
  readonly end: Partial<Transaction>;
  readonly difference: string | null;
  readonly owed: readonly unknown[];
}

const bendComplete =
  (change: Partial<ReaderResult>) =>
  ({ reader }: Bench): void =>
    reader.bend('complete', (result) => ({ ...result, ...change }));
const all =
  (...steps: readonly ((bench: Bench) => void)[]) =>
  (bench: Bench): void =>
    steps.forEach((step) => step(bench));
const ADVICE = { kind: 'advice', response: 'Y3' };
const showsApproved = bendComplete({ stage: 'shownApproved' });
const cardless = bendComplete({ stage: 'shownApproved', card: null, signed: null, signedType: null });

const ROWS: readonly Row[] = [
  {
    what: 'declined by the host, shown as approved: booked as shown',
    set: all(rejects, showsApproved),
    end: { state: 'approved', shown: 'approved', deferred: false },
    difference: 'bookedAsShown',
    owed: [ADVICE],
  },
  {
    what: 'declined by the card, shown as approved: booked as shown',
    set: all(({ reader }) => void (reader.card = fakeCard({ first: { cryptogram: 'AAC' } })), showsApproved),
    end: { state: 'approved', shown: 'approved' },
    difference: 'bookedAsShown',
    owed: [ADVICE],
  },
  {
    what: 'the same of a single cryptogram, without a host',
    set: all(
      ({ host }) => void (host.state = 'offline'),
      ({ reader }) => void (reader.card = single()),
      showsApproved,
    ),
    end: { state: 'approved', shown: 'approved', deferred: false },
    difference: 'bookedAsShown',
    owed: [ADVICE],
  },
  {
    what: 'declined, shown as approved without a card: it stands as undecided money',
    set: all(rejects, cardless),
    end: { state: 'declined', shown: 'approved' },
    difference: 'shownNotBooked',
    owed: [],
  },
  {
    what: 'declined, shown as approved on another amount',
    set: all(rejects, bendComplete({ stage: 'shownApproved', signedType: 'refund' })),
    end: { state: 'declined', shown: 'approved' },
    difference: 'shownNotBooked',
    owed: [],
  },
  {
    what: 'to be reversed, shown as approved: the reversal stands',
    set: all(
      timesOut,
      ({ reader }) => void (reader.card = fakeCard({ first: { cryptogram: 'ARQC' }, offline: 'AAC' })),
      showsApproved,
    ),
    end: { state: 'reversing', shown: 'approved' },
    difference: 'shownNotBooked',
    owed: [{ kind: 'reversal', reason: 'cardDeclined' }],
  },
  {
    what: 'posted, shown as declined: it stands',
    set: bendComplete({ stage: 'shownDeclined' }),
    end: { state: 'posted', shown: 'declined' },
    difference: 'bookedNotShown',
    owed: [],
  },
  {
    what: 'posted, and the reader forgot it: it stands',
    set: ({ reader }) => {
      reader.loseAt('complete', 'before');
      reader.onStatus(({ state }) => {
        if (state !== 'ready') setImmediate(() => ((reader.held = null), reader.setReady(true)));
      });
    },
    end: { state: 'posted', shown: 'nothing' },
    difference: 'bookedNotShown',
    owed: [],
  },
  {
    what: 'posted, single cryptogram, and another reader came: it stands',
    set: ({ reader }) => {
      reader.card = single();
      reader.loseAt('complete', 'before');
      reader.onStatus(({ state }) => {
        if (state !== 'ready' && reader.calls.at(-1) === 'complete') setImmediate(() => reader.swap('SIM2'));
      });
    },
    end: { state: 'posted', shown: 'nothing' },
    difference: 'bookedNotShown',
    owed: [],
  },
  {
    what: 'approved by the host, and shown before the commit: it is booked, whatever the card',
    set: ({ reader }) =>
      reader.bend(
        'continueOnline',
        (result) => ((reader.held!.stage = 'shownApproved'), { ...result, stage: 'shownApproved' }),
      ),
    end: { state: 'approved', shown: 'approved' },
    difference: null,
    owed: [ADVICE],
  },
  {
    what: 'declined and shown as declined',
    set: rejects,
    end: { state: 'declined', shown: 'declined' },
    difference: null,
    owed: [],
  },
];

describe('what was shown against what is booked', () => {
  it.each(ROWS)('$what', async ({ set, end, difference, owed: wanted }) => {
    const bench = await openedBench();
    set(bench);
    const { transaction } = await bench.sell();
    await new Promise((done) => setImmediate(() => setImmediate(done)));
    await rest(bench);
    const found = await stored(bench, transaction);
    expect(found).toMatchObject(end);
    expect(shownDifference(found)).toBe(difference);
    expect(await owed(bench)).toEqual(wanted);
    const listed = await bench.journal.shownDifferences(1, 0, 10);
    expect(listed.map((it) => keyText(it.transaction.key))).toEqual(difference === null ? [] : [keyText(found.key)]);
    const told = alerts(bench).filter((it) => it.includes('12.50 EUR'));
    expect(told.map((it) => it.split(' ')[0])).toEqual(difference === null ? [] : ['READER_RESULT_UNKNOWN']);
    // And the till is told what stands.
    expect(transaction.verdict?.outcome).toBe(found.verdict?.outcome);
    bench.reader.card = fakeCard();
    bench.host.answer = ({ key, money }) =>
      Promise.resolve({ kind: 'answer', answer: sampleAnswer({ key, posted: money }) });
    bench.host.state = 'online';
    expect((await bench.sell(777)).transaction.state).toBe('posted');
  });

  it('is seen at boot of what a reader shows for a sale that was declined, too', async () => {
    const cut = await openedBench();
    rejects(cut);
    cut.reader.loseAt('complete', 'before');
    const { transaction } = await cut.sell();
    expect(transaction.state).toBe('declined');
    cut.reader.held!.stage = 'shownApproved';
    cut.reader.setReady(true);
    const bench = await openBench(cut.journal, cut.reader);
    bench.desk.start();
    await bench.desk.idle();
    expect(await stored(bench, transaction)).toMatchObject({ state: 'approved', verdict: { by: 'reader' } });
    expect(await owed(bench)).toEqual([ADVICE]);
  });
});

describe('another reader in the middle of a sale', () => {
  const HELD = { stage: 'shownApproved' } as const;

  it('named in the verdict of what was not approved yet, and nothing of it is believed', async () => {
    const bench = await openedBench();
    const { reader, clock } = bench;
    reader.loseAt('continueOnline', 'after');
    reader.onStatus(({ state }) => {
      if (state !== 'ready' && reader.held !== null) {
        const held = { ...reader.held, ...HELD };
        setImmediate(() => {
          reader.swap('SIM2');
          // The same key under another serial number: another board's, whatever it says.
          reader.held = held;
        });
      }
    });
    const selling = bench.sell();
    await new Promise((done) => setImmediate(() => setImmediate(done)));
    await clock.advance(RECOVERY_WAIT_MS);
    const { transaction } = await selling;
    expect(transaction).toMatchObject({
      state: 'reversing',
      verdict: { by: 'reader', reason: 'card reader SIM2 in place of SIM1' },
    });
    expect(await owed(bench)).toEqual([{ kind: 'reversal', reason: 'readerFailed' }]);
  });

  it('is the cause that the alert names, also when the agent was restarted in between', async () => {
    const cut = await openedBench();
    cut.reader.loseAt('complete', 'before');
    const { transaction } = await cut.sell();
    cut.reader.swap('SIM2');
    const bench = await openBench(cut.journal, cut.reader);
    bench.desk.start();
    await bench.desk.idle();
    await rest(bench);
    expect(alerts(bench)).toEqual([
      'READER_RESULT_UNKNOWN sale of 12.50 EUR stands as posted, but nothing was shown; ' +
        'card reader SIM2 in place of SIM1',
    ]);
    expect(await stored(bench, transaction)).toMatchObject({ state: 'posted', shown: 'nothing', reader: 'SIM1' });
    // Its own reader is back, and shows it after all.
    const own = new FakeReader();
    own.held = {
      order: { key: transaction.key, money: transaction.money, type: 'sale', timeoutMs: 1 },
      stage: 'finalTc',
      card: fakeCard(),
    };
    own.setReady(true);
    const later = await openBench(cut.journal, own);
    later.desk.start();
    await later.desk.idle();
    await rest(later);
    expect(await stored(later, transaction)).toMatchObject({ shown: 'approved' });
    expect(alerts(later)).toEqual([]);
  });

  it('and the first is back before that is on the disk: it shows the approval and takes the next sale', async () => {
    const bench = await openedBench();
    const { reader, desk } = bench;
    reader.loseAt('complete', 'before');
    const { transaction } = await bench.sell();
    const held = reader.held!;
    reader.swap('SIM2');
    await desk.idle();
    expect(await stored(bench, transaction)).toMatchObject({ state: 'posted', shown: 'unknown' });
    reader.swap('SIM1');
    reader.setReady(false);
    reader.held = held;
    reader.setReady(true);
    expect((await bench.sell(777)).transaction.state).toBe('posted');
    await rest(bench);
    expect(await stored(bench, transaction)).toMatchObject({ shown: 'approved' });
  });

  it('is never asked for START that was meant for the first', async () => {
    const bench = await openedBench();
    const begin = bench.journal.begin.bind(bench.journal);
    bench.journal.begin = async (order) => {
      const begun = await begin(order);
      bench.reader.swap('SIM2');
      return begun;
    };
    const selling = bench.sell();
    await bench.clock.advance(0);
    await bench.clock.advance(RECOVERY_WAIT_MS);
    expect((await selling).transaction).toMatchObject({ state: 'cancelled', verdict: { by: 'reader' } });
    expect(bench.reader.calls).not.toContain('start');
    bench.journal.begin = begin;
    expect((await bench.sell(777)).transaction).toMatchObject({ state: 'posted', reader: 'SIM2' });
  });
});
