import { isDeepStrictEqual } from 'node:util';
import { ENTRY_MODES } from '../../src/domain/card.js';
import type { CommandResult, HostCommand, HostOrder } from '../../src/domain/host-command.js';
import { type Ids, openDown, sealDown } from '../../src/protocol/envelope.js';
import type { Order } from '../control-socket.js';
import { wholeNumber } from '../run-part.js';
import type { CommandBook, CommandRecord } from './books/command-book.js';
import type { TerminalKeys } from './keys.js';

export interface CommandDeskParts {
  readonly book: CommandBook;
  readonly keys: TerminalKeys;
  readonly commit: <T>(work: () => T) => T;
  /** Whether a command could reach this terminal now. */
  readonly reaches: (ids: Ids) => boolean;
  readonly publish: (ids: Ids, command: HostCommand) => void;
  /** Epoch of the terminal's journal as far as the host has seen it; null: never. */
  readonly epochOf: (ids: Ids) => string | null;
  readonly nowMs: () => number;
  readonly after: (delayMs: number, run: () => void) => void;
}

const AGAIN_AFTER_MS = 1000;

/** Gives orders to terminals, each again until its result came (uplink rules, Commands). */
export class CommandDesk {
  readonly #its: CommandDeskParts;
  #isWaiting = false;

  /** Goes on with what a host before it had no result for. */
  constructor(parts: CommandDeskParts) {
    this.#its = parts;
    this.#waitIfDue();
  }

  /** @throws Error when the order is none, or does not say to which of several terminals */
  give(order: Order): HostCommand {
    const named = this.#terminal(order['terminal']);
    const ids = named ?? refuse('give "terminal": "<merchant>/<terminal>", there are several');
    const read = this.#checked(
      ids,
      readOrder(order['order'], () => this.#its.epochOf(ids)),
    );
    const epoch = read.kind === 'resend' ? read.epoch : (epochIn(order) ?? this.#its.epochOf(ids) ?? '');
    const command = this.#its.commit(() => this.#its.book.add(ids, read, epoch, this.#its.nowMs()));
    if (this.#due(ids)?.command.counter === command.counter) this.#send(ids, command);
    this.#waitIfDue();
    return command;
  }

  /** Sends the newest command once more, whatever became of it. @throws Error when there is none */
  replay(order: Order): HostCommand {
    const last = this.#its.book.last(this.#terminal(order['terminal'])) ?? refuse('no command was given yet');
    this.#publish(last.ids, last.command);
    return last.command;
  }

  /** @returns false when no such command was given */
  take(ids: Ids, result: CommandResult): boolean {
    const isKnown = this.#its.commit(() => this.#its.book.addResult(ids, result));
    const next = this.#due(ids);
    if (next !== undefined && next.sent === 0) this.#send(ids, next.command);
    return isKnown;
  }

  #waitIfDue(): void {
    if (this.#isWaiting || this.#its.book.due().length === 0) return;
    this.#isWaiting = true;
    this.#its.after(AGAIN_AFTER_MS, () => {
      this.#isWaiting = false;
      for (const { ids, command } of this.#its.book.due()) this.#send(ids, command);
      this.#waitIfDue();
    });
  }

  #due(ids: Ids): CommandRecord | undefined {
    return this.#its.book.due().find((record) => isDeepStrictEqual(record.ids, ids));
  }

  #send(ids: Ids, command: HostCommand): void {
    // Not into a broker's queue for a terminal that is away: it would get each repeat.
    if (!this.#its.reaches(ids)) return;
    const epoch = command.epoch === '' ? this.#its.epochOf(ids) : command.epoch;
    // A journal that was never seen has no name yet.
    if (epoch === null) return;
    const issued = this.#its.commit(() => this.#its.book.issue(ids, command, epoch, this.#its.nowMs()));
    this.#publish(ids, issued);
  }

  #publish(ids: Ids, command: HostCommand): void {
    this.#its.commit(() => this.#its.book.countSent(ids, command.counter));
    this.#its.publish(ids, command);
  }

  /** The named terminal; the only one when none is named; null when that says too little. */
  #terminal(name: unknown): Ids | null {
    const all = this.#its.keys.terminals();
    if (name === undefined) return all.length === 1 ? all[0]! : null;
    const found = all.find(({ merchantId, terminalId }) => `${merchantId}/${terminalId}` === name);
    return found ?? refuse(`no terminal ${JSON.stringify(name)}`);
  }

  /** By way of the protocol itself: an order that would not arrive as it was given is never kept. */
  #checked(ids: Ids, order: HostOrder): HostOrder {
    const key = this.#its.keys.key(ids)!;
    const content = openDown(
      ids,
      () => key,
      sealDown(ids, key, { kind: 'command', command: { counter: 1, epoch: '', issuedAtMs: 1, order } }),
    );
    if (content.kind === 'command' && isDeepStrictEqual(content.command.order, order)) return order;
    return refuse(`the protocol does not carry ${JSON.stringify(order)}`);
  }
}

/** Of the journal that it is for; null: the one that was seen last. */
function epochIn({ epoch }: Order): string | null {
  if (epoch === undefined) return null;
  return typeof epoch === 'string' && /^[0-9a-f]{16}$/.test(epoch) ? epoch : refuse('"epoch" is 16 hex digits');
}

/** @param knownEpoch asked when a resend names none */
function readOrder(value: unknown, knownEpoch: () => string | null): HostOrder {
  if (typeof value !== 'object' || value === null) return refuse('give "order": {"kind":…}');
  const order = value as Readonly<Record<string, unknown>>;
  switch (order['kind']) {
    case 'setLimits': {
      const { entryMode, currency, limits } = order;
      const mode = ENTRY_MODES.find((known) => known === entryMode);
      if (mode === undefined) return refuse(`entryMode is one of ${ENTRY_MODES.join(', ')}`);
      if (typeof currency !== 'string') return refuse('setLimits needs "currency": three letters');
      if (typeof limits !== 'object' || limits === null) return refuse('setLimits needs "limits": {"ceiling":…}');
      return { kind: 'setLimits', entryMode: mode, currency, limits };
    }
    case 'resend': {
      const epoch = order['epoch'] ?? knownEpoch() ?? refuse('resend needs "epoch": the terminal was never seen');
      if (typeof epoch !== 'string') return refuse('"epoch" is 16 hex digits');
      const afterSequence = wholeNumber(order, 'afterSequence');
      return { kind: 'resend', epoch, afterSequence, afterTransaction: wholeNumber(order, 'afterTransaction') };
    }
    case 'stopSales': {
      const { reason } = order;
      return typeof reason === 'string' ? { kind: 'stopSales', reason } : refuse('stopSales needs "reason": a text');
    }
    case 'announceKey': {
      const { fingerprint } = order;
      return typeof fingerprint === 'string'
        ? { kind: 'announceKey', fingerprint }
        : refuse('announceKey needs "fingerprint": 32 hex digits');
    }
    case 'closeBatch':
    case 'resumeSales':
    case 'resetOfflineCounters':
      return { kind: order['kind'] };
    default:
      return refuse(`no order to a terminal: ${JSON.stringify(order['kind'])}`);
  }
}

function refuse(why: string): never {
  throw new Error(why);
}
