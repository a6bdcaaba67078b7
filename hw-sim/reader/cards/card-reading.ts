import { createHmac } from 'node:crypto';
import type { Cryptogram } from '../../../src/domain/card.js';
import type { StoredCard, StoredResult } from '../store/stored-result.js';
import type { CardEncryption } from './card-encryption.js';
import { tokenOf } from './card-encryption.js';
import { type CardProfile, isSingle, maskPan, type SecondCryptogram } from './cards.js';
import { encodeTlv, numeric, type TlvField } from './tlv.js';

/** What the terminal tells the card, as the card signs it. */
export type SignedOrder = Pick<StoredResult, 'amount' | 'currency' | 'type'>;

const CRYPTOGRAM_TAG: Readonly<Record<Exclude<Cryptogram, 'none'>, string>> = { TC: '40', ARQC: '80', AAC: '00' };
const ENTRY_MODE_TAG = { contactless: '07', chip: '05', magstripe: '90', fallback: '80' } as const;
const TYPE_TAG = { sale: '00', refund: '20' } as const;
/** Registered application providers; the reader names the application that it selected. */
const APPLICATION: Readonly<Record<string, string>> = {
  Visa: 'A0000000031010',
  Mastercard: 'A0000000041010',
  'American Express': 'A000000025010801',
  Discover: 'A0000001523010',
  JCB: 'A0000000651010',
  UnionPay: 'A000000333010101',
};

/**
 * Reads a card up to the first GENERATE AC. Null when the DUKPT keys are exhausted.
 *
 * @param wallMs for tag 9A
 * @param unpredictable tag 9F37, 4 bytes
 */
export function readCard(
  profile: CardProfile,
  order: SignedOrder,
  encryption: CardEncryption,
  wallMs: number,
  unpredictable: Uint8Array,
): StoredCard | null {
  const sealed = encryption.encrypt(profile.pan, profile.expiry);
  if (sealed === null) return null;
  const fields =
    profile.first === 'none'
      ? transactionFields(profile, order, wallMs)
      : chipFields(profile, profile.first, order, encryption.counter, wallMs, unpredictable);
  const isEncrypted = profile.leaks !== 'everything';
  const leak = profile.leaks !== 'nothing' ? [{ tag: '57', value: track2(profile) }] : [];
  return {
    entryMode: profile.entryMode,
    maskedPan: maskPan(profile.pan),
    token: tokenOf(profile.pan).toString('hex'),
    encrypted: isEncrypted,
    ciphertext: isEncrypted ? sealed.ciphertext.toString('hex') : '',
    ksn: sealed.ksn.toString('hex'),
    scheme: profile.scheme,
    tlv: encodeTlv([...fields, ...leak]).toString('hex'),
    cryptogram: profile.first,
    singleCryptogram: isSingle(profile),
    onlinePin: profile.onlinePin,
    amount: order.amount,
    currency: order.currency,
    type: order.type,
  };
}

/** What comes with the second GENERATE AC. Empty for a magnetic stripe. Hex. */
export function finalTlv(result: StoredResult, cryptogram: SecondCryptogram): string {
  if (result.card?.cryptogram === 'none') return '';
  return encodeTlv([
    { tag: '9F27', value: CRYPTOGRAM_TAG[cryptogram] },
    { tag: '9F26', value: applicationCryptogram(`${result.card?.token}${result.key}`, cryptogram) },
  ]).toString('hex');
}

function transactionFields(profile: CardProfile, order: SignedOrder, wallMs: number): TlvField[] {
  return [
    { tag: '9F02', value: numeric(order.amount, 6) },
    { tag: '5F2A', value: numeric(order.currency, 2) },
    { tag: '9C', value: TYPE_TAG[order.type] },
    { tag: '9A', value: new Date(wallMs).toISOString().slice(2, 10).replaceAll('-', '') },
    { tag: '9F39', value: ENTRY_MODE_TAG[profile.entryMode] },
  ];
}

function chipFields(
  profile: CardProfile,
  cryptogram: Exclude<Cryptogram, 'none'>,
  order: SignedOrder,
  counter: number,
  wallMs: number,
  unpredictable: Uint8Array,
): TlvField[] {
  const unpredictableHex = Buffer.from(unpredictable).toString('hex');
  const transactionCounter = (counter % 0x1_0000).toString(16).padStart(4, '0');
  const fields: TlvField[] = [
    ...transactionFields(profile, order, wallMs),
    { tag: '9F03', value: numeric(0, 6) },
    { tag: '9F1A', value: '0276' },
    { tag: '84', value: APPLICATION[profile.scheme] ?? 'A0000000031010' },
    { tag: '82', value: '1980' },
    { tag: '95', value: '0000008000' },
    { tag: '5F34', value: '01' },
    { tag: '9F33', value: 'E0F8C8' },
    { tag: '9F34', value: profile.onlinePin ? '020300' : '1F0302' },
    { tag: '9F36', value: transactionCounter },
    { tag: '9F37', value: unpredictableHex },
    { tag: '9F10', value: '06010A03A00000' },
    { tag: '9F27', value: CRYPTOGRAM_TAG[cryptogram] },
  ];
  const signed = `${profile.name}${encodeTlv(fields).toString('hex')}`;
  return [...fields, { tag: '9F26', value: applicationCryptogram(signed, cryptogram) }];
}

/**
 * Stands for the issuer's cryptogram: 8 bytes that depend on what was signed. The issuer's own check is
 * outside this simulation, so no card master key exists.
 */
function applicationCryptogram(signed: string, cryptogram: string): string {
  return createHmac('sha256', 'tillpost demo card key').update(`${cryptogram}${signed}`).digest('hex').slice(0, 16);
}

/** Tag 57: PAN, separator D, expiry, service code, discretionary data. Only the leaky card lets it out. */
function track2({ pan, expiry }: CardProfile): string {
  const digits = `${pan}D${expiry}2011234567800`;
  return digits.length % 2 === 0 ? digits : `${digits}F`;
}
