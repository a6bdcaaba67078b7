import { type FileHandle, open } from 'node:fs/promises';

// In the thread pool: for what must not stall the thread that it is called from.

/** Writes all of it, however the system cuts it up. */
export async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** As `syncPath`. */
export async function syncPathAsync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
