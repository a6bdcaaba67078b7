/** A file's bytes, grown by doubling: a cut lays thousands of small writes one after the other. */
export class FileImage {
  #bytes: Buffer;
  #size: number;

  constructor(content: Uint8Array = Buffer.alloc(0)) {
    this.#bytes = Buffer.from(content);
    this.#size = content.length;
  }

  get content(): Buffer {
    return this.#bytes.subarray(0, this.#size);
  }

  /** What lies between the present end and the write reads as zeros. */
  write(offset: number, data: Uint8Array): void {
    this.#grow(offset + data.length);
    this.#bytes.set(data, offset);
  }

  truncate(size: number): void {
    // What is cut off must not come back when the file grows again.
    if (size < this.#size) this.#bytes.fill(0, size, this.#size);
    this.#grow(size);
    this.#size = size;
  }

  #grow(size: number): void {
    if (size > this.#bytes.length) {
      const bytes = Buffer.alloc(Math.max(size, 2 * this.#bytes.length));
      this.#bytes.copy(bytes, 0, 0, this.#size);
      this.#bytes = bytes;
    }
    this.#size = Math.max(this.#size, size);
  }
}
