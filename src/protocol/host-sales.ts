import { tillpost } from '#proto/host';
import { type Cryptogram, MASKED_PAN, SCHEME, TOKEN_BYTES } from '../domain/card.js';
import { Sealed } from '../domain/redaction.js';
import type { TransactionType } from '../domain/transaction.js';
import type { PostingMessage, RequestMessage, SentCard } from './host-content.js';
import { bytesOf, enumeration, exact, hexOf, invalid, present, textOf, type Wide } from './host-fields.js';
import { CLOCK, ENTRY_MODE, keyFromWire, keyToWire, moneyFromWire, moneyToWire, UINT32_MAX } from './host-values.js';

/** What request and posting say of a sale, and the request (0200) itself. Used by the `host-*` codecs only. */
import v1 = tillpost.host.v1;

const TYPE = enumeration<TransactionType>({ sale: v1.TransactionType.SALE, refund: v1.TransactionType.REFUND });
const CRYPTOGRAM = enumeration<Cryptogram>({
  TC: v1.Cryptogram.TC,
  ARQC: v1.Cryptogram.ARQC,
  AAC: v1.Cryptogram.AAC,
  none: v1.Cryptogram.NONE,
});

export const cardToWire = (card: SentCard): v1.Card.$Properties => ({
  entryMode: ENTRY_MODE.toWire(card.entryMode),
  maskedPan: card.maskedPan,
  token: bytesOf(card.token),
  scheme: card.scheme,
  cryptogram: CRYPTOGRAM.toWire(card.cryptogram),
  singleCryptogram: card.singleCryptogram,
  ...(card.secret === null
    ? {}
    : { ciphertext: card.secret.ciphertext.reveal(), ksn: card.secret.ksn.reveal(), emv: card.secret.emv.reveal() }),
});

export function cardFromWire(wire: v1.Card.$Properties | null | undefined): SentCard {
  const card = present(wire, 'card');
  const ciphertext = card.ciphertext ?? new Uint8Array();
  if (ciphertext.length === 0 && (card.ksn ?? []).length > 0) invalid('card.ciphertext', 'missing beside a KSN');
  if (ciphertext.length > 0) hexOf(card.ksn, 'card.ksn', 12);
  return {
    entryMode: ENTRY_MODE.fromWire(card.entryMode, 'card.entry_mode'),
    maskedPan: textOf(card.maskedPan, 'card.masked_pan', MASKED_PAN),
    token: hexOf(card.token, 'card.token', TOKEN_BYTES),
    scheme: textOf(card.scheme, 'card.scheme', SCHEME),
    cryptogram: CRYPTOGRAM.fromWire(card.cryptogram, 'card.cryptogram'),
    singleCryptogram: card.singleCryptogram ?? false,
    secret:
      ciphertext.length === 0
        ? null
        : {
            ciphertext: new Sealed(ciphertext),
            ksn: new Sealed(present(card.ksn, 'card.ksn')),
            emv: new Sealed(card.emv ?? new Uint8Array()),
          },
  };
}

/** But repeat flag and batch, which a posting learns when it leaves. */
export const saleToWire = (sale: RequestMessage | PostingMessage) => ({
  key: keyToWire(sale.key),
  type: TYPE.toWire(sale.type),
  money: moneyToWire(sale.money),
  stan: sale.stan,
  terminalTimeMs: sale.startedAtMs,
  clock: CLOCK.toWire(sale.clock),
});

export function saleFromWire(wire: v1.OnlineRequest.$Properties | v1.Posting.$Properties) {
  return {
    key: keyFromWire(wire.key),
    type: TYPE.fromWire(wire.type, 'type'),
    money: moneyFromWire(wire.money, 'money'),
    stan: exact(wire.stan, 'stan', 1, 999_999),
    startedAtMs: exact(wire.terminalTimeMs, 'terminal_time_ms'),
    clock: CLOCK.fromWire(wire.clock, 'clock'),
    repeat: wire.repeat ?? false,
    batch: openBatchFromWire(wire.batch),
  };
}

/** A terminal that knows no batches never closed its first (host.proto, Compatibility rule 2). */
const openBatchFromWire = (wire: Wide): number => exact(wire, 'batch', 0, UINT32_MAX) || 1;

export const requestToWire = (request: RequestMessage): v1.OnlineRequest.$Properties => ({
  ...saleToWire(request),
  repeat: request.repeat,
  batch: request.batch,
  card: cardToWire(request.card),
  deadlineMs: request.deadlineMs,
});

export const requestFromWire = (wire: v1.OnlineRequest.$Properties): RequestMessage => ({
  kind: 'request',
  ...saleFromWire(wire),
  card: cardFromWire(wire.card),
  deadlineMs: exact(wire.deadlineMs, 'deadline_ms', 1, UINT32_MAX),
});
