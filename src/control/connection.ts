import type { Socket } from 'node:net';
import { asTillpostError, TillpostError } from '../domain/errors.js';
import type { Caller, Clock, Counters, Log, Timer } from '../ports/index.js';
import { SocketCaller } from './caller.js';
import { type Frame, FrameCutter } from './frames.js';
import {
  errorLine,
  PARSE_ERROR,
  readRequest,
  refused,
  type RefusedRequest,
  resultLine,
  type RpcRequest,
  TILLPOST_ERROR,
} from './json-rpc.js';

export interface ConnectionRules {
  readonly frameLimitBytes: number;
  /** A frame that has begun must end within this, ms. */
  readonly idleTimeoutMs: number;
  /** Requests of one connection that run at the same time. */
  readonly requestsMax: number;
  /** Answers that a client may leave unread before it is cut off, bytes. */
  readonly unreadMaxBytes: number;
}

const LINGER_MS = 1_000;

export interface ConnectionParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly counters: Counters;
  readonly rules: ConnectionRules;
  /** Runs a method; rejects with a TillpostError. */
  readonly run: (request: RpcRequest, caller: Caller) => Promise<unknown>;
}

/**
 * One client. Requests run side by side, so that `sale.cancel` reaches a sale begun on the same connection, and
 * answers leave as they come. A client that hangs up loses its answers; what that means for its sale the sale decides.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #parts: ConnectionParts;
  readonly #cutter: FrameCutter;
  readonly #caller: Caller;
  #running = 0;
  #frameTimer: Timer | null = null;
  #ending = false;

  constructor(socket: Socket, parts: ConnectionParts) {
    this.#socket = socket;
    this.#parts = parts;
    this.#cutter = new FrameCutter(parts.rules.frameLimitBytes);
    this.#caller = new SocketCaller(socket, parts.clock);
    socket.on('data', (chunk) => this.#read(chunk));
    // A client that has sent all it wants may still wait for answers.
    socket.on('end', () => this.#endWhenAnswered());
    socket.on('error', (error) => parts.log.debug('client gone', { error }));
    socket.on('close', () => this.#frameTimer?.cancel());
  }

  /** No request runs and none has begun: it may be closed without loss. */
  get idle(): boolean {
    return this.#running === 0 && !this.#cutter.inFrame;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** Says why and closes. */
  refuse(error: TillpostError): void {
    this.#ending = true;
    this.#write(errorLine(null, error, TILLPOST_ERROR));
    this.#socket.end();
    // What it still sends is read and thrown away for a moment: closing on unread bytes would reset the
    // connection, and the client might never see why.
    this.#frameTimer?.cancel();
    this.#frameTimer = this.#parts.clock.after(LINGER_MS, () => this.#socket.destroy());
  }

  #read(chunk: Buffer): void {
    if (this.#ending) return;
    for (const frame of this.#cutter.push(chunk)) {
      if (!this.#ending) this.#take(frame);
    }
    this.#watchFrame();
  }

  /** The time runs from a frame's first byte; a trickle of bytes does not stretch it. */
  #watchFrame(): void {
    if (this.#ending) return;
    if (!this.#cutter.inFrame) {
      this.#frameTimer?.cancel();
      this.#frameTimer = null;
      return;
    }
    this.#frameTimer ??= this.#parts.clock.after(this.#parts.rules.idleTimeoutMs, () => {
      this.#parts.counters.add('control.frameTimeout');
      this.refuse(
        new TillpostError('TIMEOUT', 'the request did not end in time', {
          operation: 'control',
          hint: 'A request is one line; end it with a newline.',
        }),
      );
    });
  }

  #take(frame: Frame): void {
    // Whatever ends here, the time of the next frame begins anew.
    this.#frameTimer?.cancel();
    this.#frameTimer = null;
    switch (frame.kind) {
      case 'text':
        if (frame.text.trim() !== '') this.#takeText(frame.text);
        return;
      case 'notText':
        this.#refuseRequest(refused(null, PARSE_ERROR, 'not UTF-8'));
        return;
      case 'tooLarge':
        this.#parts.counters.add('control.frameTooLarge');
        this.refuse(tooLarge(this.#parts.rules.frameLimitBytes));
        return;
    }
  }

  #takeText(text: string): void {
    const read = readRequest(text);
    if (read.kind === 'refused') this.#refuseRequest(read);
    else this.#answer(read.request, this.#start(read.request));
  }

  #start(request: RpcRequest): Promise<unknown> {
    const { run, rules } = this.#parts;
    return this.#running < rules.requestsMax ? run(request, this.#caller) : Promise.reject(tooMany(rules.requestsMax));
  }

  #refuseRequest({ id, error, code }: RefusedRequest): void {
    this.#parts.counters.add('control.badRequest');
    this.#write(errorLine(id, error, code));
  }

  #answer({ id, method }: RpcRequest, outcome: Promise<unknown>): void {
    this.#running += 1;
    outcome
      .then(
        (result) => (id === undefined ? '' : resultLine(id, result)),
        (thrown: unknown) => {
          const error = asTillpostError(thrown, method);
          this.#parts.counters.add(`control.error.${error.code}`);
          if (error.code === 'INTERNAL') this.#parts.log.error('method failed', { method, error });
          else this.#parts.log.debug('method refused', { method, code: error.code, message: error.message });
          return id === undefined ? '' : errorLine(id, error);
        },
      )
      .then((line) => {
        this.#running -= 1;
        this.#write(line);
        if (this.#socket.readableEnded) this.#endWhenAnswered();
      })
      .catch((error: unknown) => {
        this.#parts.log.error('answer could not be written', { method, error });
        this.#socket.destroy();
      });
  }

  #write(line: string): void {
    if (line === '' || this.#socket.destroyed || this.#socket.writableEnded) return;
    this.#socket.write(line);
    if (this.#socket.writableLength <= this.#parts.rules.unreadMaxBytes) return;
    this.#parts.counters.add('control.unread');
    this.#socket.destroy();
  }

  #endWhenAnswered(): void {
    if (this.#running === 0) this.#socket.end();
  }
}

function tooLarge(limitBytes: number): TillpostError {
  return new TillpostError('FRAME_TOO_LARGE', `a request is at most ${limitBytes} bytes`, { operation: 'control' });
}

function tooMany(limit: number): TillpostError {
  return new TillpostError('BUSY', `${limit} requests of this connection run already`, {
    operation: 'control',
    retryable: true,
    hint: 'Wait for an answer before the next request.',
  });
}
