import { tillpost } from '#proto/host';
import { MASKED_PAN } from '../domain/card.js';
import type { AdviceResponse, PostingKind, ReversalReason } from '../domain/posting.js';
import type { AdviceMessage, PostingMessage, PostingsMessage, ReversalMessage, SentHead } from './host-content.js';
import { enumeration, exact, invalid, textOf } from './host-fields.js';
import { cardFromWire, cardToWire, saleFromWire, saleToWire } from './host-sales.js';
import { headFromWire, headToWire } from './host-terminal.js';
import { ENTRY_MODE, UINT32_MAX } from './host-values.js';

/** Postings (0220, 0420) ↔ bytes. Used by `host-messages.ts` and `envelope.ts` only. */
import v1 = tillpost.host.v1;

const POSTING_KIND = enumeration<PostingKind>({ advice: v1.PostingKind.ADVICE, reversal: v1.PostingKind.REVERSAL });
const RESPONSE = enumeration<AdviceResponse>({
  Y1: v1.OfflineResponse.Y1,
  Y3: v1.OfflineResponse.Y3,
  online: v1.OfflineResponse.ONLINE,
});
const REASON = enumeration<ReversalReason>({
  timeout: v1.ReversalReason.TIMEOUT,
  cardDeclined: v1.ReversalReason.CARD_DECLINED,
  readerFailed: v1.ReversalReason.READER_FAILED,
  badMac: v1.ReversalReason.BAD_MAC,
  operatorVoid: v1.ReversalReason.OPERATOR_VOID,
  amountMismatch: v1.ReversalReason.AMOUNT_MISMATCH,
});

/**
 * A posting as its message bears it. It is encoded once, when its size is asked for; the repeat flag, which is known only
 * when it leaves, is appended with what follows it in Posting (host.proto).
 */
export interface EncodedPosting {
  /** Fields 1 to 11. */
  readonly body: Uint8Array;
  readonly batch: number;
  readonly deferred: boolean;
  readonly opening: number;
  readonly cardDataErased: boolean;
  /** What it takes in a batch with those of its message, bytes: tag, length (3 bytes at most) and content. */
  readonly bytes: number;
}

export function encodePosting(posting: PostingMessage): EncodedPosting {
  const { repeat, batch, opening } = posting;
  const tail = { batch, opening, deferred: isAdvice(posting) && posting.deferred, cardDataErased: isErased(posting) };
  const body = v1.Posting.encode(postingToWire(posting)).finish();
  const tailBytes = v1.Posting.encode({ repeat, ...tail }).finish().length;
  return { ...tail, body, bytes: body.length + tailBytes + 4 };
}

const isAdvice = (posting: PostingMessage): posting is AdviceMessage => posting.kind === 'advice';

/** Sent again after its receipt: what only the host can read is gone by then. */
const isErased = (posting: PostingMessage): boolean => isAdvice(posting) && posting.card.secret === null;

export interface EncodedPostingsMessage {
  readonly kind: 'encodedPostings';
  readonly postings: readonly {
    readonly encoded: EncodedPosting;
    readonly repeat: boolean;
  }[];
  readonly head: SentHead | null;
}

type Writer = ReturnType<typeof v1.Posting.encode>;

/** Length-delimited fields (protobuf, Message Structure): number and wire type 2. */
const IN_BODY = (11 << 3) | 2;
const IN_BATCH = (1 << 3) | 2;

/** Appends what a body's `postings` field holds, byte for byte as the generated code writes it. */
export function writePostings(writer: Writer, { postings, head }: EncodedPostingsMessage): void {
  writer.uint32(IN_BODY).fork();
  for (const { encoded, repeat } of postings) {
    writer.uint32(IN_BATCH).fork().raw(encoded.body);
    const { batch, deferred, opening, cardDataErased } = encoded;
    v1.Posting.encode({ repeat, batch, deferred, opening, cardDataErased }, writer).ldelim();
  }
  v1.PostingBatch.encode({ head: headToWire(head) }, writer).ldelim();
}

export function postingsFromWire({ postings, head }: v1.PostingBatch.$Properties): PostingsMessage {
  const read = (postings ?? []).map(postingFromWire);
  if (read.length === 0) invalid('postings', 'empty batch');
  return { kind: 'postings', postings: read, head: headFromWire(head) };
}

/** All but repeat flag, batch, `deferred`, `opening` and `card_data_erased`. */
function postingToWire(posting: PostingMessage): v1.Posting.$Properties {
  const common = { ...saleToWire(posting), sequence: posting.sequence, kind: POSTING_KIND.toWire(posting.kind) };
  if (posting.kind === 'advice') {
    return { ...common, card: cardToWire(posting.card), response: RESPONSE.toWire(posting.response) };
  }
  const { card } = posting;
  return {
    ...common,
    // Named field by field: whatever else the value bears must not reach a reversal.
    card: card === null ? null : { entryMode: ENTRY_MODE.toWire(card.entryMode), maskedPan: card.maskedPan },
    reason: REASON.toWire(posting.reason),
  };
}

function reversalCardFromWire(card: v1.Card.$Properties | null | undefined): ReversalMessage['card'] {
  if (card === null || card === undefined) return null;
  return {
    entryMode: ENTRY_MODE.fromWire(card.entryMode, 'card.entry_mode'),
    maskedPan: textOf(card.maskedPan, 'card.masked_pan', MASKED_PAN),
  };
}

function postingFromWire(wire: v1.Posting.$Properties): PostingMessage {
  const kind = POSTING_KIND.fromWire(wire.kind, 'posting.kind');
  const common = {
    ...saleFromWire(wire),
    sequence: exact(wire.sequence, 'posting.sequence', 1),
    opening: exact(wire.opening, 'posting.opening', 0, UINT32_MAX) || 1,
  };
  if (kind === 'advice') {
    const response = RESPONSE.fromWire(wire.response, 'posting.response');
    const card = cardFromWire(wire.card);
    if (wire.cardDataErased && card.secret !== null) invalid('posting.card_data_erased', 'beside card data');
    return {
      ...common,
      kind,
      card,
      response,
      deferred: wire.deferred ?? false,
    } satisfies AdviceMessage;
  }
  if (wire.deferred) invalid('posting.deferred', 'on a reversal');
  if (wire.cardDataErased) invalid('posting.card_data_erased', 'on a reversal');
  const reason = REASON.fromWire(wire.reason, 'posting.reason');
  return { ...common, kind, card: reversalCardFromWire(wire.card), reason } satisfies ReversalMessage;
}
