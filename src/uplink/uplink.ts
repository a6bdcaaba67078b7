import type { Answer } from '../domain/answer.js';
import type { Card } from '../domain/card.js';
import type { Behind } from '../domain/course/behind.js';
import { asTillpostError } from '../domain/errors.js';
import type { CommandResult, HostCommand } from '../domain/host-command.js';
import type { Batch, BatchRow } from '../domain/settlement.js';
import type { Transaction } from '../domain/transaction.js';
import type {
  AuthorizationResult,
  CommandLink,
  DeliveryPause,
  HostLink,
  LinkStatus,
  SettlementLink,
  SettlementReply,
  Unsubscribe,
} from '../ports/index.js';
import type { DownContent, EchoMessage } from '../protocol/envelope.js';
import { AsideLane } from './delivery/aside-lane.js';
import { CommandExchange } from './delivery/command-exchange.js';
import { Courier } from './delivery/courier.js';
import { Requests, type RequestWire } from './delivery/requests.js';
import { SettlementExchange, type SettlementWire } from './delivery/settlement-exchange.js';
import { Lifeline, type LifelineHooks } from './lifeline.js';
import type { UplinkParts } from './options.js';

/** The host as the sale sees it, and the door by which the agent runs it. */
export interface Uplink extends HostLink, SettlementLink, CommandLink {
  start(): void;
  /** Good-bye to the broker, then nothing runs any more: no timer, no socket. */
  stop(): Promise<void>;
  /** Replies for known transactions that no request waits for. */
  onLateReply(listener: (answer: Answer) => void): Unsubscribe;
  /** The host has seen more of this journal than it holds; at most once. */
  onBehind(listener: (behind: Behind) => void): Unsubscribe;
  /** The network came back (carrier, address or default route changed): try at once, or probe what is open. */
  nudge(): void;
  /** Host's time minus this terminal's wall clock, ms; null before the first echo. */
  hostOffsetMs(): number | null;
}

export function createUplink(parts: UplinkParts): Uplink {
  return new HostUplink({ ...parts, log: parts.log.child('uplink') });
}

/**
 * The way to the host, over any transport:
 *
 *   lifeline ── the host is there ──► courier:  reversals, requests, advices
 *                                     requests: one result for each, by its deadline
 *                                     aside:    settlement exchange, command results
 */
class HostUplink implements Uplink {
  readonly #parts: UplinkParts;
  readonly #line: Lifeline;
  readonly #courier: Courier;
  readonly #requests: Requests;
  readonly #aside: AsideLane;
  readonly #settlement: SettlementExchange;
  readonly #commands: CommandExchange;
  readonly #lateReplies = new Set<(answer: Answer) => void>();
  readonly #behind = new Set<(behind: Behind) => void>();
  #isStopped = false;

  constructor(parts: UplinkParts) {
    this.#parts = parts;
    const { options } = parts;
    this.#line = new Lifeline(parts, options, this.#lineHooks());
    this.#courier = new Courier(
      { ...parts, refusals: options.refusals, limits: options.courier },
      {
        sendPostings: (content) => this.#line.deliver('posting', content),
        sendRequest: (id) => this.#requests.send(id),
        head: () => this.#line.toldHead(),
        suspect: () => this.#line.suspect(),
        drop: (why) => this.#line.drop(why),
      },
    );
    this.#requests = new Requests(parts, this.#requestWire());
    this.#aside = new AsideLane({ ...parts, drop: (why) => this.#line.drop(why) });
    this.#settlement = new SettlementExchange(parts, this.#settlementWire());
    this.#commands = new CommandExchange(parts, {
      isConnected: () => !this.#isStopped && this.#line.isConnected,
      send: (message) =>
        this.#aside.add(
          message.kind,
          () => this.#line.deliver('command', message),
          () => undefined,
        ),
    });
  }

  #lineHooks(): LifelineHooks {
    return {
      online: (room) => this.#courier.input({ kind: 'online', ...room }),
      offline: () => {
        this.#courier.input({ kind: 'hostSilent' });
        this.#requests.linkLost();
        this.#settlement.linkLost();
      },
      closed: () => this.#courier.input({ kind: 'closed' }),
      flow: ({ pauseMs, batchMax }) => this.#courier.input({ kind: 'flow', pauseMs, batchMax }),
      take: (content) => this.#take(content),
      badReply: () => this.#requests.badReply(),
      behind: (behind) => this.#behind.forEach((listener) => listener(behind)),
    };
  }

  #requestWire(): RequestWire {
    return {
      enqueue: (id, token) => this.#courier.input({ kind: 'request', id, token }),
      acked: (id) => this.#courier.input({ kind: 'requestAcked', id }),
      ended: (id) => this.#courier.input({ kind: 'requestEnded', id }),
      send: (message) => this.#line.deliver('request', message),
      suspect: () => this.#line.suspect(),
      lateReply: (answer) => this.#lateReplies.forEach((listener) => listener(answer)),
    };
  }

  #settlementWire(): SettlementWire {
    return {
      isOnline: () => this.#isOnline(),
      send: (message, wanted, done) =>
        this.#aside.add(message.kind, () => (wanted() ? this.#line.deliver('settlement', message) : null), done),
      suspect: () => this.#line.suspect(),
    };
  }

  #take(content: Exclude<DownContent, EchoMessage>): void {
    switch (content.kind) {
      case 'reply':
        this.#requests.reply(content.answer).catch((error: unknown) => this.#failed('reply', error));
        return;
      case 'receipts':
        this.#courier.receipts(content.answers).catch((error: unknown) => this.#failed('receipts', error));
        return;
      case 'settlementAnswer':
        this.#settlement.answer(content);
        return;
      case 'command':
        this.#commands.take(content.command);
        return;
    }
  }

  #failed(what: string, error: unknown): void {
    this.#parts.counters.add('inbox.failed');
    const { code, message } = asTillpostError(error, 'uplink.receive');
    this.#parts.log.error('message not handled', { what, code, problem: message });
  }

  #isOnline(): boolean {
    return !this.#isStopped && this.#line.isOnline;
  }

  start(): void {
    this.#line.start();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#requests.stop();
    this.#settlement.linkLost();
    this.#courier.stop();
    await this.#line.stop();
  }

  status(): LinkStatus {
    return this.#line.status();
  }

  pauses(): readonly DeliveryPause[] {
    return this.#courier.pauses();
  }

  onStatus(listener: (status: LinkStatus) => void): Unsubscribe {
    return this.#line.onStatus(listener);
  }

  onLateReply(listener: (answer: Answer) => void): Unsubscribe {
    this.#lateReplies.add(listener);
    return () => this.#lateReplies.delete(listener);
  }

  onBehind(listener: (behind: Behind) => void): Unsubscribe {
    this.#behind.add(listener);
    return () => this.#behind.delete(listener);
  }

  nudge(): void {
    this.#line.nudge();
  }

  hostOffsetMs(): number | null {
    return this.#line.hostOffsetMs();
  }

  async authorize(transaction: Transaction, card: Card, deadlineMs: number): Promise<AuthorizationResult> {
    if (!this.#isOnline()) return { kind: 'unknown', mayHaveLeft: false, why: 'offline' };
    return this.#requests.authorize(transaction, card, deadlineMs);
  }

  postingAdded(): void {
    this.#courier.input({ kind: 'added' });
  }

  postingsReopened(): void {
    this.#courier.reopened();
  }

  sendTotals(batch: Batch, repeat: boolean, deadlineMs: number): Promise<SettlementReply | null> {
    return this.#settlement.sendTotals(batch, repeat, deadlineMs);
  }

  sendDetails(
    batch: Batch,
    page: number,
    last: boolean,
    rows: readonly BatchRow[],
    deadlineMs: number,
  ): Promise<SettlementReply | null> {
    return this.#settlement.sendDetails(batch, page, last, rows, deadlineMs);
  }

  onCommand(listener: (command: HostCommand) => void): Unsubscribe {
    return this.#commands.onCommand(listener);
  }

  sendResult(result: CommandResult): void {
    this.#commands.sendResult(result);
  }
}
