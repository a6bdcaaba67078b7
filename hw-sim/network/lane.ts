import type { Socket } from 'node:net';
import { SimRandom } from '../sim-random.js';
import type { Direction, Traffic } from './traffic.js';

interface Piece {
  readonly bytes: Buffer;
  /** Monotonic time before which it may not leave, ms. */
  readonly dueMs: number;
}

export interface LaneHooks {
  readonly traffic: () => Traffic;
  readonly passed: (direction: Direction, bytes: number) => void;
  /** Which bit of the bytes about to be sent is flipped; null: none. */
  readonly corrupts: (direction: Direction, bytes: number) => { readonly at: number; readonly bit: number } | null;
}

// What a lane holds beyond the kernel's own buffers before it stops reading.
const HELD_BYTES_MAX = 64 * 1024;

/**
 * One direction of one connection. Reads its source only while there is room and no black hole: bytes that
 * are not read stay in the kernel's bounded buffers and leave when the cable is back, as TCP's own
 * retransmission would have it. FIN waits in the same queue.
 */
export class Lane {
  readonly #pieces: Piece[] = [];
  readonly #random = new SimRandom(1);
  #heldBytes = 0;
  #ended = false;
  #finSent = false;
  #waitingForDrain = false;
  #timer: NodeJS.Timeout | null = null;
  /** Slow: the moment from which the next piece may leave, ms. */
  #freeAtMs = 0;

  constructor(
    readonly direction: Direction,
    private readonly source: Socket,
    private readonly sink: Socket,
    private readonly hooks: LaneHooks,
  ) {
    source.on('data', (chunk: Buffer) => {
      // Whoever was told that nothing more comes must not hear more.
      if (this.#ended) return;
      const { delayMs, jitterMs } = this.#shape();
      this.#pieces.push({ bytes: chunk, dueMs: performance.now() + delayMs + this.#random.fraction() * jitterMs });
      this.#heldBytes += chunk.length;
      this.pump();
    });
    source.on('end', () => this.end());
    sink.on('drain', () => {
      this.#waitingForDrain = false;
      this.pump();
    });
    this.#regulate();
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** The source has ended and all it sent is with the sink. */
  get isFinished(): boolean {
    return this.#finSent;
  }

  get isHeld(): boolean {
    const traffic = this.hooks.traffic();
    if (traffic.mode === 'cut') return traffic.remainingBytes === 0;
    return traffic.mode === 'blackhole' && (traffic.direction === 'both' || traffic.direction === this.direction);
  }

  /** What the source sends from now on is dropped; the sink hears what came before, and then the end. */
  end(): void {
    this.#ended = true;
    this.pump();
  }

  /** Sends what may leave now; called again whenever the mode changes. */
  pump(): void {
    while (!this.isHeld && !this.#waitingForDrain && this.#timer === null) {
      const piece = this.#pieces[0];
      if (piece === undefined) break;
      const nowMs = performance.now();
      const waitMs = Math.max(piece.dueMs, this.#freeAtMs) - nowMs;
      if (waitMs > 0) this.#wakeIn(waitMs);
      else this.#send(piece, nowMs);
    }
    if (this.#ended && !this.#finSent && this.#pieces.length === 0 && !this.isHeld) {
      this.#finSent = true;
      if (!this.sink.destroyed) this.sink.end();
    }
    this.#regulate();
  }

  /** No timer of it runs afterwards. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#pieces.length = 0;
    this.#heldBytes = 0;
  }

  #send(piece: Piece, nowMs: number): void {
    const { sliceBytes, bytesPerSecond } = this.#shape();
    const budget = this.#budget();
    const size = Math.min(piece.bytes.length, sliceBytes, budget);
    this.#pieces.shift();
    if (size < piece.bytes.length) this.#pieces.unshift({ bytes: piece.bytes.subarray(size), dueMs: piece.dueMs });
    this.#heldBytes -= size;
    // 0 ms still yields to the loop, so that each slice leaves as a segment of its own.
    if (sliceBytes !== Infinity) this.#wakeIn(0);
    if (bytesPerSecond !== Infinity) this.#freeAtMs = nowMs + (size / bytesPerSecond) * 1000;
    const bytes = piece.bytes.subarray(0, size);
    const flipped = this.hooks.corrupts(this.direction, size);
    if (flipped !== null) bytes[flipped.at]! ^= 1 << flipped.bit;
    if (!this.sink.destroyed && !this.sink.write(bytes)) this.#waitingForDrain = true;
    this.hooks.passed(this.direction, size);
  }

  #budget(): number {
    const traffic = this.hooks.traffic();
    return traffic.mode === 'cut' ? traffic.remainingBytes : Infinity;
  }

  #shape(): { sliceBytes: number; bytesPerSecond: number; delayMs: number; jitterMs: number } {
    const traffic = this.hooks.traffic();
    if (traffic.mode === 'slice')
      return { sliceBytes: traffic.bytes, bytesPerSecond: Infinity, delayMs: 0, jitterMs: 0 };
    if (traffic.mode !== 'slow') return { sliceBytes: Infinity, bytesPerSecond: Infinity, delayMs: 0, jitterMs: 0 };
    // A twentieth of a second at a time: slow must look slow, not like bursts.
    const sliceBytes = Math.max(1, Math.floor(traffic.bytesPerSecond / 20));
    return { sliceBytes, bytesPerSecond: traffic.bytesPerSecond, delayMs: traffic.delayMs, jitterMs: traffic.jitterMs };
  }

  #wakeIn(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.pump();
    }, ms);
  }

  #regulate(): void {
    if (this.source.destroyed) return;
    if (this.isHeld || this.#heldBytes >= HELD_BYTES_MAX || this.#waitingForDrain) this.source.pause();
    else this.source.resume();
  }
}
