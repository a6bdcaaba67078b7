import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.js';
import type { SaleOutcome, SaleRequest } from '../../../src/ports/index.js';
import { refused } from '../../support/fakes/fake-reader-memory.js';
import { type Bench, openBench, openedBench, RECOVERY_WAIT_MS } from '../bench.js';

const ask = (change: Partial<SaleRequest> = {}): SaleRequest => ({
  type: 'sale',
  money: money(1250, 'EUR'),
  idempotencyKey: 'K1',
  allowDuplicate: false,
  ...change,
});

/** A sale whose card does not come; in an array, since an async function would wait for it. */
async function waiting(bench: Bench): Promise<Promise<SaleOutcome>[]> {
  bench.reader.beforeCard = () => new Promise(() => undefined);
  const sale = bench.desk.sell(ask());
  await bench.clock.advance(0);
  return [sale];
}

/** The link is reset while the reader waits for a card, and the reader is there again. */
function resetLink({ reader }: Bench): void {
  reader.setReady(false);
  setImmediate(() => reader.setReady(true));
}

interface Case {
  readonly what: string;
  readonly by: string;
  readonly reason: string;
  readonly end: (bench: Bench) => Promise<unknown> | void;
}

const WHILE_A_CARD_IS_AWAITED: readonly Case[] = [
  { what: 'the till cancels', by: 'operator', reason: 'cancelled', end: ({ desk }) => desk.cancel() },
  { what: 'the agent is stopped', by: 'agent', reason: 'the agent was stopped', end: ({ desk }) => desk.stop() },
  {
    what: 'the cancel key of the reader is pressed',
    by: 'reader',
    reason: 'cancelled at the card reader',
    end: ({ reader, desk }) => reader.cancel(desk.current()!.key),
  },
  {
    what: 'the reader goes mute and comes back',
    by: 'reader',
    reason: 'card reader stopped answering',
    end: resetLink,
  },
  {
    what: 'the reader loses power and comes back',
    by: 'reader',
    reason: 'card reader stopped answering',
    end: ({ reader }) => {
      reader.setReady(false);
      // After power off and on a wait for a card is over.
      reader.held = { ...reader.held!, stage: 'cancelled' };
      setImmediate(() => reader.setReady(true));
    },
  },
  {
    what: 'the reader is lost for good',
    by: 'reader',
    reason: 'card reader lost',
    end: (bench) => {
      bench.reader.setReady(false);
      return bench.clock.advance(RECOVERY_WAIT_MS);
    },
  },
  {
    what: 'the till cancels and then the reader goes mute',
    by: 'operator',
    reason: 'cancelled',
    end: async (bench) => {
      resetLink(bench);
      await bench.desk.cancel();
    },
  },
];

describe('the verdict of a sale whose card never came', () => {
  it.each(WHILE_A_CARD_IS_AWAITED)('$what: $by, $reason', async ({ by, reason, end }) => {
    const bench = await openedBench();
    const [sale] = await waiting(bench);
    await end(bench);
    expect((await sale!).transaction.verdict).toEqual({ outcome: 'cancelled', by, responseCode: '17', reason });
  });

  it.each([
    ['a power cut', 'waitingCard', 'agent', 'interrupted by power or restart'],
    ['a power cut that the reader saw too', 'cancelled', 'agent', 'interrupted by power or restart'],
    ['a power cut before the reader was asked', 'unknownKey', 'agent', 'interrupted by power or restart'],
    ['a power cut after the reader’s patience', 'timeout', 'reader', 'no card in time'],
  ] as const)('%s: %s', async (_, stage, by, reason) => {
    const bench = await openBench();
    const order = { type: 'sale', money: money(1250, 'EUR'), idempotencyKey: 'K1', clock: 'unchecked' } as const;
    const { transaction } = await bench.journal.begin({ ...order, startedAtMs: 0 });
    const asked = { key: transaction.key, money: transaction.money, type: 'sale', timeoutMs: 1 } as const;
    if (stage !== 'unknownKey') bench.reader.held = { order: asked, stage, card: null };
    bench.desk.start();
    await bench.desk.idle();
    expect((await bench.journal.byIdempotencyKey('K1'))?.verdict).toMatchObject({ outcome: 'cancelled', by, reason });
  });

  it('a reader that refuses the second cryptogram because the till cancelled is no lost reader', async () => {
    const bench = await openedBench();
    bench.reader.failures.set('continueOnline', refused('CANCELLED'));
    const authorize = bench.host.authorize.bind(bench.host);
    bench.host.authorize = async (...asked) => {
      await bench.desk.cancel();
      return authorize(...asked);
    };
    expect((await bench.desk.sell(ask())).transaction.verdict).toMatchObject({ by: 'operator', reason: 'cancelled' });
  });
});
