/** The reader's end of a serial line: a pty (`pty.ts`), or two ends in memory for tests that drive the clock. */
export interface ReaderLine {
  /** What the agent opens, for people. */
  readonly path: string;
  onBytes(listener: (chunk: Uint8Array) => void): void;
  /** Never blocks and never fails: like a UART, what nobody takes is lost. */
  write(bytes: Uint8Array): void;
  /** Puts the device on the line. Idempotent. */
  plug(): void;
  /** Takes it away: the agent's port closes. Idempotent. */
  unplug(): void;
  readonly plugged: boolean;
  /** Bytes that nobody took. */
  readonly lostBytes: number;
}
