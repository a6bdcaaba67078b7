import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SimRandom } from '../../hw-sim/sim-random.js';
import type { Answer } from '../../src/domain/answer.js';
import type { Card } from '../../src/domain/card.js';
import type { TransactionKey } from '../../src/domain/key.js';
import type { LifecycleEvent } from '../../src/domain/lifecycle.js';
import { money } from '../../src/domain/money.js';
import { Sealed } from '../../src/domain/redaction.js';
import type { Call, CallArgs, CallName, CallResult } from '../../src/journal/core/calls.js';
import { boot, type Booted, type BootOptions } from '../../src/journal/core/recovery.js';
import type { Store } from '../../src/journal/core/store.js';
import type { SaleOrder } from '../../src/ports/index.js';
import { sampleAnswer, sampleCard } from './samples.js';

export const TERMINAL = 'T0000001';
export const MERCHANT = 'M0001';
export const NOW_MS = 1_800_000_000_000;
/** That of NOW_MS. */
export const BUSINESS_DATE = '2027-01-15';
export const FRESH = { epoch: '9f1c2a0b7d3e4f55', mark: 'b41c72de', chainKey: new SimRandom(7).bytes(32) };

/** The database thread needs compiled code; `make test` builds before it runs. */
export function workerUrl(): URL {
  return pathToFileURL(compiled('src/journal/thread/journal-worker.js'));
}

/** A compiled file of dist/, for what runs in a process or thread of its own. */
export function compiled(path: string): string {
  const file = resolve(import.meta.dirname, '../../dist', path);
  if (!existsSync(file)) throw new Error(`${file} is missing: run \`make build\` before the tests`);
  return file;
}

export function bootCore(directory: string, change: Partial<BootOptions> = {}): Booted {
  return boot({
    path: join(directory, 'journal.db'),
    terminalId: TERMINAL,
    merchantId: MERCHANT,
    fresh: FRESH,
    atMs: NOW_MS,
    expectedEpoch: null,
    reserveBytes: 0,
    lowWaterBytes: 0,
    ...change,
  });
}

let atMs = NOW_MS;

/** One call of the core by itself; throws its error. */
export function ask<Name extends CallName>(store: Store, name: Name, ...args: CallArgs<Name>): CallResult<Name> {
  atMs += 1;
  const [outcome] = store.serve([{ name, args, atMs } as unknown as Call]);
  if (outcome === undefined) throw new Error('the core gave no outcome');
  if (!outcome.ok) throw outcome.error;
  return outcome.value as CallResult<Name>;
}

export function order(change: Partial<SaleOrder> & { readonly amount?: number } = {}): SaleOrder {
  const { amount = 1250, ...rest } = change;
  return {
    type: 'sale',
    money: money(amount, 'EUR'),
    idempotencyKey: null,
    startedAtMs: NOW_MS,
    clock: 'unchecked',
    ...rest,
  };
}

export const card = (change: Partial<Card> = {}): Card => sampleCard({ cryptogram: 'TC', ...change });

export const receipt = (key: TransactionKey, change: Partial<Answer> = {}): Answer =>
  sampleAnswer({ key, sequence: 1, ...change });

export const approveOffline = (change: Partial<Card> = {}): LifecycleEvent => ({
  name: 'approveOffline',
  card: card(change),
  response: 'Y1',
  deferred: false,
});

export const approveOnline = (key: TransactionKey, change: Partial<Answer> = {}): LifecycleEvent => ({
  name: 'approveOnline',
  card: card(),
  answer: sampleAnswer({ key, ...change }),
});

export const settleAdvice = (key: TransactionKey, change: Partial<Answer> = {}): LifecycleEvent => ({
  name: 'settleAdvice',
  answer: receipt(key, change),
});

export const settleReversal = (key: TransactionKey, change: Partial<Answer> = {}): LifecycleEvent => ({
  name: 'settleReversal',
  answer: receipt(key, { outcome: 'REVERSED', batch: 0, posted: null, ...change }),
});

export const takeBack = (idempotencyKey: string | null = null): LifecycleEvent => ({ name: 'void', idempotencyKey });

export const reverse: LifecycleEvent = {
  name: 'reverse',
  verdict: { outcome: 'declined', by: 'card', responseCode: 'Z3', reason: null },
  reason: 'timeout',
  answer: null,
};

export const cancel: LifecycleEvent = {
  name: 'cancel',
  verdict: { outcome: 'cancelled', by: 'operator', responseCode: '', reason: null },
  card: null,
};

/** With the sealed bytes in the open as hex, so that a comparison sees them. */
export function plain(value: unknown): unknown {
  if (value instanceof Sealed) return `sealed ${Buffer.from(value.reveal()).toString('hex')}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}
