import { createHash, createHmac } from 'node:crypto';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import type { Money } from '../../src/domain/money.js';
import type { TransactionType } from '../../src/domain/transaction.js';
import { APPROVED, type Decision } from './books/contract.js';

/**
 * Who says yes: a demonstration issuer whose answer depends on the card and on the amount's last two digits,
 * so that a story can choose it at the till. Of advices only a deferred authorization is put to it: every other
 * one tells of an approval that was given.
 */
export interface IssuerProfile {
  /** DE 39 by the amount modulo 100. */
  readonly declineByAmount: ReadonlyMap<number, string>;
  /** DE 39 by the last four digits of the card number. */
  readonly declineByCard: ReadonlyMap<string, string>;
}

export const DEMO_ISSUER: IssuerProfile = {
  declineByAmount: new Map([
    [5, '05'], // do not honour
    [51, '51'], // insufficient funds
  ]),
  declineByCard: new Map(),
};

/** What the issuer is asked about. */
export interface IssuerQuestion {
  readonly type: TransactionType;
  readonly money: Money;
  readonly maskedPan: string;
}

/** A refund brings money: only the card can be a reason against it. */
export function decideByIssuer(profile: IssuerProfile, { type, money, maskedPan }: IssuerQuestion): Decision {
  const byCard = profile.declineByCard.get(maskedPan.slice(-4));
  const byAmount = type === 'refund' ? undefined : profile.declineByAmount.get(money.amount % 100);
  const responseCode = byCard ?? byAmount;
  return responseCode === undefined ? APPROVED : { approved: false, responseCode };
}

/** DE 37, 12 digits, from the key alone: a repeat, even at a host that forgot, names the same reference. */
export function retrievalReference(key: TransactionKey): string {
  const digest = createHash('sha256')
    .update(`rrn\0${keyText(key)}`)
    .digest();
  return String(digest.readBigUInt64BE(0) % 1_000_000_000_000n).padStart(12, '0');
}

const DEMO_ARPC_KEY = 'tillpost demonstration ARPC key';

/**
 * Tag 91: 8 bytes of cryptogram and the response code in ASCII, lower-case hex. Laid out as EMV method 1 does,
 * but the cryptogram is an HMAC over key and response code, since virtual cards hold no issuer keys.
 */
export function demoArpc(key: TransactionKey, responseCode: string): string {
  const mac = createHmac('sha256', DEMO_ARPC_KEY)
    .update(`${keyText(key)}\0${responseCode}`)
    .digest();
  return mac.toString('hex', 0, 8) + Buffer.from(responseCode, 'ascii').toString('hex');
}
