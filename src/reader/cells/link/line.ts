/**
 * The thin shell around the link machine: carries out its effects on a serial port, feeds it what the port,
 * the aligner and the clock say. Every opening gets a new ByteLink and an empty aligner.
 */
import { asTillpostError } from '../../../domain/errors.js';
import { runMachine, type RunningMachine } from '../../../machine/machine.js';
import type { ByteLink, Clock, Counters, Log, Random, SerialPorts, Timer } from '../../../ports/index.js';
import { align, EMPTY_CARRY } from './aligner.js';
import { step } from './link.js';
import { NONCE_LENGTH, type Rstack } from './reset-payloads.js';
import { type LinkEffect, type LinkInput, type LinkState, type LinkTimer, STOPPED } from './states.js';

/** Reader link, Alignment: a tail that waits so long will not be completed. */
const QUIET_MS = 100;

export interface LineParts {
  readonly ports: SerialPorts;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly counters: Counters;
}

/** What the line tells its session. `changed` follows every input after which `state` is another. */
export interface LineListener {
  up(peer: Rstack): void;
  down(problem: string): void;
  message(message: Uint8Array): void;
  changed(state: LinkState): void;
  /** Card data in clear was heard where a reader should answer. */
  clearHeard(): void;
}

/**
 * Told once: null when the reader acknowledged the message, else why it was not taken. Not told when the
 * link goes down.
 */
export type Fate = (refusal: string | null) => void;

type LineEffect = LinkEffect | { readonly kind: 'changed' };

/** The session hears of another state after everything that led to it was carried out. */
function stepAndTell(before: LinkState, input: LinkInput): readonly [LinkState, readonly LineEffect[]] {
  const [state, effects] = step(before, input);
  const isChanged = state.at !== before.at || effects.some(({ kind }) => kind === 'down');
  return [state, isChanged ? [...effects, { kind: 'changed' }] : effects];
}

export class ReaderLine {
  readonly #parts: LineParts;
  readonly #listener: LineListener;
  readonly #machine: RunningMachine<LinkState, LinkInput>;
  #lastMessageId = 0;
  readonly #fates = new Map<number, Fate>();
  readonly #timers = new Map<LinkTimer, Timer>();
  /** The connection in use; another object for every opening, so that what comes late is known as stale. */
  #port: { link: ByteLink | null } | null = null;
  #opening: Promise<void> = Promise.resolve();
  #closing: Promise<void> = Promise.resolve();
  #carry = EMPTY_CARRY;
  #quiet: Timer | null = null;

  constructor(parts: LineParts, listener: LineListener) {
    this.#parts = parts;
    this.#listener = listener;
    this.#machine = runMachine<LinkState, LinkInput, LineEffect>(STOPPED, {
      step: stepAndTell,
      carryOut: (effect) => this.#carryOut(effect),
    });
  }

  get state(): LinkState {
    return this.#machine.state;
  }

  start(): void {
    this.#machine.input({ kind: 'start' });
  }

  /** Resolves when the port is free. */
  async stop(): Promise<void> {
    this.#machine.input({ kind: 'stop' });
    // An opening under way closes what it gets, now that nobody wants it.
    await this.#opening;
    await this.#closing;
  }

  send(message: Uint8Array, fate: Fate): void {
    const messageId = (this.#lastMessageId += 1);
    this.#fates.set(messageId, fate);
    this.#machine.input({ kind: 'send', messageId, message });
  }

  reset(why: string): void {
    this.#machine.input({ kind: 'reset', why });
  }

  malformed(): void {
    this.#machine.input({ kind: 'malformed' });
  }

  #carryOut(effect: LineEffect): void {
    switch (effect.kind) {
      case 'openPort':
        this.#opening = this.#open();
        return;
      case 'closePort':
        this.#close();
        return;
      case 'write':
        this.#write(effect.bytes);
        return;
      case 'setTimer':
        this.#timers.get(effect.timer)?.cancel();
        this.#timers.set(
          effect.timer,
          this.#parts.clock.after(effect.afterMs, () => this.#fired(effect.timer)),
        );
        return;
      case 'clearTimer':
        this.#timers.get(effect.timer)?.cancel();
        this.#timers.delete(effect.timer);
        return;
      case 'up':
        this.#listener.up(effect.peer);
        return;
      case 'down':
        this.#fates.clear();
        this.#listener.down(effect.problem);
        return;
      case 'changed':
        this.#listener.changed(this.#machine.state);
        return;
      case 'deliver':
        this.#listener.message(effect.message);
        return;
      case 'sent':
        this.#tell(effect.messageId, null);
        return;
      case 'refused':
        this.#tell(effect.messageId, effect.why);
        return;
      case 'peerError':
        this.#parts.log.warn('reader reports a link error', { code: effect.code, seq: effect.seq });
        return;
      case 'count':
        this.#parts.counters.add(effect.name, effect.by);
        return;
    }
  }

  #tell(messageId: number, refusal: string | null): void {
    const fate = this.#fates.get(messageId);
    this.#fates.delete(messageId);
    fate?.(refusal);
  }

  #fired(timer: LinkTimer): void {
    this.#timers.delete(timer);
    this.#machine.input({ kind: 'timer', timer });
  }

  async #open(): Promise<void> {
    const port: { link: ByteLink | null } = { link: null };
    this.#port = port;
    try {
      // The port that was closed must be free before it can be opened again.
      await this.#closing;
      const link = await this.#parts.ports.open();
      if (this.#port !== port) {
        this.#closing = link.close();
        return;
      }
      port.link = link;
      this.#carry = EMPTY_CARRY;
      link.onClosed(({ unplugged, error }) => this.#closed(port, unplugged, error));
      link.onBytes((chunk) => this.#received(port, chunk));
      this.#machine.input({ kind: 'opened', nonce: this.#parts.random.bytes(NONCE_LENGTH) });
    } catch (thrown) {
      if (this.#port !== port) return;
      this.#port = null;
      this.#machine.input({ kind: 'notOpened', problem: problemOf(thrown) });
    }
  }

  #close(): void {
    const link = this.#port?.link;
    this.#port = null;
    this.#forgetTail();
    if (!link) return;
    this.#closing = link.close().catch((error: unknown) => {
      this.#parts.log.warn('serial port did not close', { error: asTillpostError(error, 'reader.close') });
    });
  }

  #closed(port: { link: ByteLink | null }, unplugged: boolean, error: Error | null): void {
    if (this.#port !== port) return;
    this.#port = null;
    this.#forgetTail();
    const what = unplugged ? 'the reader was unplugged' : 'the serial port closed';
    this.#machine.input({ kind: 'closed', problem: error === null || unplugged ? what : `${what}: ${error.message}` });
  }

  #write(bytes: Uint8Array): void {
    const link = this.#port?.link;
    if (!link) {
      this.#parts.counters.add('reader.line.writesGated');
      return;
    }
    this.#parts.counters.add('reader.line.bytesOut', bytes.length);
    // A failed write shows as a closed port, and that is where it is dealt with.
    link.write(bytes).catch(() => this.#parts.counters.add('reader.line.writesFailed'));
  }

  #received(port: { link: ByteLink | null }, chunk: Uint8Array): void {
    if (this.#port !== port) return;
    this.#quiet?.cancel();
    this.#quiet = null;
    this.#parts.counters.add('reader.line.bytesIn', chunk.length);
    this.#hear(chunk);
    const { items, carry } = align(this.#carry, chunk);
    this.#carry = carry;
    if (carry.length > 0) this.#quiet = this.#parts.clock.after(QUIET_MS, () => this.#dropTail());
    for (const item of items) {
      if (item.kind === 'idle') this.#parts.counters.add('reader.line.bytesIdle', item.bytes);
      else if (item.kind === 'cell') this.#machine.input({ kind: 'cell', cell: item.cell });
      else this.#machine.input({ kind: 'discarded', bytes: item.bytes, reason: item.reason });
      // An item may have closed the port; what follows belongs to a session that is over.
      if (this.#port !== port) return;
    }
  }

  #hear(chunk: Uint8Array): void {
    const wasClear = isClear(this.#machine.state);
    this.#machine.input({ kind: 'heard', chunk });
    if (isClear(this.#machine.state) && !wasClear) this.#listener.clearHeard();
  }

  #dropTail(): void {
    const bytes = this.#carry.length;
    this.#forgetTail();
    this.#machine.input({ kind: 'discarded', bytes });
  }

  #forgetTail(): void {
    this.#quiet?.cancel();
    this.#quiet = null;
    this.#carry = EMPTY_CARRY;
  }
}

const isClear = (state: LinkState): boolean => state.at === 'resetting' && state.heard.isClear;

function problemOf(thrown: unknown): string {
  const error = asTillpostError(thrown, 'reader.open');
  return error.hint === undefined ? error.message : `${error.message}. ${error.hint}`;
}
