/**
 * SerialPorts on `serialport`, the only file that imports it. Heeds what was found by running it (reader
 * link, What serialport 13 does): a new port and parser for each opening, nothing written to a closed port,
 * own timeouts around everything that a blocked peer can hang, modem lines that a pty does not have.
 */
import { stat } from 'node:fs/promises';
import { ByteLengthParser } from '@serialport/parser-byte-length';
import { SerialPort } from 'serialport';
import { type ErrorCode, TillpostError } from '../../domain/errors.js';
import type { ByteLink, Clock, SerialPorts, Timer } from '../../ports/index.js';

const BAUD_RATE = 115_200;
/**
 * The parser holds a tail back until a chunk is full. After so long without a byte the tail goes on to the driver,
 * which knows how long to keep it; a whole message in it is not held up that way.
 */
const TAIL_MS = 20;
/**
 * How often the device file is looked at. The library notices an unplugged device while it polls; if the
 * device goes while it reads, it reads zero bytes for ever, at full speed, and tells nobody.
 */
const PRESENCE_MS = 500;
const OPEN_TIMEOUT_MS = 5000;
const WRITE_TIMEOUT_MS = 2000;
const CLOSE_TIMEOUT_MS = 2000;

/** What reading or writing fails with when the device went away. */
const GONE: readonly string[] = ['EIO', 'ENXIO', 'ENODEV', 'EBADF'];

type Closed = Parameters<Parameters<ByteLink['onClosed']>[0]>[0];

/**
 * @param path device file; `/dev/serial/by-id/…` stays right when ports are swapped
 * @param chunkBytes in what pieces the driver likes its bytes: a reader's messages are of this length, or short tails
 */
export function createSerialPorts(path: string, clock: Clock, chunkBytes: number): SerialPorts {
  return { path, open: () => openSerial(path, clock, chunkBytes) };
}

async function openSerial(path: string, clock: Clock, chunkBytes: number): Promise<ByteLink> {
  const port = new SerialPort({ path, baudRate: BAUD_RATE, lock: true, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    let late = false;
    const timer = clock.after(OPEN_TIMEOUT_MS, () => {
      late = true;
      reject(lost(path, `did not open within ${OPEN_TIMEOUT_MS} ms`));
    });
    port.on('error', () => undefined); // told by the callbacks; without a listener it would be thrown
    port.open((error) => {
      timer.cancel();
      // Opened after all, when nobody waits any more: it must not keep the lock.
      if (late && error === null) port.close(() => undefined);
      else if (error) void openingError(path, error).then(reject);
      else resolve();
    });
  });
  // Readers on USB start to talk when DTR rises. A pty and some bridges have no modem lines: ENOTTY.
  port.set({ dtr: true, rts: true }, () => undefined);
  return new SerialLink(port, path, clock, chunkBytes, await deviceAt(path));
}

/** Number of the device behind the path; null when there is none. */
function deviceAt(path: string): Promise<number | null> {
  return stat(path).then(
    ({ rdev }) => rdev,
    () => null,
  );
}

class SerialLink implements ByteLink {
  readonly #port: SerialPort;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #chunkBytes: number;
  readonly #device: number | null;
  #parser: ByteLengthParser | null = null;
  #tailBytes = 0;
  #tail: Timer | null = null;
  #closed: Closed | null = null;
  #bytes: ((chunk: Uint8Array) => void) | null = null;
  readonly #closedListeners: ((why: Closed) => void)[] = [];
  #closing: Promise<void> | null = null;
  /** Why we closed it ourselves. */
  #failure: Error | null = null;
  #unplugged = false;
  #presence: Timer;

  constructor(port: SerialPort, path: string, clock: Clock, chunkBytes: number, device: number | null) {
    this.#port = port;
    this.#path = path;
    this.#clock = clock;
    this.#chunkBytes = chunkBytes;
    this.#device = device;
    this.#presence = clock.after(PRESENCE_MS, () => void this.#lookForDevice());
    port.on('close', (error: (Error & { disconnected?: boolean }) | null) =>
      this.#end({ unplugged: this.#unplugged || error?.disconnected === true, error: error ?? this.#failure }),
    );
    port.on('error', (error) => void this.#fail(error));
  }

  onBytes(listener: (chunk: Uint8Array) => void): void {
    this.#bytes = listener;
    this.#parser = this.#freshParser();
    this.#port.on('data', (chunk: Buffer) => this.#received(chunk));
  }

  onClosed(listener: (why: Closed) => void): void {
    if (this.#closed !== null) listener(this.#closed);
    else this.#closedListeners.push(listener);
  }

  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      // A write to a closed port would wait and go out after reopening: an old sale could fire.
      if (this.#closed !== null || this.#closing !== null || !this.#port.isOpen) {
        reject(lost(this.#path, 'is closed'));
        return;
      }
      const timer = this.#clock.after(WRITE_TIMEOUT_MS, () => {
        const error = lost(this.#path, `took no bytes for ${WRITE_TIMEOUT_MS} ms`);
        reject(error);
        void this.#fail(error);
      });
      this.#port.write(Buffer.from(bytes), (error) => {
        timer.cancel();
        if (error) reject(lost(this.#path, 'failed while writing', error));
        else resolve();
      });
    });
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  #fail(error: Error): Promise<void> {
    if (this.#closing === null) {
      this.#failure = error;
      this.#unplugged = GONE.includes((error as NodeJS.ErrnoException).code ?? '');
    }
    return this.close();
  }

  async #close(): Promise<void> {
    if (this.#port.isOpen || this.#port.closing) {
      await new Promise<void>((resolve) => {
        const timer = this.#clock.after(CLOSE_TIMEOUT_MS, resolve);
        const done = (): void => {
          timer.cancel();
          resolve();
        };
        if (this.#port.closing) {
          this.#port.once('close', done); // the library closes it itself, after a failure
          return;
        }
        // What the peer did not take is thrown away; closing would wait for it, and it must never go out late.
        this.#port.flush(() => {
          if (this.#port.isOpen) this.#port.close(done);
          else done();
        });
      });
    }
    this.#end({ unplugged: this.#unplugged, error: this.#failure });
  }

  async #lookForDevice(): Promise<void> {
    const device = await deviceAt(this.#path);
    if (this.#closed !== null || this.#closing !== null) return;
    if (device !== null && device === this.#device) {
      this.#presence = this.#clock.after(PRESENCE_MS, () => void this.#lookForDevice());
      return;
    }
    this.#unplugged = true;
    await this.close();
  }

  /** `close` of the library can come twice, and comes besides our own. */
  #end(why: Closed): void {
    if (this.#closed !== null) return;
    this.#closed = why;
    this.#tail?.cancel();
    this.#presence.cancel();
    this.#parser = null;
    for (const listener of this.#closedListeners.splice(0)) listener(why);
  }

  #received(chunk: Buffer): void {
    if (this.#closed !== null) return;
    this.#tail?.cancel();
    this.#tail = null;
    this.#tailBytes = (this.#tailBytes + chunk.length) % this.#chunkBytes;
    this.#parser?.write(chunk);
    if (this.#tailBytes > 0) this.#tail = this.#clock.after(TAIL_MS, () => this.#flushTail());
  }

  /** `end` makes the parser give its short chunk; it is spent then, so a new one takes over. */
  #flushTail(): void {
    const spent = this.#parser;
    this.#tailBytes = 0;
    this.#parser = this.#freshParser();
    spent?.end();
  }

  /** Object mode keeps chunks apart, as they were cut. */
  #freshParser(): ByteLengthParser {
    const parser = new ByteLengthParser({ length: this.#chunkBytes, readableObjectMode: true });
    parser.on('data', (chunk: Buffer) => {
      if (chunk.length > 0 && this.#closed === null) this.#bytes?.(chunk);
    });
    return parser;
  }
}

function lost(path: string, what: string, cause?: Error): TillpostError {
  return new TillpostError('READER_LOST', `${path} ${what}`, {
    operation: 'reader.port',
    subject: path,
    retryable: true,
    hint: 'Check the cable to the card reader.',
    cause,
  });
}

/** The library gives no error codes, only text in the C locale; whether the path exists is asked of the file system. */
async function openingError(path: string, error: Error): Promise<TillpostError> {
  const refuse = (code: ErrorCode, what: string, hint: string): TillpostError =>
    new TillpostError(code, `${path} ${what}`, {
      operation: 'reader.open',
      subject: path,
      retryable: true,
      hint,
      cause: error,
    });

  if ((await deviceAt(path)) === null || /No such (file|device)/.test(error.message)) {
    const hint = 'Plug the card reader in, or correct the port; `ls /dev/serial/by-id` lists candidates.';
    return refuse('PORT_MISSING', 'is not there', hint);
  }
  if (/Cannot lock port|busy|temporarily unavailable/i.test(error.message)) {
    const hint = `Find it with \`fuser ${path}\`: often getty or ModemManager; mask the one that holds it.`;
    return refuse('PORT_BUSY', 'is held by another program', hint);
  }
  if (/Permission denied|Operation not permitted/i.test(error.message)) {
    const hint = 'Add the user to the group that owns the port (often dialout) and log in again.';
    return refuse('PORT_BUSY', 'may not be opened by this user', hint);
  }
  return refuse('READER_LOST', `could not be opened: ${error.message}`, 'Check that the path is a serial port.');
}
