import { constants, lstatSync, mkdirSync, openSync, renameSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ReadStream } from 'node:tty';
import * as nodePty from '@lydell/node-pty';
import type { Clock, Timer } from '../../../src/ports/index.js';
import type { ReaderLine } from './line.js';

/** What `open()` of the library returns; its typings leave the function out. */
interface OpenedPty {
  readonly master: ReadStream;
  readonly slave: ReadStream;
  /** Of the master. */
  readonly fd: number;
  readonly ptsName: string;
}

const { open } = nodePty as unknown as {
  readonly open: (options: { readonly encoding: null }) => OpenedPty;
};

const BACKLOG_MAX = 16 * 1024;
const RETRY_MS = 5;

/**
 * A serial line made of a pseudo terminal. `link` is a symlink to the slave, replaced atomically at each
 * plug, as udev does with /dev/serial/by-id.
 */
export class PtyLine implements ReaderLine {
  readonly path: string;
  readonly #clock: Clock;
  #device: PtyDevice | null = null;
  #listener: (chunk: Uint8Array) => void = () => {};
  #lostBytes = 0;

  constructor(link: string, clock: Clock) {
    this.path = resolve(link);
    this.#clock = clock;
  }

  get plugged(): boolean {
    return this.#device !== null;
  }

  get lostBytes(): number {
    return this.#lostBytes + (this.#device?.lostBytes ?? 0);
  }

  onBytes(listener: (chunk: Uint8Array) => void): void {
    this.#listener = listener;
  }

  write(bytes: Uint8Array): void {
    if (this.#device === null) this.#lostBytes += bytes.length;
    else this.#device.write(bytes);
  }

  plug(): void {
    if (this.#device !== null) return;
    const device = new PtyDevice(this.#clock, (chunk) => {
      if (this.#device === device) this.#listener(chunk);
    });
    mkdirSync(dirname(this.path), { recursive: true });
    if (lstatSync(this.path, { throwIfNoEntry: false })?.isSymbolicLink() === false) {
      device.close();
      throw new Error(`${this.path} is there already and is no symlink`);
    }
    const fresh = `${this.path}.${process.pid}.new`;
    rmSync(fresh, { force: true });
    symlinkSync(device.ptsName, fresh);
    renameSync(fresh, this.path);
    this.#device = device;
  }

  unplug(): void {
    const device = this.#device;
    if (device === null) return;
    this.#device = null;
    this.#lostBytes += device.lostBytes;
    rmSync(this.path, { force: true });
    device.close();
  }
}

/** One pseudo terminal, from plug to unplug. */
class PtyDevice {
  readonly ptsName: string;
  lostBytes = 0;
  readonly #master: ReadStream;
  readonly #fd: number;
  readonly #held: ReadStream;
  readonly #clock: Clock;
  #backlog: Uint8Array[] = [];
  #backlogBytes = 0;
  #retry: Timer | null = null;
  #closed = false;

  constructor(clock: Clock, onBytes: (chunk: Uint8Array) => void) {
    const pty = open({ encoding: null });
    this.#clock = clock;
    this.#master = pty.master;
    this.#fd = pty.fd;
    this.ptsName = pty.ptsName;
    // The library reads the slave itself and would steal the agent's bytes.
    pty.slave.on('error', () => {});
    pty.slave.destroy();
    // A slave of our own that nobody reads: without it the master fails with EIO whenever the agent closes
    // the port. It also makes the line raw, so that nothing is echoed before the agent has opened it.
    this.#held = new ReadStream(openSync(this.ptsName, constants.O_RDWR | constants.O_NOCTTY));
    this.#held.setRawMode(true);
    this.#held.on('error', () => {});
    // The library's own listener throws on any error.
    this.#master.removeAllListeners('error');
    this.#master.on('error', () => this.close());
    this.#master.on('data', (chunk: Buffer) => onBytes(chunk));
  }

  /**
   * Straight to the descriptor: libuv writes to a pty master in blocking mode, and an agent that does not
   * read would stop the reader. What does not fit the kernel's buffer waits, up to a bound.
   */
  write(bytes: Uint8Array): void {
    if (this.#closed || this.#backlogBytes + bytes.length > BACKLOG_MAX) {
      this.lostBytes += bytes.length;
      return;
    }
    this.#backlog.push(bytes);
    this.#backlogBytes += bytes.length;
    if (this.#retry === null) this.#drain();
  }

  /**
   * Not the library's `destroy()`: for a pty without a child it would signal process -1, which is every
   * process of the user.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#retry?.cancel();
    this.#retry = null;
    this.lostBytes += this.#backlogBytes;
    this.#backlog = [];
    this.#backlogBytes = 0;
    this.#master.destroy();
    this.#held.destroy();
  }

  #drain(): void {
    this.#retry = null;
    for (let next = this.#backlog[0]; next !== undefined; next = this.#backlog[0]) {
      const done = this.#tryWrite(next);
      this.#backlogBytes -= done;
      if (done < next.length) {
        this.#backlog[0] = next.subarray(done);
        this.#retry = this.#clock.after(RETRY_MS, () => this.#drain());
        return;
      }
      this.#backlog.shift();
    }
  }

  #tryWrite(bytes: Uint8Array): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
