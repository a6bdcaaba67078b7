import type { Socket } from 'node:net';
import type { Caller, Clock, Unsubscribe } from '../ports/index.js';

/** How often a client that has closed its own direction is looked at: nothing else tells that it has gone. */
const LOOK_MS = 1_000;

/**
 * Whether the client of a connection is still there. One that has only sent all it wants (`nc -N`) looks to Node like
 * one that is gone, and waits for its answer. The kernel tells them apart: it takes a write of no bytes for the one,
 * and refuses it for the other (unix(7): a stream socket whose peer was closed is shut down in both directions).
 */
export class SocketCaller implements Caller {
  readonly #socket: Socket;
  readonly #clock: Clock;

  constructor(socket: Socket, clock: Clock) {
    this.#socket = socket;
    this.#clock = clock;
  }

  isThere(): Promise<boolean> {
    const socket = this.#socket;
    if (socket.destroyed) return Promise.resolve(false);
    // What it has yet to read fails by itself when it is gone, and the socket is destroyed.
    if (socket.writableEnded || socket.writableLength > 0) return Promise.resolve(true);
    return new Promise((resolve) => socket.write('', (error) => resolve(error === undefined || error === null)));
  }

  onGone(listener: () => void): Unsubscribe {
    const socket = this.#socket;
    let isOver = false;
    let timer = this.#clock.after(LOOK_MS, () => this.#look(again));
    const end = (): void => {
      isOver = true;
      timer.cancel();
      socket.off('close', gone);
    };
    const gone = (): void => {
      if (isOver) return;
      end();
      listener();
    };
    const again = (isThere: boolean): void => {
      if (isOver) return;
      if (!isThere) return gone();
      timer = this.#clock.after(LOOK_MS, () => this.#look(again));
    };
    socket.on('close', gone);
    return end;
  }

  /** Only what has closed its direction can be gone unnoticed. */
  #look(then: (isThere: boolean) => void): void {
    if (!this.#socket.readableEnded) return then(true);
    void this.isThere().then(then);
  }
}
