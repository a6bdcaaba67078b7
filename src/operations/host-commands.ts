import { asTillpostError } from '../domain/errors.js';
import {
  type CommandOutcome,
  type CommandResult,
  type HostCommand,
  type HostOrder,
  whyUntimely,
} from '../domain/host-command.js';
import type {
  Alerts,
  CommandBooks,
  CommandLink,
  Contact,
  HostLink,
  JournalStanding,
  Log,
  SaleDesk,
  SettlementDesk,
  TransactionMoves,
} from '../ports/index.js';
import { type Resend, sendAgain } from './resending.js';

export interface HostCommandParts {
  readonly journal: CommandBooks & TransactionMoves & Pick<JournalStanding, 'identity'>;
  readonly link: CommandLink;
  readonly contact: Pick<Contact, 'announced'>;
  readonly host: HostLink;
  readonly settlement: SettlementDesk;
  readonly sales: Pick<SaleDesk, 'hold'>;
  readonly alerts: Alerts;
  readonly log: Log;
  /** Book time, ms; null while the host has not been heard: until then no command's age is known. */
  readonly bookTimeMs: () => number | null;
  /** A command that was given longer ago is refused, ms. */
  readonly maxAgeMs: number;
}

interface Done {
  readonly outcome: Exclude<CommandOutcome, 'replayed'>;
  readonly text: string;
}

type SetLimits = Extract<HostOrder, { kind: 'setLimits' }>;

const SALES = 'sales';

/**
 * Carries out the host's commands, one after the other: the counter is on disk before anything is done, so a
 * replayed message does nothing, and each order may be carried out twice without harm.
 */
export class HostCommands {
  readonly #parts: HostCommandParts;
  #turn: Promise<void> = Promise.resolve();
  #unsubscribe = (): void => undefined;
  #isStopped = false;

  constructor(parts: HostCommandParts) {
    this.#parts = parts;
  }

  /** Carries out again what a crash interrupted, then listens. */
  start(): void {
    const { journal, link } = this.#parts;
    this.#inTurn(async () => {
      const { salesStopped } = await journal.settings();
      if (salesStopped !== null) this.#parts.alerts.raise('SALES_STOPPED', SALES, salesStopped);
      await this.#carryOutAll();
    });
    this.#unsubscribe = link.onCommand((command) => this.#inTurn(() => this.#take(command)));
  }

  /** Resolves when nothing is being carried out. */
  idle(): Promise<void> {
    return this.#turn;
  }

  stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    return this.#turn;
  }

  #inTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((error: unknown) => {
      // The host sends it again: it has had no result.
      this.#parts.log.error('command not carried out', { error: asTillpostError(error, 'command').toJSON() });
    });
  }

  async #take(command: HostCommand): Promise<void> {
    const { journal, link, log } = this.#parts;
    if (this.#isStopped) return;
    const obstacle = whyForeign(command, journal.identity().epoch);
    if (obstacle !== null) {
      // Nothing is kept of it, its counter neither: it is none of this journal's.
      log.warn('command refused', { counter: command.counter, order: command.order.kind, why: obstacle });
      link.sendResult({ counter: command.counter, outcome: 'refused', text: obstacle });
      return;
    }
    const nowMs = this.#parts.bookTimeMs();
    if (nowMs === null) {
      // Without a result the host sends it again, and its time comes with the first echo.
      log.info('command waits for the host’s time', { counter: command.counter });
      return;
    }
    if ((await journal.acceptCommand(command)) === 'replayed') {
      log.warn('command replayed', { counter: command.counter });
      link.sendResult({ counter: command.counter, outcome: 'replayed', text: '' });
      return;
    }
    // After its counter: what was carried out in time is a replay, however old it is by now.
    const untimely = whyUntimely(command, nowMs, this.#parts.maxAgeMs);
    if (untimely !== null) {
      log.warn('command refused', { counter: command.counter, order: command.order.kind, why: untimely });
      await this.#end({ counter: command.counter, outcome: 'refused', text: untimely });
    }
    await this.#carryOutAll();
  }

  /** Those that a failing journal or a crash left before the newest one go first: none may undo a later one. */
  async #carryOutAll(): Promise<void> {
    for (const command of await this.#parts.journal.unfinishedCommands()) await this.#carryOut(command);
  }

  async #carryOut({ counter, order }: HostCommand): Promise<void> {
    this.#parts.log.info('host command', { counter, order: order.kind });
    await this.#end({ counter, ...(await this.#execute(order)) });
  }

  async #end(result: CommandResult): Promise<void> {
    await this.#parts.journal.finishCommand(result);
    this.#parts.link.sendResult(result);
  }

  async #execute(order: HostOrder): Promise<Done> {
    const { journal, settlement, alerts } = this.#parts;
    switch (order.kind) {
      case 'setLimits':
        return this.#setLimits(order);
      case 'closeBatch':
        // On disk before the command counts as done; its end is not awaited, since it waits for the host.
        return { outcome: 'done', text: `closing of batch ${await settlement.begin()} began` };
      case 'resend':
        return this.#resend(order);
      case 'stopSales':
        await journal.changeSettings({ salesStopped: order.reason });
        alerts.raise('SALES_STOPPED', SALES, order.reason);
        return { outcome: 'done', text: 'no sales until resumed' };
      case 'resumeSales':
        await journal.changeSettings({ salesStopped: null });
        alerts.clear('SALES_STOPPED', SALES);
        return { outcome: 'done', text: 'sales go on' };
      case 'announceKey':
        this.#parts.contact.announced(order.fingerprint);
        return { outcome: 'done', text: `key ${order.fingerprint} is known` };
      case 'resetOfflineCounters':
        await journal.resetOfflineUsage();
        return { outcome: 'done', text: 'offline counters are zero' };
    }
  }

  async #setLimits({ entryMode, currency, limits }: SetLimits): Promise<Done> {
    const { journal } = this.#parts;
    const { limits: known } = await journal.settings();
    const others = known.filter((one) => one.entryMode !== entryMode || one.currency !== currency);
    const before = known.find((one) => one.entryMode === entryMode && one.currency === currency)?.limits;
    await journal.changeSettings({ limits: [...others, { entryMode, currency, limits: { ...before, ...limits } }] });
    return { outcome: 'done', text: `limits of ${entryMode} ${currency} hold from the next sale on` };
  }

  async #resend(order: Resend): Promise<Done> {
    const { journal, host, sales, alerts } = this.#parts;
    const own = journal.identity().epoch;
    if (order.epoch !== own) return { outcome: 'refused', text: `this journal's epoch is ${own}` };
    alerts.raise('HOST_RESTORED', own, `the host asked for everything after sequence ${order.afterSequence} again`);
    // A sale that runs may have an answer in hand that the host has forgotten: it is decided first, and then sent too.
    const release = await sales.hold('the resending to a restored host');
    try {
      return { outcome: 'done', text: await sendAgain(journal, host, order) };
    } finally {
      release();
    }
  }
}

function whyForeign({ epoch, issuedAtMs }: HostCommand, own: string): string | null {
  if (epoch === '') return `it names no epoch; this journal's epoch is ${own}`;
  if (issuedAtMs < 1) return 'it does not say when it was given';
  return epoch === own ? null : `it is for epoch ${epoch}; this journal's epoch is ${own}`;
}
