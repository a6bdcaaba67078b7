import { describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimDisk, SimJournal } from '../../../hw-sim/sim-journal.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { TillpostError } from '../../../src/domain/errors.js';
import type { Transaction } from '../../../src/domain/transaction.js';
import type { ReaderStage } from '../../../src/ports/index.js';
import { type FakeCard, fakeCard } from '../../support/fakes/fake-card.js';
import { FakeReader } from '../../support/fakes/fake-reader.js';
import { type Bench, openBench, RECOVERY_WAIT_MS } from '../bench.js';

/** A cancel that was acknowledged outlives the process: payment rules, Online and offline 10. */

const FOREVER = <T>(): Promise<T> => new Promise(() => undefined);
const KEY = 'K1';
const WINDOW_MS = 600_000;

const CARDS = {
  ARQC: fakeCard(),
  TC: fakeCard({ first: { cryptogram: 'TC' } }),
  'a single ARQC': fakeCard({ first: { singleCryptogram: true, entryMode: 'contactless' } }),
} as const;
type CardName = keyof typeof CARDS;

interface Moment {
  readonly name: string;
  readonly state: 'started' | 'authorizing';
  readonly cards: readonly CardName[];
  /** Holds the sale there. */
  readonly hold: (bench: Bench) => void;
}

const MOMENTS: readonly Moment[] = [
  {
    name: 'a card is awaited',
    state: 'started',
    cards: ['ARQC', 'TC', 'a single ARQC'],
    hold: ({ reader }) => void (reader.beforeCard = FOREVER),
  },
  {
    name: 'the duplicate question is open',
    state: 'started',
    cards: ['ARQC', 'TC', 'a single ARQC'],
    hold: () => undefined,
  },
  {
    name: 'the host is asked',
    state: 'authorizing',
    cards: ['ARQC', 'a single ARQC'],
    hold: ({ host }) => void (host.answer = FOREVER),
  },
  {
    name: 'the card is asked for its second cryptogram',
    state: 'authorizing',
    cards: ['ARQC'],
    hold: ({ reader }) => reader.bend('continueOnline', FOREVER),
  },
];

/** What the reader says of the key after the restart: it took a card, whatever it was told. */
const STAGES: readonly ReaderStage[] = [
  'cardRead',
  'finalTc',
  'finalAac',
  'waitingCard',
  'cancelled',
  'timeout',
  'shownDeclined',
  'unknownKey',
];

const KILLS = ['after the commit', 'after the answer'] as const;
type Kill = (typeof KILLS)[number];
const NO_ANSWER = new TillpostError('READER_ERROR', 'cannot be cancelled', { operation: 'reader.cancel' });

class Terminal {
  readonly #disk = new SimDisk(new SimRandom(1));
  readonly reader = new FakeReader();
  bench!: Bench;
  journal!: SimJournal;

  async boot(): Promise<Bench> {
    const clock = new SimClock();
    this.journal = new SimJournal(this.#disk, { terminalId: 'T0000001', clock, random: new SimRandom(2) });
    this.bench = await openBench(this.journal, this.reader, { duplicateWindowMs: WINDOW_MS });
    return this.bench;
  }

  /** A sale that is held at the moment. */
  async sellUntil({ name, hold }: Moment): Promise<void> {
    const bench = await this.boot();
    bench.desk.start();
    await bench.desk.idle();
    if (name === 'the duplicate question is open') await bench.sell();
    hold(bench);
    bench.sell(1250, KEY).catch(() => undefined);
    await bench.clock.advance(0);
    await bench.clock.advance(0);
  }

  /** @param kill right after the commit, before anybody hears of it; or after the answer */
  async cancel(kill: Kill): Promise<void> {
    const { journal, bench, reader } = this;
    // The reader goes on as if nobody had cancelled.
    reader.failures.set('cancel', NO_ANSWER);
    const apply = journal.apply.bind(journal);
    journal.apply = async (key, event) => {
      const applied = await apply(key, event);
      if (event.name === 'askCancel' && kill === 'after the commit') journal.die();
      return applied;
    };
    await bench.desk.cancel();
    journal.die();
  }

  /** kill -9, and a start on what is left. */
  async restart(stage: ReaderStage | 'absent', card: FakeCard, host: 'online' | 'offline'): Promise<Transaction> {
    this.journal.die();
    const { reader } = this;
    const { held } = reader;
    reader.setReady(false);
    reader.failures.clear();
    if (held !== null) reader.held = { ...held, stage: stage === 'absent' ? 'cardRead' : stage, card };
    if (stage === 'unknownKey') reader.held = null;
    if (stage !== 'absent') reader.setReady(true);
    const bench = await this.boot();
    bench.host.state = host;
    bench.desk.start();
    await bench.clock.advance(2 * RECOVERY_WAIT_MS);
    await bench.desk.idle();
    const found = await this.journal.byIdempotencyKey(KEY);
    if (found === null) throw new Error('the sale is gone');
    return found;
  }
}

describe.each(MOMENTS)('a cancel while $name, acknowledged, then kill -9', (moment) => {
  it.each(
    moment.cards.flatMap((card) =>
      (['online', 'offline'] as const).flatMap((host) => KILLS.map((kill) => [card, host, kill] as const)),
    ),
  )('never ends approved: card of %s, host %s, killed %s, whatever the reader says then', async (name, host, kill) => {
    const card = CARDS[name];
    for (const stage of [...STAGES, 'absent'] as const) {
      const terminal = new Terminal();
      terminal.reader.card = card;
      await terminal.sellUntil(moment);
      await terminal.cancel(kill);
      const { verdict, state } = await terminal.restart(stage, card, host);
      expect(verdict, stage).not.toMatchObject({ outcome: 'approved' });
      // Such a card gives no second cryptogram: that is the reader's own fault.
      const isStrange = stage === 'finalTc' && card.card.singleCryptogram;
      const isCancelled = !['finalAac', 'timeout', 'shownDeclined'].includes(stage) && !isStrange;
      if (isCancelled) expect(verdict, stage).toMatchObject({ outcome: 'cancelled', by: 'operator' });
      if (moment.state === 'authorizing') expect(state, stage).toBe('reversing');
      else expect(['cancelled', 'declined'], stage).toContain(state);
      expect(terminal.bench.host.asked, stage).toEqual([]);
      expect(terminal.reader.shown.filter(({ outcome }) => outcome === 'approved').length, stage).toBe(
        moment.name === 'the duplicate question is open' ? 1 : 0,
      );
      await terminal.journal.verify();
    }
  });

  it('stands approved when the reader has shown that already', async () => {
    const terminal = new Terminal();
    await terminal.sellUntil(moment);
    await terminal.cancel('after the commit');
    const { state, verdict } = await terminal.restart('shownApproved', fakeCard(), 'online');
    expect([state, verdict?.outcome]).toEqual(['approved', 'approved']);
  });

  it('is one commit, on the disk before the answer, also when it is asked for twice', async () => {
    const terminal = new Terminal();
    await terminal.sellUntil(moment);
    terminal.reader.failures.set('cancel', NO_ANSWER);
    const head = terminal.journal.head().entry;
    let answered = 0;
    const asked = [1, 2].map(() => terminal.bench.desk.cancel().then(() => (answered = terminal.journal.head().entry)));
    await Promise.all(asked);
    const found = await terminal.journal.byIdempotencyKey(KEY);
    const { entries } = (await terminal.journal.transaction(found!.key))!;
    expect(entries.filter(({ event }) => event === 'askCancel')).toHaveLength(1);
    expect(answered).toBeGreaterThan(head);
  });
});

describe('control: a cancel that is answered before it is on the disk', () => {
  it('is forgotten by kill -9, and the sale approved', async () => {
    const terminal = new Terminal();
    await terminal.sellUntil(MOMENTS[0]!);
    const { journal } = terminal;
    const apply = journal.apply.bind(journal);
    journal.apply = (key, event) => (event.name === 'askCancel' ? new Promise(() => undefined) : apply(key, event));
    terminal.reader.failures.set('cancel', NO_ANSWER);
    void terminal.bench.desk.cancel();
    expect((await terminal.restart('cardRead', fakeCard(), 'online')).verdict?.outcome).toBe('approved');
  });
});

describe('a cancel that cannot be kept', () => {
  it('is no answer: the caller hears of the journal, and the sale is not approved all the same', async () => {
    const terminal = new Terminal();
    await terminal.sellUntil(MOMENTS[0]!);
    const { bench, journal } = terminal;
    const apply = journal.apply.bind(journal);
    journal.apply = (key, event) => {
      if (event.name !== 'askCancel') return apply(key, event);
      return Promise.reject(new TillpostError('JOURNAL_IO', 'no disk', { operation: 'journal.apply' }));
    };
    await expect(bench.desk.cancel()).rejects.toMatchObject({ code: 'JOURNAL_IO' });
    await bench.clock.advance(0);
    await bench.desk.idle();
    expect((await journal.byIdempotencyKey(KEY))?.verdict).toMatchObject({ outcome: 'cancelled', by: 'operator' });
  });

  it('comes too late after the approving commit, says so, and the sale stands after kill -9', async () => {
    const terminal = new Terminal();
    const bench = await terminal.boot();
    bench.desk.start();
    await bench.desk.idle();
    terminal.reader.bend('complete', FOREVER);
    bench.sell(1250, KEY).catch(() => undefined);
    await bench.clock.advance(0);
    await bench.clock.advance(0);
    await expect(bench.desk.cancel()).rejects.toMatchObject({
      code: 'NOTHING_TO_CANCEL',
      message: 'the sale is decided already',
    });
    expect(await terminal.restart('finalTc', fakeCard(), 'online')).toMatchObject({ state: 'posted' });
  });
});
