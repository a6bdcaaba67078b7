/**
 * The door through which a card comes in (payment rules, Online and offline 5 and 8). A report becomes a
 * `Card`, or it is refused as CLEAR_CARD_DATA. Fails closed: what cannot be read is treated as clear. The
 * error names the field and never its content; the refused bytes are wiped.
 */
import { type Card, type Cryptogram, MASKED_PAN, SCHEME, TOKEN_BYTES } from '../../domain/card.js';
import { currencyByNumeric } from '../../domain/currency.js';
import { TillpostError } from '../../domain/errors.js';
import { type Money, money } from '../../domain/money.js';
import { Sealed } from '../../domain/redaction.js';
import { bytesHoldClearDigits, holdsClearDigits } from '../../domain/text/clear-digits.js';
import type { TransactionType } from '../../domain/transaction.js';
import { holdsBcdPanOf, holdsBcdTrack, isBcdPan } from './pan-shapes.js';
import type { CardReport, FinalReport, Sealing } from './reports.js';
import { allTags, encodeTlv, parseTlv, primitives, type TlvObject } from './tlv.js';

/** Tags that bear PAN, track data, name or PIN data in clear. */
const DENIED = new Set(['56', '57', '5A', '5F20', '5F24', '99', '9F0B', '9F1F', '9F20']);

/** What the host needs (DE 55), with the longest value that EMV allows, bytes. Everything else is dropped. */
const KEPT: ReadonlyMap<string, number> = new Map([
  ['9F26', 8],
  ['9F27', 1],
  ['9F10', 32],
  ['9F37', 4],
  ['9F36', 2],
  ['95', 5],
  ['9A', 3],
  ['9C', 1],
  ['9F02', 6],
  ['5F2A', 2],
  ['82', 2],
  ['9F1A', 2],
  ['9F03', 6],
  ['9F33', 3],
  ['9F34', 3],
  ['9F35', 1],
  ['9F1E', 8],
  ['84', 16],
  ['9F09', 2],
  ['9F41', 4],
  ['8A', 2],
  ['9F6E', 32],
  ['9F7C', 32],
  ['5F34', 1],
  ['9F06', 16],
  ['4F', 16],
  ['5F36', 1],
  ['9F39', 1],
]);

/** Random by nature: here only digits of a text and those that the mask shows count (pan-shapes.ts says why). */
const RANDOM = new Set(['9F26', '9F10', '9F37', '9F4B', '9F4C', '91', '71', '72']);

const EMV_MAX = 1024;

export interface AcceptedCard {
  readonly card: Card;
  /** What the card signed: 9F02 and 5F2A. */
  readonly signed: Money;
  readonly signedType: TransactionType;
  /** The first cryptogram, tag 9F26, lower-case hex; null without a chip. */
  readonly firstAc: string | null;
}

/** @throws CLEAR_CARD_DATA, AMOUNT_MISMATCH, READER_PROTOCOL */
export function readCard(report: CardReport, { ksnBytes, blockBytes }: Sealing): AcceptedCard {
  if (!report.encrypted) refuseClear(report, 'encryption flag');
  if (!MASKED_PAN.test(report.maskedPan)) refuseClear(report, 'masked PAN');
  if (holdsClearDigits(report.scheme) || !SCHEME.test(report.scheme)) refuseClear(report, 'scheme');
  const token = report.token;
  if (bytesHoldClearDigits(token) || isBcdPan(token) || holdsBcdPanOf(token, report.maskedPan)) {
    refuseClear(report, 'token');
  }
  for (const [field, sealed] of [
    ['ciphertext', report.ciphertext],
    ['KSN', report.ksn],
  ] as const) {
    const bytes = sealed.reveal();
    if (bytesHoldClearDigits(bytes) || holdsBcdPanOf(bytes, report.maskedPan)) refuseClear(report, field);
  }
  const kept = readTlv(report, report.tlv, report.maskedPan);
  checkBound(report.tlv, report, report.cryptogram);
  if (token.length !== TOKEN_BYTES) refuseShape('token', `is not ${TOKEN_BYTES} bytes`);
  if (report.ksn.length !== ksnBytes) refuseShape('KSN', `is not ${ksnBytes} bytes`);
  if (report.ciphertext.length === 0 || report.ciphertext.length % blockBytes !== 0) {
    refuseShape('ciphertext', `is not whole blocks of ${blockBytes} bytes`);
  }
  return {
    card: {
      entryMode: report.entryMode,
      maskedPan: report.maskedPan,
      token: Buffer.from(token).toString('hex'),
      scheme: report.scheme,
      cryptogram: report.cryptogram,
      singleCryptogram: report.singleCryptogram,
      onlinePin: report.onlinePin,
      secret: { ciphertext: report.ciphertext, ksn: report.ksn, emv: encode(kept) },
    },
    signed: readSigned(report),
    signedType: report.type,
    firstAc: hexOf(kept.get('9F26')) ?? null,
  };
}

/**
 * The card with the tags of its second GENERATE AC: the host judges an advice by the TC, not by the ARQC.
 * @throws CLEAR_CARD_DATA, AMOUNT_MISMATCH, READER_PROTOCOL
 */
export function withFinal({ card, signed, signedType: type }: AcceptedCard, final: FinalReport): Card {
  const later = readTlv(null, final.tlv, card.maskedPan);
  const { amount, currency } = signed;
  checkBound(final.tlv, { amount, currency: currency.numeric, type }, final.cryptogram);
  if (card.secret === null || later.size === 0) return card;
  const earlier = collect(parseTlv(card.secret.emv.reveal()) ?? []);
  return { ...card, secret: { ...card.secret, emv: encode(new Map([...earlier, ...later])) } };
}

/** Of FINAL without the card in memory: only whether it is clean. @throws CLEAR_CARD_DATA */
export function checkFinal(final: FinalReport): void {
  readTlv(null, final.tlv, '');
  checkBound(final.tlv, null, final.cryptogram);
}

function readTlv(report: CardReport | null, tlv: Sealed, maskedPan: string): ReadonlyMap<string, Uint8Array> {
  const refused = (field: string): never => refuseClear(report ?? { tlv }, field);
  const objects = parseTlv(tlv.reveal());
  if (objects === null) return refused('TLV that cannot be read');
  const denied = allTags(objects).find((tag) => DENIED.has(tag));
  if (denied !== undefined) refused(`tag ${denied}`);
  for (const { tag, value } of primitives(objects)) {
    const shaped = !RANDOM.has(tag) && (isBcdPan(value) || holdsBcdTrack(value));
    if (shaped || bytesHoldClearDigits(value) || holdsBcdPanOf(value, maskedPan)) refused(`tag ${tag}`);
  }
  const kept = collect(objects);
  if (encode(kept).length > EMV_MAX) refuseShape('TLV', `is over ${EMV_MAX} bytes`);
  return kept;
}

/** Whitelisted tags; of a repeated tag the first. */
function collect(objects: readonly TlvObject[]): Map<string, Uint8Array> {
  const kept = new Map<string, Uint8Array>();
  for (const { tag, value } of primitives(objects)) {
    if (value.length <= (KEPT.get(tag) ?? -1) && !kept.has(tag)) kept.set(tag, value);
  }
  return kept;
}

function encode(tags: ReadonlyMap<string, Uint8Array>): Sealed {
  return new Sealed(Buffer.concat([...tags].map(([tag, value]) => encodeTlv(tag, value))));
}

/** Tag 9F27, bits 8 and 7. */
const AC_TYPES: Readonly<Record<Cryptogram, number | null>> = { AAC: 0x00, TC: 0x40, ARQC: 0x80, none: null };

type Signed = Pick<CardReport, 'amount' | 'currency' | 'type'>;

/**
 * Payment rules, Online and offline 8: wherever the card's tags say amount, currency, type or cryptogram, in whatever
 * length and however often, they say what the fields beside them say. @param signed null: not known here
 */
function checkBound(tlv: Sealed, signed: Signed | null, cryptogram: Cryptogram): void {
  for (const { tag, value } of primitives(parseTlv(tlv.reveal()) ?? [])) {
    if (tag === '9F27' && (value.length !== 1 || (value[0]! & 0xc0) !== AC_TYPES[cryptogram]))
      refuseShape('cryptogram', 'is not the one of tag 9F27');
    const expected = signed === null ? undefined : claimOf(tag, signed);
    if (expected === undefined || expected.hex === hexOf(value)) continue;
    refuseAmount(`the ${expected.name} that the card signed differs from the reader's field`);
  }
}

function claimOf(tag: string, { amount, currency, type }: Signed): { readonly hex: string; name: string } | undefined {
  switch (tag) {
    case '9F02':
      return { hex: String(amount).padStart(12, '0'), name: 'amount (9F02)' };
    case '5F2A':
      return { hex: String(currency).padStart(4, '0'), name: 'currency (5F2A)' };
    case '9C':
      return { hex: type === 'sale' ? '00' : '20', name: 'type (9C)' };
    default:
      return undefined;
  }
}

const hexOf = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('hex');

/** In known money. */
function readSigned({ amount, currency }: CardReport): Money {
  try {
    return money(amount, currencyByNumeric(currency).code);
  } catch {
    return refuseAmount(`the card signed amount ${amount} in currency ${currency}, which is no money`);
  }
}

function refuseClear(held: Pick<CardReport, 'tlv'> | CardReport, field: string): never {
  held.tlv.reveal().fill(0);
  if ('ciphertext' in held) held.ciphertext.reveal().fill(0);
  throw new TillpostError('CLEAR_CARD_DATA', `the reader sent card data that is not encrypted: ${field}`, {
    operation: 'reader.card',
    subject: field,
    hint: 'Take the reader out of service: its encryption keys are missing or it has been tampered with.',
  });
}

function refuseShape(field: string, why: string): never {
  throw new TillpostError('READER_PROTOCOL', `the reader's ${field} ${why}`, {
    operation: 'reader.card',
    subject: field,
    hint: 'Is the reader of the kind that reader.driver names, and its firmware new enough?',
  });
}

function refuseAmount(message: string): never {
  throw new TillpostError('AMOUNT_MISMATCH', message, {
    operation: 'reader.card',
    hint: 'The sale must not be approved. Report the reader: it signed something else than it was asked to.',
  });
}
