import { createInterface } from 'node:readline/promises';

/**
 * Asks on the terminal: question on standard error, so that standard output stays the result's.
 *
 * Rejects when the signal ends it, or when the person closes the input (Ctrl-D).
 */
export async function askOnTerminal(question: string, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new AbortController();
  // Without this a closed input would leave the question pending for ever.
  lines.once('close', () => ended.abort());
  // readline takes Ctrl-C for itself; the person means the command.
  lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await lines.question(question, { signal: AbortSignal.any([signal, ended.signal]) });
  } finally {
    lines.close();
  }
}
