import type { CommandResult, HostCommand } from '../../domain/host-command.js';
import { redactPans } from '../../domain/redaction.js';
import type { CommandLink, Counters, Log, Unsubscribe } from '../../ports/index.js';
import { type CommandResultMessage, RESULT_TEXT_MAX } from '../../protocol/envelope.js';

export interface CommandWire {
  isConnected(): boolean;
  send(message: CommandResultMessage): void;
}

/**
 * Host commands, once their envelope held. The same one delivered twice is handed on twice: the journal, which
 * keeps the counter, is what refuses a replay. There is no acknowledgement but the result.
 */
export class CommandExchange implements CommandLink {
  readonly #counters: Counters;
  readonly #log: Log;
  readonly #wire: CommandWire;
  readonly #listeners = new Set<(command: HostCommand) => void>();

  constructor({ counters, log }: { readonly counters: Counters; readonly log: Log }, wire: CommandWire) {
    this.#counters = counters;
    this.#log = log;
    this.#wire = wire;
  }

  onCommand(listener: (command: HostCommand) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  take(command: HostCommand): void {
    this.#counters.add('command.received');
    this.#log.info('host command', { counter: command.counter, order: command.order.kind });
    if (this.#listeners.size === 0) this.#counters.add('command.unheard');
    for (const listener of this.#listeners) listener(command);
  }

  /** Not kept for later: the host sends a command again that it had no result for. */
  sendResult({ counter, outcome, text }: CommandResult): void {
    if (!this.#wire.isConnected()) {
      this.#counters.add('command.resultLost');
      this.#log.warn('command result not sent: no connection', { counter, outcome });
      return;
    }
    this.#wire.send({ kind: 'commandResult', result: { counter, outcome, text: sendable(text) } });
  }
}

/** One line within the protocol's bound; whatever looks like a card number stays here. */
const sendable = (text: string): string =>
  Array.from(redactPans(text).replace(/\p{Cc}+/gu, ' '))
    .slice(0, RESULT_TEXT_MAX)
    .join('');
