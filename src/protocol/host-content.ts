import type { Answer } from '../domain/answer.js';
import type { Card, EntryMode } from '../domain/card.js';
import type { CommandResult, HostCommand } from '../domain/host-command.js';
import type { TransactionKey } from '../domain/key.js';
import type { Money } from '../domain/money.js';
import type { AdviceResponse, ReversalReason } from '../domain/posting.js';
import type { BatchRow, Difference, Total } from '../domain/settlement.js';
import type { ClockQuality, TransactionType } from '../domain/transaction.js';
import type { ReaderState } from '../ports/index.js';

/**
 * What terminal and host say to each other, in values of the domain. Bytes are lower-case hex, times are
 * Unix ms, money is integer minor units. `proto/host.proto` names the ISO 8583 data elements.
 */

/** Which terminal: of an envelope's body and of the channel that it comes by. */
export interface Ids {
  /** DE 42. */
  readonly merchantId: string;
  /** DE 41. */
  readonly terminalId: string;
}

/** Card data as the host gets it; whether a PIN was asked stays here. */
export type SentCard = Omit<Card, 'onlinePin'>;

interface SaleFields {
  readonly key: TransactionKey;
  readonly type: TransactionType;
  readonly money: Money;
  /** 1–999999. */
  readonly stan: number;
  readonly startedAtMs: number;
  readonly clock: ClockQuality;
  /** 0200 → 0201, 0220 → 0221, 0420 → 0421: this may have been sent before. */
  readonly repeat: boolean;
  /** Open at the terminal when it is sent, from 1. */
  readonly batch: number;
}

/** 0200. */
export interface RequestMessage extends SaleFields {
  readonly kind: 'request';
  readonly card: SentCard;
  /** How long the terminal waits from sending, ms. */
  readonly deadlineMs: number;
}

/** 0220. */
export interface AdviceMessage extends SaleFields {
  readonly kind: 'advice';
  readonly sequence: number;
  readonly opening: number;
  readonly card: SentCard;
  readonly response: AdviceResponse;
  /** ARQC without TC: a deferred authorization. */
  readonly deferred: boolean;
}

/** 0420. Bears no card data beyond entry mode and masked PAN (payment rules, Reversals). */
export interface ReversalMessage extends SaleFields {
  readonly kind: 'reversal';
  readonly sequence: number;
  readonly opening: number;
  readonly card: { readonly entryMode: EntryMode; readonly maskedPan: string } | null;
  readonly reason: ReversalReason;
}

export type PostingMessage = AdviceMessage | ReversalMessage;

/** How far a journal has got, told by the terminal or known by the host: the witness against a rolled-back one. */
export interface SentHead {
  /** 0 in an empty journal. */
  readonly entry: number;
  /** 64 characters. */
  readonly mac: string;
  /** 16 characters. */
  readonly epoch: string;
  /** Highest posting sequence given by then. */
  readonly sequence: number;
}

export interface PostingsMessage {
  readonly kind: 'postings';
  readonly postings: readonly PostingMessage[];
  readonly head: SentHead | null;
}

export interface HeartbeatMessage {
  readonly kind: 'heartbeat';
  /** 16 characters, echoed. */
  readonly nonce: string;
  readonly terminalTimeMs: number;
  readonly clock: ClockQuality;
  readonly queueDepth: number;
  /** Age of the oldest posting that waits; 0 when none. */
  readonly oldestAgeMs: number;
  readonly parked: number;
  readonly reader: ReaderState;
  readonly diskFreeBytes: number;
  /** Connections of this process that another client of the same name took over. */
  readonly evictions: number;
  readonly agentVersion: string;
  readonly head: SentHead | null;
}

export interface StatusMessage {
  readonly kind: 'status';
  readonly presence: 'birth' | 'death';
  /** 16 characters, drawn for each connection. */
  readonly session: string;
  readonly sessionNumber: number;
  readonly agentVersion: string;
  /** Of a birth. */
  readonly head: SentHead | null;
  /** Of a birth: epochs of which the journal has taken over what they owed, at most CONTINUES_MAX. */
  readonly continues: readonly string[];
}

/** 0500: the batch's own totals. A repeat is answered like the first. */
export interface TotalsMessage {
  readonly kind: 'totals';
  readonly batch: number;
  /** YYYY-MM-DD. */
  readonly businessDate: string;
  readonly epoch: string;
  /** The totals' own posting sequence. */
  readonly sequence: number;
  readonly totals: readonly Total[];
  readonly repeat: boolean;
}

/** One page of the batch's transactions, after totals that differed: at most DETAILS_MAX rows. */
export interface DetailsMessage {
  readonly kind: 'details';
  readonly batch: number;
  readonly epoch: string;
  /** From 1. */
  readonly page: number;
  readonly last: boolean;
  readonly rows: readonly BatchRow[];
}

export interface CommandResultMessage {
  readonly kind: 'commandResult';
  readonly result: CommandResult;
}

export type UpContent =
  | RequestMessage
  | PostingsMessage
  | HeartbeatMessage
  | StatusMessage
  | TotalsMessage
  | DetailsMessage
  | CommandResultMessage;

interface ReplyMessage {
  readonly kind: 'reply';
  readonly answer: Answer;
}

interface ReceiptsMessage {
  readonly kind: 'receipts';
  readonly answers: readonly Answer[];
}

export interface EchoMessage {
  readonly kind: 'echo';
  /** The heartbeat's, or the birth's session. */
  readonly nonce: string;
  readonly hostTimeMs: number;
  /** Flow hint: hold postings for so long; 0: go on. */
  readonly pauseMs: number;
  /** Flow hint: postings in a batch; 0: no wish. */
  readonly batchMax: number;
  /** What the host knew of the terminal's journal before the message it answers, newest first: at most KNOWN_HEADS_MAX. */
  readonly known: readonly SentHead[];
  /** Answers a birth: earlier journals that the terminal's does not continue, at most GAPS_MAX. */
  readonly gaps: readonly JournalGap[];
}

/** What the host knows of a journal that ended without another one taking over what it owed. */
export interface JournalGap {
  readonly epoch: string;
  readonly entry: number;
  readonly sequence: number;
  /** Sequences up to it that never came: the first of them, at most 20. */
  readonly missing: readonly number[];
}

export interface SettlementAnswerMessage {
  readonly kind: 'settlementAnswer';
  readonly batch: number;
  readonly epoch: string;
  /** 0: answers totals; else the page it answers. */
  readonly page: number;
  readonly matched: boolean;
  /** What the host counts. */
  readonly totals: readonly Total[];
  /** Answers the last page, at most DIFFERENCES_MAX; empty otherwise. */
  readonly differences: readonly Difference[];
  readonly hostTimeMs: number;
}

interface CommandMessage {
  readonly kind: 'command';
  readonly command: HostCommand;
}

export type DownContent = ReplyMessage | ReceiptsMessage | EchoMessage | SettlementAnswerMessage | CommandMessage;
