/** The serial line: bytes in, bytes out, and that the device went away. */

/** One connection over one serial port. Never reused: open a new one (reader link, What serialport 13 does). */
export interface ByteLink {
  /** Chunks of any size, in order. */
  onBytes(listener: (chunk: Uint8Array) => void): void;
  /** Exactly once, whoever closed it; `unplugged` when the device went away. */
  onClosed(listener: (why: { readonly unplugged: boolean; readonly error: Error | null }) => void): void;
  /** Resolves when the bytes were handed to the operating system; rejects with READER_LOST when closed. */
  write(bytes: Uint8Array): Promise<void>;
  /** Idempotent; resolves when the port is free again, at the latest after its own timeout. */
  close(): Promise<void>;
}

export interface SerialPorts {
  /** @throws PORT_MISSING, PORT_BUSY, READER_LOST */
  open(): Promise<ByteLink>;
  /** What is opened, for people. */
  readonly path: string;
}
