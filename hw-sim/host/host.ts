import type { Answer } from '../../src/domain/answer.js';
import { asTillpostError } from '../../src/domain/errors.js';
import { keyText } from '../../src/domain/key.js';
import {
  type DownContent, type HeartbeatMessage, type Ids, type PostingMessage, type PostingsMessage, type RequestMessage,
  type SentHead, type StatusMessage, type UpContent, openUp, sealDown,
} from '../../src/uplink/envelope.js';
import { type DownLeaf, type UpLeaf, parseTopic, topicOf } from '../../src/uplink/topics.js';
import type { Order } from '../control-socket.js';
import { type ContractAnswer, type Decision, RESPONSE } from './contract.js';
import { type IssuerProfile, decideOnline, demoArpc } from './issuer.js';
import type { TerminalKeys } from './keys.js';
import { type AnswerKind, type DieAt, Knobs } from './knobs.js';
import type { Ledger } from './ledger.js';
import type { PanProver } from './pan-proof.js';
import { Tally } from './tally.js';
import { TerminalFile } from './terminal-file.js';

export interface HostDependencies {
  readonly ledger: Ledger;
  readonly keys: TerminalKeys;
  readonly issuer: IssuerProfile;
  readonly provePan: PanProver;
  readonly publish: (topic: string, payload: Uint8Array, qos: 0 | 1) => void;
  readonly nowMs: () => number;
  /** Runs later; the host is not asked whether it still lives. */
  readonly after: (delayMs: number, run: () => void) => void;
  /** Does not return in a real process. */
  readonly die: (at: DieAt) => void;
  readonly say: (line: string) => void;
}

const KIND_OF_LEAF: Partial<Record<string, UpContent['kind']>> = {
  'up/request': 'request',
  'up/posting': 'postings',
  'up/heartbeat': 'heartbeat',
  'up/status': 'status',
} satisfies Record<UpLeaf, UpContent['kind']>;

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
  readonly #its: HostDependencies;

  constructor(dependencies: HostDependencies) {
    this.#its = dependencies;
    this.#terminals = new TerminalFile(dependencies.ledger.database);
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

  readonly orders = (order: Order): unknown => {
    if (order.do === 'state') {
      return { counts: this.tally.counts(), terminals: this.#terminals.terminals(), gaps: this.#terminals.gaps() };
    }
    if (this.#knobs.turn(order)) return null;
    throw new Error(`the host knows no order ${JSON.stringify(order.do)}`);
  };

  #read(topic: string, payload: Uint8Array): void {
    const place = parseTopic(topic);
    const kind = KIND_OF_LEAF[place?.leaf ?? ''];
    const keyring = place === null ? null : this.#its.keys.keyring(place.ids);
    if (place === null || kind === undefined || keyring === null) {
      this.tally.add(keyring === null && kind !== undefined ? 'unknownTerminal' : 'foreignTopic');
      this.#its.say(`no terminal of ours: ${JSON.stringify(topic.slice(0, 120))}`);
      return;
    }
    const content = openUp(place.ids, keyring, payload);
    if (content.kind !== kind) {
      this.tally.add('wrongTopic');
      this.#its.say(`${content.kind} came by ${place.leaf} of ${place.ids.terminalId}`);
      return;
    }
    this.#take(place.ids, content);
  }

  #take(ids: Ids, content: UpContent): void {
    if (this.#knobs.silent === 'deaf') {
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
    }
  }

  #takeRequest(ids: Ids, request: RequestMessage): void {
    const answer = this.#commitMoney(() => this.#judge(ids, request));
    this.#answer(ids, 'reply', 'down/reply', { kind: 'reply', answer });
  }

  #takePostings(ids: Ids, { postings, head }: PostingsMessage): void {
    const answers = this.#commitMoney(() => {
      const judged = postings.map((posting) => {
        this.#terminals.sawSequence(posting);
        return this.#judge(ids, posting);
      });
      this.#witness(ids, head);
      return judged;
    });
    for (let from = 0; from < answers.length; from += RECEIPTS_IN_MESSAGE_MAX) {
      const part = answers.slice(from, from + RECEIPTS_IN_MESSAGE_MAX);
      this.#answer(ids, 'receipt', 'down/receipt', { kind: 'receipts', answers: part });
    }
  }

  #takeHeartbeat(ids: Ids, { nonce, head }: HeartbeatMessage): void {
    this.tally.add('heartbeats');
    if (head !== null) this.#its.ledger.commit(() => this.#witness(ids, head));
    const { pauseHintMs: pauseMs, batchMaxHint: batchMax } = this.#knobs;
    this.#answer(ids, null, 'down/echo', { kind: 'echo', nonce, hostTimeMs: this.#its.nowMs(), pauseMs, batchMax });
  }

  #takeStatus(ids: Ids, status: StatusMessage): void {
    const counted = this.#its.ledger.commit(() => this.#terminals.presence(ids, status, this.#its.nowMs()));
    this.tally.add(counted ? status.presence : 'lateDeaths');
  }

  /** The commit, with the places at which a story may have the host die. */
  #commitMoney<T>(work: () => T): T {
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
    const common = { key: message.key, sequence, hostTimeMs, arpc: '' };
    const retryAfterMs = this.#knobs.takeRetryLater(message.kind);
    if (retryAfterMs !== null) {
      this.tally.add('RETRY_LATER');
      const later = { outcome: 'RETRY_LATER', responseCode: RESPONSE.unavailable, rrn: '', posted: null } as const;
      return { ...common, ...later, retryAfterMs };
    }
    const panProof = message.kind === 'reversal' ? 'absent' : this.#its.provePan(message.card);
    if (panProof === 'failed') this.tally.add('panProofFailed');
    const entry = { message, merchantId: ids.merchantId, panProof, atMs: hostTimeMs };
    const { answer } = this.#its.ledger.take(entry, () => this.#decide(message, panProof === 'failed'));
    this.tally.add(answer.outcome);
    this.#its.say(`${message.kind} ${keyText(message.key)} → ${answer.outcome} ${answer.responseCode}`);
    return { ...common, ...answer, retryAfterMs: 0, arpc: message.kind === 'request' ? arpcFor(message, answer) : '' };
  }

  /** An advice or a reversal tells what has happened already: only an ordered refusal refuses it. */
  #decide(message: RequestMessage | PostingMessage, unreadable: boolean): Decision {
    const ordered = this.#knobs.takeDecision(message.kind);
    if (!ordered.approved || message.kind !== 'request') return ordered;
    if (unreadable) return { approved: false, responseCode: '14' }; // invalid card number
    return decideOnline(this.#its.issuer, message.money, message.card.maskedPan);
  }

  #witness(ids: Ids, head: SentHead | null): void {
    if (head === null) return;
    const witnessed = this.#terminals.witness(ids.terminalId, head, this.#its.nowMs());
    if (witnessed === 'forked') {
      this.#its.say(`${ids.terminalId}: entry ${head.entry} of ${head.epoch} has another MAC`);
    }
    this.tally.add(`head.${witnessed}`);
  }

  #answer(ids: Ids, kind: AnswerKind | null, leaf: DownLeaf, content: DownContent): void {
    if (this.#knobs.silent !== 'off' || (kind !== null && this.#knobs.takeLoss(kind))) {
      this.tally.add('answersLost');
      return;
    }
    const key = this.#its.keys.key(ids);
    if (key === null) return; // what was opened by a terminal's key is answered by the same
    const payload = sealDown(ids, key, content);
    const send = (): void => this.#its.publish(topicOf(ids, leaf), payload, kind === null ? 0 : 1);
    if (this.#knobs.delayMs === 0) send();
    else this.#its.after(this.#knobs.delayMs, send);
  }
}

function arpcFor({ key }: RequestMessage, { responseCode }: ContractAnswer): string {
  return demoArpc(key, responseCode);
}
