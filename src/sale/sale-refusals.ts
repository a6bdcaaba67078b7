import { TillpostError } from '../domain/errors.js';
import { keyText, type TransactionKey } from '../domain/key.js';
import type { ReaderStatus } from '../ports/index.js';

/** All that can stand in the way of a new sale. */
export interface Obstacles {
  readonly stopping: boolean;
  readonly running: { readonly key: TransactionKey | null; readonly step: string } | null;
  readonly recovering: boolean;
  /** What holds the desk, a closing for instance; null when nothing does. */
  readonly held: string | null;
  /** The host's reason for taking no sales. */
  readonly stopped: string | null;
  readonly reader: ReaderStatus;
}

/** Why no sale can start now, the weightiest first; null when one can. */
export function whyNoSale({ stopping, running, recovering, held, stopped, reader }: Obstacles): TillpostError | null {
  const operation = 'sale.start';
  if (stopping) return new TillpostError('STOPPING', 'the agent is stopping', { operation, retryable: true });
  if (running !== null) {
    return new TillpostError('BUSY', `a sale is running (${running.step})`, {
      operation,
      ...(running.key === null ? {} : { subject: keyText(running.key) }),
      retryable: true,
      hint: 'Wait for it, or end it with `tillpost cancel`.',
    });
  }
  if (recovering) {
    return new TillpostError('RECOVERING', 'sales found undecided at start are being decided', {
      operation,
      retryable: true,
      hint: 'Try again in a few seconds; `tillpost status` shows how far it is.',
    });
  }
  if (held !== null) {
    return new TillpostError('SETTLING', `no sale during ${held}`, {
      operation,
      retryable: true,
      hint: 'Try again in a few seconds; `tillpost status` shows how far it is.',
    });
  }
  if (stopped !== null) {
    return new TillpostError('SALES_STOPPED', `the host stopped sales: ${stopped}`, {
      operation,
      retryable: true,
      hint: 'Call the acquirer; sales go on when the host says so.',
    });
  }
  if (reader.state !== 'ready') {
    const why = reader.problem === null ? '' : `: ${reader.problem}`;
    return new TillpostError('READER_NOT_READY', `the card reader is ${reader.state}${why}`, {
      operation,
      retryable: true,
      hint: 'Check the cable and reader.path; the agent takes it up by itself when it is there.',
    });
  }
  return null;
}
