import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/domain/answer.js';
import type { Card } from '../../../src/domain/card.js';
import { money } from '../../../src/domain/money.js';
import type { Transaction } from '../../../src/domain/transaction.js';
import type { AuthorizationResult, HostLink, LinkStatus } from '../../../src/ports/index.js';
import { FakeHost } from '../../support/fakes/fake-host.js';
import { sampleAnswer, sampleCard, sampleKey, sampleTransaction } from '../../support/samples.js';
import { Bench, CARD, TERMINAL } from '../../uplink/bench.js';

/**
 * What becomes of the next request: the host's word, one that names another amount, the same word twice, none, one about
 * another sale, one too late, or the link is cut.
 */
type Course = 'yes' | 'no' | 'otherAmount' | 'twice' | 'nothing' | 'otherKey' | 'late' | 'cut';

interface HostStand {
  readonly host: HostLink;
  readonly card: Card;
  /** The host can be reached. */
  up(): Promise<void>;
  down(): Promise<void>;
  next(course: Course): void;
  /** The next two are answered when both have come, the second first. */
  crossed(): void;
  /** *authorizing*. */
  transaction(): Promise<Transaction>;
  until<T>(work: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const DEADLINE_MS = 2_000;
const OTHER = { ...sampleKey, number: 999 };
const OTHER_AMOUNT = { posted: money(1, 'EUR') };
const NO = { outcome: 'REJECTED', responseCode: '51', posted: null } as const;

/** The uplink that ships, on a simulated broker with a host of a few lines behind it. */
function uplinkStand(): HostStand {
  const bench = new Bench();
  const until = async <T>(work: Promise<T>): Promise<T> => {
    const state = { isSettled: false };
    const settle = (): void => void (state.isSettled = true);
    work.then(settle, settle);
    for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
      await bench.clock.advance(50);
      if (state.isSettled) return work;
    }
    throw new Error('not settled within a minute');
  };
  const bent: Readonly<Record<Exclude<Course, 'late' | 'cut'>, (honest: Answer) => Answer | null>> = {
    yes: (honest) => honest,
    no: (honest) => ({ ...honest, ...NO }),
    otherAmount: (honest) => ({ ...honest, ...OTHER_AMOUNT }),
    twice: (honest) => {
      bench.host.say('down/reply', { kind: 'reply', answer: honest });
      return honest;
    },
    nothing: () => null,
    otherKey: (honest) => ({ ...honest, key: { ...honest.key, number: 999 } }),
  };
  return {
    host: bench.uplink,
    card: CARD,
    until,
    up: async () => void (await bench.open()),
    down: async () => {
      bench.broker.unreachable = true;
      bench.broker.cut(TERMINAL);
      await bench.clock.advance(100);
    },
    next: (course) => {
      bench.host.delayMs = course === 'late' ? DEADLINE_MS + 500 : 0;
      bench.host.answerRequest = (_, honest) => {
        if (course === 'cut') bench.broker.cut(TERMINAL);
        return course === 'cut' ? null : bent[course === 'late' ? 'yes' : course](honest);
      };
    },
    crossed: () => {
      const held: Answer[] = [];
      bench.host.answerRequest = (_, honest) => {
        held.unshift(honest);
        if (held.length === 2) for (const answer of held) bench.host.say('down/reply', { kind: 'reply', answer });
        return null;
      };
    },
    transaction: async () => {
      const { key } = await bench.begin();
      return (await bench.journal.apply(key, { name: 'goOnline', card: CARD })).transaction;
    },
    close: () => bench.close(),
  };
}

function fakeStand(): HostStand {
  const host = new FakeHost();
  host.state = 'offline';
  const unknown: AuthorizationResult = { kind: 'unknown', mayHaveLeft: true, why: 'timeout' };
  const answered = ({ key, money }: Transaction, change: Partial<Answer> = {}): AuthorizationResult => {
    return { kind: 'answer', answer: sampleAnswer({ key, posted: money, ...change }) };
  };
  const courses: Readonly<Record<Course, (transaction: Transaction) => AuthorizationResult>> = {
    yes: (transaction) => answered(transaction),
    no: (transaction) => answered(transaction, NO),
    otherAmount: (transaction) => answered(transaction, OTHER_AMOUNT),
    // A promise is kept once.
    twice: (transaction) => answered(transaction),
    otherKey: (transaction) => answered(transaction, { key: OTHER }),
    nothing: () => unknown,
    late: () => unknown,
    cut: () => unknown,
  };
  let number = 0;
  return {
    host,
    card: sampleCard(),
    up: async () => void (host.state = 'online'),
    down: async () => void (host.state = 'offline'),
    next: (course) => (host.answer = async (transaction) => courses[course](transaction)),
    crossed: () => {
      const held: (() => void)[] = [];
      host.answer = (transaction) =>
        new Promise((resolve) => {
          held.unshift(() => resolve(answered(transaction)));
          // One after the other, as messages come.
          if (held.length === 2) held.forEach((answer) => setImmediate(answer));
        });
    },
    transaction: async () => sampleTransaction({ state: 'authorizing', key: { ...sampleKey, number: (number += 1) } }),
    until: (work) => work,
    close: async () => undefined,
  };
}

/** What every HostLink must do (ports/host.ts). */
describe.each([
  ['uplink', uplinkStand],
  ['fake', fakeStand],
] as const)('host link: %s', (_, make) => {
  let stand: HostStand;
  beforeEach(() => (stand = make()));
  afterEach(() => stand.close());

  const ask = async (): Promise<AuthorizationResult> =>
    stand.until(stand.host.authorize(await stand.transaction(), stand.card, DEADLINE_MS));

  it('says whether the host can be reached, and why not, to those who listen', async () => {
    const heard: LinkStatus[] = [];
    const deaf: LinkStatus[] = [];
    expect(stand.host.status()).toMatchObject({ state: 'offline', problem: expect.any(String) as string });
    stand.host.onStatus((status) => heard.push(status));
    stand.host.onStatus((status) => deaf.push(status))();
    await stand.up();
    expect(stand.host.status()).toMatchObject({ state: 'online', problem: null });
    await stand.down();
    expect(stand.host.status().state).toBe('offline');
    const states = heard.map(({ state }) => state);
    expect([states.includes('online'), states.at(-1)]).toEqual([true, 'offline']);
    expect(deaf).toEqual([]);
  });

  it('asks nobody while the host cannot be reached', async () => {
    const offline = { kind: 'unknown', mayHaveLeft: false, why: 'offline' };
    expect(await ask()).toEqual(offline);
    await stand.up();
    expect((await ask()).kind).toBe('answer');
    await stand.down();
    expect(await ask()).toEqual(offline);
  });

  it('brings the host’s word, yes or no, about the sale that was asked for', async () => {
    await stand.up();
    const transaction = await stand.transaction();
    const { key, money } = transaction;
    const yes = await stand.until(stand.host.authorize(transaction, stand.card, DEADLINE_MS));
    expect(yes).toMatchObject({ kind: 'answer', answer: { key, outcome: 'POSTED', posted: money } });
    stand.next('no');
    expect(await ask()).toMatchObject({ kind: 'answer', answer: { outcome: 'REJECTED', responseCode: '51' } });
  });

  it('brings another amount as the host’s word: the sale judges it', async () => {
    await stand.up();
    stand.next('otherAmount');
    expect(await ask()).toMatchObject({ kind: 'answer', answer: { outcome: 'POSTED', ...OTHER_AMOUNT } });
  });

  it('takes a word that comes twice once, and none of it for the next request', async () => {
    await stand.up();
    stand.next('twice');
    expect((await ask()).kind).toBe('answer');
    stand.next('no');
    expect(await ask()).toMatchObject({ kind: 'answer', answer: { outcome: 'REJECTED' } });
  });

  it('gives each of two requests its own word, in whatever order the words come', async () => {
    await stand.up();
    stand.crossed();
    const two = [await stand.transaction(), await stand.transaction()];
    const heard: number[] = [];
    const both = two.map(async (transaction) => {
      const result = await stand.host.authorize(transaction, stand.card, DEADLINE_MS);
      heard.push(transaction.key.number);
      return result;
    });
    const results = await stand.until(Promise.all(both));
    expect(results).toMatchObject(two.map(({ key, money: posted }) => ({ kind: 'answer', answer: { key, posted } })));
    expect(heard).toEqual(two.map(({ key }) => key.number).reverse());
  });

  it.each(['nothing', 'otherKey', 'late', 'cut'] as const)(
    'does not know what came of a request: %s. The next one goes its own way',
    async (course) => {
      await stand.up();
      stand.next(course);
      expect(await ask()).toMatchObject({ kind: 'unknown', mayHaveLeft: true });
      stand.next('yes');
      for (let tries = 0; stand.host.status().state !== 'online' && tries < 100; tries += 1) {
        await stand.until(new Promise<void>((resolve) => setImmediate(resolve)));
      }
      expect((await ask()).kind).toBe('answer');
    },
  );

  it('hears of postings at any time', async () => {
    stand.host.postingAdded();
    stand.host.postingsReopened();
    await stand.up();
    stand.host.postingsReopened();
    stand.host.postingAdded();
    expect((await ask()).kind).toBe('answer');
  });
});
