import { tillpost } from '#proto/host';
import type { CommandOutcome, CommandResult, HostCommand, HostOrder } from '../domain/host-command.js';
import type { OfflineLimits } from '../domain/offline-policy.js';
import { bytesOf, enumeration, exact, hexOf, invalid, textOf, type Wide } from './host-fields.js';
import { currencyFromWire, currencyToWire, ENTRY_MODE, epochFromWire, UINT32_MAX } from './host-values.js';

/** Host commands and their results as domain values ↔ generated messages. Used by `host-messages.ts` only. */
import v1 = tillpost.host.v1;

/** Shown to the till. */
const REASON = /^\P{Cc}{1,100}$/u;
export const RESULT_TEXT_MAX = 200;
const RESULT_TEXT = /^\P{Cc}{0,200}$/u;

const OUTCOME = enumeration<CommandOutcome>({
  done: v1.CommandOutcome.DONE,
  refused: v1.CommandOutcome.REFUSED,
  replayed: v1.CommandOutcome.REPLAYED,
});

/** What a host may set; the rest of the policy is the merchant's own. */
const SETTABLE = [
  'allowed',
  'ceiling',
  'storedCount',
  'storedAmount',
  'oldestAgeMs',
  'cardCount',
  'cardAmount',
] as const;

export const commandToWire = ({ counter, epoch, issuedAtMs, order }: HostCommand): v1.Command.$Properties => ({
  counter,
  epoch: bytesOf(epoch),
  issuedAtMs,
  ...orderToWire(order),
});

export function commandFromWire(wire: v1.Command.$Properties): HostCommand {
  return {
    counter: exact(wire.counter, 'command.counter', 1),
    // Without either it can be read, so that it can be refused with an answer.
    epoch: hexOf(wire.epoch, 'command.epoch', 0, 8),
    issuedAtMs: exact(wire.issuedAtMs, 'command.issued_at_ms'),
    order: orderFromWire(wire),
  };
}

function orderToWire(order: HostOrder): v1.Command.$Properties {
  switch (order.kind) {
    case 'setLimits': {
      const { entryMode, currency, limits } = order;
      return {
        setLimits: { entryMode: ENTRY_MODE.toWire(entryMode), currency: currencyToWire(currency), ...settable(limits) },
      };
    }
    case 'closeBatch':
      return { closeBatch: {} };
    case 'resend': {
      const { epoch, afterSequence, afterTransaction } = order;
      return { resend: { epoch: bytesOf(epoch), afterSequence, afterTransaction } };
    }
    case 'stopSales':
      return { stopSales: { reason: order.reason } };
    case 'resumeSales':
      return { resumeSales: {} };
    case 'resetOfflineCounters':
      return { resetOfflineCounters: {} };
    case 'announceKey':
      return { announceKey: { fingerprint: bytesOf(order.fingerprint) } };
  }
}

/** A limit that the protocol cannot carry must not vanish on the way. */
function settable(limits: Partial<OfflineLimits>): Partial<OfflineLimits> {
  const names: readonly string[] = SETTABLE;
  const foreign = Object.keys(limits).find((name) => !names.includes(name));
  return foreign === undefined ? limits : invalid(`set_limits.${foreign}`, 'not for the host to set');
}

function orderFromWire({
  setLimits,
  closeBatch,
  resend,
  stopSales,
  resumeSales,
  resetOfflineCounters,
  announceKey,
}: v1.Command.$Properties): HostOrder {
  if (setLimits) {
    return {
      kind: 'setLimits',
      entryMode: ENTRY_MODE.fromWire(setLimits.entryMode, 'set_limits.entry_mode'),
      currency: currencyFromWire(setLimits.currency, 'set_limits').code,
      limits: limitsFromWire(setLimits),
    };
  }
  if (closeBatch) return { kind: 'closeBatch' };
  if (resend) {
    return {
      kind: 'resend',
      epoch: epochFromWire(resend.epoch, 'resend.epoch'),
      afterSequence: exact(resend.afterSequence, 'resend.after_sequence'),
      afterTransaction: exact(resend.afterTransaction, 'resend.after_transaction'),
    };
  }
  if (stopSales) return { kind: 'stopSales', reason: textOf(stopSales.reason, 'stop_sales.reason', REASON) };
  if (resumeSales) return { kind: 'resumeSales' };
  if (resetOfflineCounters) return { kind: 'resetOfflineCounters' };
  if (announceKey)
    return { kind: 'announceKey', fingerprint: hexOf(announceKey.fingerprint, 'announce_key.fingerprint', 16) };
  return invalid('command.order', 'none that this version knows');
}

function limitsFromWire(wire: v1.SetLimits.$Properties): Partial<OfflineLimits> {
  const { allowed } = wire;
  return {
    ...(allowed === null || allowed === undefined ? {} : { allowed }),
    ...limit('ceiling', wire.ceiling),
    ...limit('storedCount', wire.storedCount, UINT32_MAX),
    ...limit('storedAmount', wire.storedAmount),
    ...limit('oldestAgeMs', wire.oldestAgeMs),
    ...limit('cardCount', wire.cardCount, UINT32_MAX),
    ...limit('cardAmount', wire.cardAmount),
  };
}

/** Absent is not 0: the configured value stays. */
const limit = (name: keyof OfflineLimits, wire: Wide, most?: number): Partial<OfflineLimits> =>
  wire === null || wire === undefined ? {} : { [name]: exact(wire, `set_limits.${name}`, 0, most) };

export const resultToWire = ({ counter, outcome, text }: CommandResult): v1.CommandResult.$Properties => ({
  counter,
  outcome: OUTCOME.toWire(outcome),
  text,
});

export function resultFromWire({ counter, outcome, text }: v1.CommandResult.$Properties): CommandResult {
  return {
    counter: exact(counter, 'command_result.counter', 1),
    outcome: OUTCOME.fromWire(outcome, 'command_result.outcome'),
    text: textOf(text, 'command_result.text', RESULT_TEXT),
  };
}
