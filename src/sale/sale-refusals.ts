import { type ErrorCode, TillpostError } from '../domain/errors.js';
import { keyText, type TransactionKey } from '../domain/key.js';
import { own } from '../domain/redaction.js';
import type { ReaderStatus } from '../ports/index.js';
import type { SaleMode } from './sale-modes.js';

/** What is told of the sale that runs. */
interface Running {
  readonly sale: { readonly key: TransactionKey | null; readonly step: string };
}

/**
 * Why no sale can start now, the weightiest first; null when one can.
 * @param stopped the host's reason for taking no sales
 */
export function whyNoSale(mode: SaleMode<Running>, stopped: string | null, reader: ReaderStatus): TillpostError | null {
  switch (mode.kind) {
    case 'stopping':
      return refusal('STOPPING', 'the agent is stopping', {});
    case 'selling': {
      const { key, step } = mode.sale.sale;
      return refusal('BUSY', `a sale is running (${step})`, {
        ...(key === null ? {} : { subject: keyText(key) }),
        hint: `Wait for it${key === null ? '' : `, or end it with \`tillpost cancel ${keyText(key)}\``}.`,
      });
    }
    case 'recovering':
      return refusal('RECOVERING', 'sales found undecided at start are being decided', { hint: SOON });
    case 'held':
      return refusal('SETTLING', `no sale during ${mode.holds.at(-1)}`, { hint: SOON });
    case 'open':
      return stopped === null ? whyNotReady(reader) : salesStopped(stopped);
  }
}

/** Of a cancel: what is approved can be taken back by a void, what is not has ended. */
export function decidedAlready(key: TransactionKey | null): TillpostError {
  return new TillpostError('NOTHING_TO_CANCEL', 'the sale is decided already', {
    operation: 'sale.cancel',
    ...(key === null ? {} : { subject: keyText(key) }),
  });
}

/** @param holder the merchant in whose name it delivers and settles, and nothing more */
export function merchantChanged(holder: string): TillpostError {
  return new TillpostError('MERCHANT_CHANGED', own(`merchant ${holder} still holds postings or an open batch here`), {
    operation: 'sale.start',
    subject: own(holder),
    hint: 'Let the queue drain and close the batch with `tillpost settle`: then it goes over by itself; or set terminal.merchant_id back.',
  });
}

export function readerGone(): TillpostError {
  return refusal('READER_NOT_READY', 'the card reader does not answer', {
    hint: 'Check its cable and power; `tillpost status` says why.',
  });
}

export function readerTampered(serialNumber: string | null): TillpostError {
  const name = serialNumber ?? '';
  return new TillpostError('READER_TAMPERED', `reader ${name} reported tampering: no sales on it`, {
    operation: 'sale.start',
    subject: name,
    hint: 'Exchange the reader, or let a technician examine it and run `tillpost reader release --serial NUMBER`.',
  });
}

const SOON = 'Try again in a few seconds; `tillpost status` shows how far it is.';

function salesStopped(why: string): TillpostError {
  return refusal('SALES_STOPPED', `the host stopped sales: ${why}`, {
    hint: 'Call the acquirer; sales go on when the host says so.',
  });
}

function whyNotReady({ state, problem }: ReaderStatus): TillpostError | null {
  if (state === 'ready') return null;
  return refusal('READER_NOT_READY', `the card reader is ${state}${problem === null ? '' : `: ${problem}`}`, {
    hint: 'Check the cable and reader.path; the agent takes it up by itself when it is there.',
  });
}

function refusal(code: ErrorCode, text: string, details: { subject?: string; hint?: string }): TillpostError {
  return new TillpostError(code, text, { operation: 'sale.start', retryable: true, ...details });
}
