import type { Answer, Outcome } from '../../src/domain/answer.js';
import { asTillpostError } from '../../src/domain/errors.js';
import { keyText } from '../../src/domain/key.js';
import {
  type CommandResultMessage,
  type DetailsMessage,
  DIFFERENCES_MAX,
  type DownContent,
  type HeartbeatMessage,
  type Ids,
  type JournalGap,
  KNOWN_HEADS_MAX,
  openUp,
  type PostingMessage,
  type PostingsMessage,
  type RequestMessage,
  sealDown,
  type SentHead,
  type StatusMessage,
  type TotalsMessage,
  type UpContent,
} from '../../src/protocol/envelope.js';
import { type DownLeaf, parseTopic, topicOf, type UpLeaf } from '../../src/protocol/topics.js';
import type { Order } from '../control-socket.js';
import { CommandBook } from './books/command-book.js';
import { APPROVED, type ContractAnswer, type Decision, RESPONSE } from './books/contract.js';
import type { Ledger } from './books/ledger.js';
import { SettlementBook, type SettlementWord } from './books/settlement-book.js';
import { Tally } from './books/tally.js';
import { CommandDesk } from './command-desk.js';
import { decideByIssuer, demoArpc, type IssuerProfile } from './issuer.js';
import { JournalDesk } from './journal-desk.js';
import type { TerminalKeys } from './keys.js';
import { type AnswerKind, type DieAt, Knobs } from './knobs.js';
import type { PanProver } from './pan-proof.js';
import { TerminalFile } from './terminal-file.js';

export interface HostDependencies {
  readonly ledger: Ledger;
  readonly keys: TerminalKeys;
  readonly issuer: IssuerProfile;
  readonly provePan: PanProver;
  readonly publish: (topic: string, payload: Uint8Array, qos: 0 | 1) => void;
  /** Whether what is published now leaves now. */
  readonly connected: () => boolean;
  readonly nowMs: () => number;
  /** Runs later; the host is not asked whether it still lives. */
  readonly after: (delayMs: number, run: () => void) => void;
  /** Does not return in a real process. */
  readonly die: (at: DieAt) => void;
  readonly say: (line: string) => void;
}

const KINDS_OF_LEAF: Partial<Record<string, readonly UpContent['kind'][]>> = {
  'up/request': ['request'],
  'up/posting': ['postings'],
  'up/heartbeat': ['heartbeat'],
  'up/status': ['status'],
  'up/settlement': ['totals', 'details'],
  'up/command': ['commandResult'],
} satisfies Record<UpLeaf, readonly UpContent['kind'][]>;

/** Nothing of it is in the book: a host that was given back this book must ask for it. */
const COMES_AGAIN: ReadonlySet<Outcome> = new Set(['REJECTED', 'RETRY_LATER']);

// A receipt takes less than 120 bytes, an envelope at most 64 KiB.
const RECEIPTS_IN_MESSAGE_MAX = 400;

/**
 * The acquirer's host: message in → one commit → answer out. Commits to its ledger *before* it answers, a
 * batch as a whole (payment rules, The host's contract). Knows nothing of MQTT but topics.
 */
export class Host {
  readonly tally = new Tally();
  readonly #knobs = new Knobs();
  readonly #terminals: TerminalFile;
  readonly #journals: JournalDesk;
  readonly #settlements: SettlementBook;
  readonly #commands: CommandBook;
  readonly #commandDesk: CommandDesk;
  readonly #its: HostDependencies;

  constructor(dependencies: HostDependencies) {
    const { ledger, keys, connected, nowMs, after, say } = dependencies;
    this.#its = dependencies;
    this.#terminals = new TerminalFile(ledger.database);
    this.#journals = new JournalDesk({ terminals: this.#terminals, tally: this.tally, nowMs, say });
    this.#settlements = new SettlementBook(ledger.database);
    this.#commands = new CommandBook(ledger.database);
    this.#commandDesk = new CommandDesk({
      book: this.#commands,
      keys,
      commit: (work) => ledger.commit(work),
      reaches: (ids) => connected() && this.#knobs.silent === 'off' && !this.#terminals.isAway(ids),
      publish: (ids, command) => this.#publish(ids, 'down/command', { kind: 'command', command }),
      epochOf: (ids) => this.#terminals.epochOf(ids),
      nowMs,
      after,
    });
  }

  /** Never throws: what cannot be read is counted and told in one line, what cannot be stored is not answered. */
  receive(topic: string, payload: Uint8Array): void {
    if (payload.length === 0) return; // a retained status that was cleared
    try {
      this.#read(topic, payload);
    } catch (error) {
      const { code, message } = asTillpostError(error, 'host.receive');
      this.tally.add(code);
      this.#its.say(`${code} on ${JSON.stringify(topic.slice(0, 120))}: ${message}`);
    }
  }

  /** Answers when the order is carried out. @throws Error when it makes no sense */
  readonly orders = (order: Order): unknown => {
    switch (order.do) {
      case 'state':
        return {
          counts: this.tally.counts(),
          terminals: this.#terminals.terminals(),
          gaps: this.#terminals.gaps(),
          forks: this.#terminals.forks(),
          ended: this.#terminals.ended(),
          commands: this.#commands.list().map(({ ids, command: { counter, order }, sent, results }) => ({
            terminal: `${ids.merchantId}/${ids.terminalId}`,
            counter,
            order,
            sent,
            results,
            outcome: results[0]?.outcome ?? null,
            text: results[0]?.text ?? null,
          })),
          settlements: this.#settlements.list(),
        };
      case 'close-gap':
        this.#its.ledger.commit(() => this.#journals.closeGap(order));
        return null;
      case 'backup':
        return this.#its.ledger.backup(fileOf(order)).then(() => ({ journals: this.#terminals.held() }));
      case 'restore':
        this.#its.ledger.restore(fileOf(order));
        return { journals: this.#terminals.held() };
      case 'command':
        return this.#commandDesk.give(order);
      case 'replay-command':
        return this.#commandDesk.replay(order);
      default:
        if (this.#knobs.turn(order)) return null;
        throw new Error(`the host knows no order ${JSON.stringify(order.do)}`);
    }
  };

  #read(topic: string, payload: Uint8Array): void {
    const place = parseTopic(topic);
    const kinds = KINDS_OF_LEAF[place?.leaf ?? ''];
    const keyring = place === null ? null : this.#its.keys.keyring(place.ids);
    if (place === null || kinds === undefined || keyring === null) {
      this.tally.add(keyring === null && kinds !== undefined ? 'unknownTerminal' : 'foreignTopic');
      this.#its.say(`no terminal of ours: ${JSON.stringify(topic.slice(0, 120))}`);
      return;
    }
    const content = openUp(place.ids, keyring, payload);
    if (!kinds.includes(content.kind)) {
      this.tally.add('wrongTopic');
      this.#its.say(`${content.kind} came by ${place.leaf} of ${place.ids.terminalId}`);
      return;
    }
    this.#take(place.ids, content);
  }

  #take(ids: Ids, content: UpContent): void {
    // A status is retained: a host that listens again reads it then.
    if (this.#knobs.silent === 'deaf' && content.kind !== 'status') {
      this.tally.add('ignored');
      return;
    }
    switch (content.kind) {
      case 'request':
        return this.#takeRequest(ids, content);
      case 'postings':
        return this.#takePostings(ids, content);
      case 'heartbeat':
        return this.#takeHeartbeat(ids, content);
      case 'status':
        return this.#takeStatus(ids, content);
      case 'totals':
        return this.#takeTotals(ids, content);
      case 'details':
        return this.#takeDetails(ids, content);
      case 'commandResult':
        return this.#takeCommandResult(ids, content);
    }
  }

  #takeRequest(ids: Ids, request: RequestMessage): void {
    const answer = this.#commit(() => this.#judge(ids, request));
    this.#answer(ids, 'reply', 'down/reply', { kind: 'reply', answer });
  }

  #takePostings(ids: Ids, { postings, head }: PostingsMessage): void {
    const answers = this.#commit(() => {
      const judged = postings.map((posting) => {
        const { key, sequence, kind } = posting;
        const answer = this.#judge(ids, posting);
        // A debt that was taken over bears its old key under a sequence of the journal that speaks.
        const epoch = head?.epoch ?? key.epoch;
        const done = !COMES_AGAIN.has(answer.outcome);
        this.#journals.saw({ terminalId: key.terminalId, epoch, sequence, kind, about: keyText(key), done });
        return answer;
      });
      this.#journals.witness(ids, head);
      return judged;
    });
    for (let from = 0; from < answers.length; from += RECEIPTS_IN_MESSAGE_MAX) {
      const part = answers.slice(from, from + RECEIPTS_IN_MESSAGE_MAX);
      this.#answer(ids, 'receipt', 'down/receipt', { kind: 'receipts', answers: part });
    }
  }

  #takeHeartbeat(ids: Ids, { nonce, head, evictions }: HeartbeatMessage): void {
    this.tally.add('heartbeats');
    if (evictions > 0) {
      this.tally.add('sharedIdentity');
      this.#its.say(`${ids.merchantId}/${ids.terminalId}: another board shares this identity, ${evictions} evictions`);
    }
    const known = this.#its.ledger.commit(() => {
      this.#terminals.heard(ids, this.#its.nowMs());
      const before = this.#journals.knownHeads(ids, head, 1);
      this.#journals.witness(ids, head);
      return before;
    });
    this.#echo(ids, nonce, known);
  }

  #takeStatus(ids: Ids, status: StatusMessage): void {
    const counted = this.#its.ledger.commit(() => this.#terminals.presence(ids, status, this.#its.nowMs()));
    this.tally.add(counted ? status.presence : 'lateDeaths');
    if (status.presence === 'birth') {
      const gaps = this.#its.ledger.commit(() => this.#journals.gapsAt(ids, status));
      this.#echo(ids, status.session, this.#journals.knownHeads(ids, status.head, KNOWN_HEADS_MAX), gaps);
    }
  }

  #echo(ids: Ids, nonce: string, known: readonly SentHead[], gaps: readonly JournalGap[] = []): void {
    const { pauseHintMs: pauseMs, batchMaxHint: batchMax } = this.#knobs;
    const hostTimeMs = this.#its.nowMs();
    this.#answer(ids, null, 'down/echo', { kind: 'echo', nonce, hostTimeMs, pauseMs, batchMax, known, gaps });
  }

  #takeTotals(ids: Ids, totals: TotalsMessage): void {
    this.tally.add('totals');
    const { batch, epoch, sequence } = totals;
    const word = this.#commit(() => {
      const { terminalId } = ids;
      this.#journals.saw({ terminalId, epoch, sequence, kind: 'totals', about: `batch ${batch}`, done: true });
      return this.#settlements.takeTotals(ids, totals, () => this.#knobs.takeWrongTotals(), this.#its.nowMs());
    });
    this.#its.say(`totals of batch ${batch} of ${ids.terminalId}: ${word.matched ? 'matched' : 'differ'}`);
    this.#answerSettlement(ids, { batch, epoch, page: 0 }, word);
  }

  #takeDetails(ids: Ids, details: DetailsMessage): void {
    this.tally.add('details');
    const { batch, epoch, page, last } = details;
    const word = this.#commit(() => this.#settlements.takeDetails(ids, details, this.#its.nowMs()));
    if (word === null) {
      this.tally.add('detailsIncomplete');
      this.#its.say(`details of batch ${batch} of ${ids.terminalId}: pages before ${page} are missing, not answered`);
      return;
    }
    const count = word.differences.length;
    const found = last ? `, the last,${count === DIFFERENCES_MAX ? ' at least' : ''} ${count} differences` : '';
    this.#its.say(`details of batch ${batch} of ${ids.terminalId}: page ${page}${found}`);
    this.#answerSettlement(ids, { batch, epoch, page }, word);
  }

  #answerSettlement(ids: Ids, about: { batch: number; epoch: string; page: number }, word: SettlementWord): void {
    const content = { kind: 'settlementAnswer', ...about, ...word, hostTimeMs: this.#its.nowMs() } as const;
    this.#answer(ids, 'settlement', 'down/settlement', content);
  }

  #takeCommandResult(ids: Ids, { result }: CommandResultMessage): void {
    const isKnown = this.#commandDesk.take(ids, result);
    this.tally.add(isKnown ? `command.${result.outcome}` : 'unknownCommandResult');
    this.#its.say(`command ${result.counter} of ${ids.terminalId}: ${result.outcome} ${JSON.stringify(result.text)}`);
  }

  /** The commit, with the places at which a story may have the host die. */
  #commit<T>(work: () => T): T {
    const { dieAt } = this.#knobs;
    const die = (at: DieAt): void => {
      if (dieAt === at) this.#its.die(at);
    };
    const result = this.#its.ledger.commit(work, () => die('before-commit'));
    die('after-commit');
    return result;
  }

  #judge(ids: Ids, message: RequestMessage | PostingMessage): Answer {
    this.tally.add(`${message.kind}s`);
    if (message.repeat) this.tally.add('repeats');
    const hostTimeMs = this.#its.nowMs();
    const sequence = message.kind === 'request' ? 0 : message.sequence;
    const opening = message.kind === 'request' ? 0 : message.opening;
    const common = { key: message.key, sequence, opening, hostTimeMs, arpc: '' };
    const retryAfterMs = this.#knobs.takeRetryLater(message.kind);
    if (retryAfterMs !== null) {
      this.tally.add('RETRY_LATER');
      const nothing = { rrn: '', posted: null, batch: 0, reversedBatch: 0 } as const;
      return { ...common, ...nothing, outcome: 'RETRY_LATER', responseCode: RESPONSE.unavailable, retryAfterMs };
    }
    const panProof = message.kind === 'reversal' ? 'absent' : this.#its.provePan(message.card);
    if (panProof === 'failed') this.tally.add('panProofFailed');
    const entry = { message, merchantId: ids.merchantId, panProof, atMs: hostTimeMs };
    const { answer } = this.#its.ledger.take(
      entry,
      () => this.#decide(message, panProof === 'failed'),
      () => this.#knobs.takeMisdeed(message.kind),
    );
    this.tally.add(answer.outcome);
    this.#its.say(`${message.kind} ${keyText(message.key)} → ${answer.outcome} ${answer.responseCode}`);
    return { ...common, ...answer, retryAfterMs: 0, arpc: message.kind === 'request' ? arpcFor(message, answer) : '' };
  }

  /** An advice or a reversal tells what has happened already: only an ordered refusal refuses it. */
  #decide(message: RequestMessage | PostingMessage, unreadable: boolean): Decision {
    const ordered = this.#knobs.takeDecision(message.kind);
    if (!ordered.approved || message.kind === 'reversal') return ordered;
    // A deferred authorization is an approval without the issuer, who sees the card's ARQC only now.
    if (message.kind === 'advice' && !message.deferred) return APPROVED;
    if (unreadable) return { approved: false, responseCode: '14' }; // invalid card number
    return decideByIssuer(this.#its.issuer, { ...message, maskedPan: message.card.maskedPan });
  }

  #answer(ids: Ids, kind: AnswerKind | null, leaf: DownLeaf, content: DownContent): void {
    if (this.#knobs.silent !== 'off' || (kind !== null && this.#knobs.takeLoss(kind))) {
      this.tally.add('answersLost');
      return;
    }
    const { delayMs } = this.#knobs;
    const send = (): void => this.#publish(ids, leaf, content, kind === null ? 0 : 1);
    if (delayMs === 0) send();
    else this.#its.after(delayMs, send);
  }

  #publish(ids: Ids, leaf: DownLeaf, content: DownContent, qos: 0 | 1 = 1): void {
    const key = this.#its.keys.key(ids);
    if (key === null) return; // what was opened by a terminal's key is answered by the same
    this.#its.publish(topicOf(ids, leaf), sealDown(ids, key, content), qos);
  }
}

function fileOf(order: Order): string {
  const { file } = order;
  if (typeof file === 'string' && file !== '') return file;
  throw new Error(`${order.do} needs "file": a path`);
}

function arpcFor({ key }: RequestMessage, { responseCode }: ContractAnswer): string {
  return demoArpc(key, responseCode);
}
