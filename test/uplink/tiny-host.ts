import type { Answer } from '../../src/domain/answer.js';
import type { CommandResult, HostCommand } from '../../src/domain/host-command.js';
import { keyText, type TransactionKey } from '../../src/domain/key.js';
import { type Money, sameMoney } from '../../src/domain/money.js';
import {
  type DetailsMessage,
  type DownContent,
  type HeartbeatMessage,
  type JournalGap,
  openUp,
  type PostingMessage,
  type PostingsMessage,
  type RequestMessage,
  sealDown,
  type SentHead,
  type SettlementAnswerMessage,
  type TotalsMessage,
  type UpContent,
} from '../../src/protocol/envelope.js';
import { type DownLeaf, parseTopic, topicOf } from '../../src/protocol/topics.js';
import type { MqttMessage } from '../../src/uplink/mqtt/broker.js';
import type { Bench } from './bench.js';
import { IDS, KEY, keyring } from './contents.js';

interface LedgerRow {
  /** Null: a tombstone. */
  readonly money: Money | null;
  readonly batch: number;
  readonly reversedBatch: number;
}

const NOTHING: LedgerRow = { money: null, batch: 0, reversedBatch: 0 };

/** A healthy host: posts everything once, and agrees with every total. A test replaces what it wants bent. */
export class TinyHost {
  readonly #bench: Bench;
  readonly ledger = new Map<string, LedgerRow>();
  readonly requests: RequestMessage[] = [];
  readonly postings: PostingMessage[] = [];
  readonly batches: number[] = [];
  readonly heartbeats: HeartbeatMessage[] = [];
  readonly statuses: string[] = [];
  readonly settlements: (TotalsMessage | DetailsMessage)[] = [];
  readonly commandResults: CommandResult[] = [];
  /** In the order of arrival: `request 1`, `advice 3`, `reversal 4`. */
  readonly course: string[] = [];
  /** What it knew of the terminal's journal before it was told, newest first. */
  known: readonly SentHead[] = [];
  gaps: readonly JournalGap[] = [];
  answersBirths = true;
  silent = false;
  pauseMs = 0;
  batchMax = 0;
  delayMs = 0;
  answerRequest: (request: RequestMessage, honest: Answer) => Answer | null = (_, honest) => honest;
  answerPosting: (posting: PostingMessage, honest: Answer) => Answer | null = (_, honest) => honest;
  answerSettlement: (honest: SettlementAnswerMessage) => SettlementAnswerMessage | null = (honest) => honest;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** What stands in the ledger now. */
  posted(): readonly string[] {
    return [...this.ledger].flatMap(([name, row]) => (row.money !== null && row.reversedBatch === 0 ? [name] : []));
  }

  command(command: HostCommand): void {
    this.say('down/command', { kind: 'command', command });
  }

  take({ topic, payload }: MqttMessage): void {
    const parsed = parseTopic(topic);
    if (parsed !== null) this.takeContent(openUp(parsed.ids, keyring, payload));
  }

  takeContent(content: UpContent): void {
    if (this.silent) return;
    switch (content.kind) {
      case 'status':
        this.statuses.push(content.presence);
        if (content.presence === 'birth' && this.answersBirths) this.#answerBirth(content.session);
        return;
      case 'heartbeat':
        this.heartbeats.push(content);
        this.say('down/echo', {
          kind: 'echo',
          nonce: content.nonce,
          hostTimeMs: this.#timeMs(),
          pauseMs: this.pauseMs,
          batchMax: this.batchMax,
          known: this.known.slice(0, 1),
          gaps: [],
        });
        return;
      case 'request':
        this.#takeRequest(content);
        return;
      case 'postings':
        this.#takePostings(content);
        return;
      case 'totals':
      case 'details':
        this.#takeSettlement(content);
        return;
      case 'commandResult':
        this.commandResults.push(content.result);
    }
  }

  #answerBirth(session: string): void {
    const { pauseMs, batchMax, known } = this;
    this.say('down/echo', {
      kind: 'echo',
      nonce: session,
      hostTimeMs: this.#timeMs(),
      pauseMs,
      batchMax,
      known,
      gaps: this.gaps,
    });
  }

  say(leaf: DownLeaf, content: DownContent): void {
    this.sayBytes(topicOf(IDS, leaf), sealDown(IDS, KEY, content));
  }

  sayBytes(topic: string, payload: Uint8Array): void {
    void this.#bench.hostPublish({ topic, payload, qos: 1, retain: false });
  }

  #takeRequest(request: RequestMessage): void {
    this.requests.push(request);
    this.course.push(`request ${request.key.number}`);
    const answer = this.answerRequest(request, this.#answer(request, 0));
    if (answer !== null) this.#bench.clock.after(this.delayMs, () => this.say('down/reply', { kind: 'reply', answer }));
  }

  #takePostings({ postings }: PostingsMessage): void {
    this.batches.push(postings.length);
    const answers = postings.flatMap((posting) => {
      this.postings.push(posting);
      this.course.push(`${posting.kind} ${posting.key.number}${posting.repeat ? ' repeat' : ''}`);
      return this.answerPosting(posting, this.#answer(posting, posting.sequence)) ?? [];
    });
    if (answers.length > 0) this.say('down/receipt', { kind: 'receipts', answers });
  }

  #takeSettlement(message: TotalsMessage | DetailsMessage): void {
    this.settlements.push(message);
    this.course.push(`${message.kind} ${message.batch}`);
    const { batch, epoch } = message;
    const [page, totals] = message.kind === 'totals' ? [0, message.totals] : [message.page, []];
    const honest = {
      kind: 'settlementAnswer',
      batch,
      epoch,
      page,
      matched: true,
      totals,
      differences: [],
      hostTimeMs: this.#timeMs(),
    } as const;
    const answer = this.answerSettlement(honest);
    if (answer !== null) this.#bench.clock.after(this.delayMs, () => this.say('down/settlement', answer));
  }

  #answer(message: RequestMessage | PostingMessage, sequence: number): Answer {
    const { key } = message;
    const { outcome, row } = this.#judge(message);
    const posted = row.reversedBatch === 0 ? row.money : null;
    return {
      key,
      sequence,
      opening: message.kind === 'request' ? 0 : message.opening,
      outcome,
      posted,
      responseCode: '00',
      rrn: '',
      hostTimeMs: this.#timeMs(),
      arpc: '',
      retryAfterMs: 0,
      batch: row.batch,
      reversedBatch: row.reversedBatch,
    };
  }

  /** Payment rules, The host's contract. */
  #judge({ kind, key, money, batch }: RequestMessage | PostingMessage): { outcome: Answer['outcome']; row: LedgerRow } {
    const row = this.#row(key);
    const store = (stored: LedgerRow): LedgerRow => (this.ledger.set(keyText(key), stored), stored);
    if (kind === 'reversal') {
      if (row.reversedBatch !== 0) return { outcome: 'ALREADY_REVERSED', row };
      return { outcome: 'REVERSED', row: store({ ...row, reversedBatch: batch }) };
    }
    if (row.reversedBatch !== 0) return { outcome: 'REVERSED', row };
    if (row.money === null) return { outcome: 'POSTED', row: store({ money, batch, reversedBatch: 0 }) };
    return { outcome: sameMoney(row.money, money) ? 'ALREADY_POSTED' : 'CONFLICT', row };
  }

  #row(key: TransactionKey): LedgerRow {
    return this.ledger.get(keyText(key)) ?? NOTHING;
  }

  #timeMs(): number {
    return this.#bench.clock.wallMs() + 5_000;
  }
}
