/**
 * One request or answer is one line: JSON in UTF-8, ended by a newline. `tooLarge` ends the stream: what
 * follows cannot be told apart any more.
 */
export type Frame =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'notText' } | { readonly kind: 'tooLarge' };

const NEWLINE = 0x0a;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Cuts a byte stream into frames of at most `limitBytes`; keeps what has no end yet, never more than that. */
export class FrameCutter {
  readonly #limitBytes: number;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #overrun = false;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  /** A frame has begun and has no end yet. */
  get inFrame(): boolean {
    return this.#keptBytes > 0;
  }

  push(chunk: Buffer): Frame[] {
    const frames: Frame[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0 && !this.#overrun; end = chunk.indexOf(NEWLINE, from)) {
      this.#keep(chunk.subarray(from, end));
      from = end + 1;
      frames.push(this.#take());
    }
    if (this.#overrun) return frames;
    this.#keep(chunk.subarray(from));
    if (this.#keptBytes > this.#limitBytes) frames.push(this.#take());
    return frames;
  }

  #keep(part: Buffer): void {
    if (part.length === 0) return;
    // A copy, since the part would hold its whole chunk in memory.
    this.#kept.push(Buffer.from(part));
    this.#keptBytes += part.length;
  }

  #take(): Frame {
    const bytes = Buffer.concat(this.#kept);
    this.#kept = [];
    this.#keptBytes = 0;
    if (bytes.length > this.#limitBytes) {
      this.#overrun = true;
      return { kind: 'tooLarge' };
    }
    try {
      return { kind: 'text', text: utf8.decode(bytes) };
    } catch {
      return { kind: 'notText' };
    }
  }
}
