import { asTillpostError } from '../domain/errors.js';
import type { CommandOutcome, HostCommand, HostOrder } from '../domain/host-command.js';
import type { Alerts, CommandLink, HostLink, Journal, Log, SaleDesk, SettlementDesk } from '../ports/index.js';

export interface CommandDeskParts {
  readonly journal: Journal;
  readonly link: CommandLink;
  readonly host: HostLink;
  readonly settlement: SettlementDesk;
  readonly sales: Pick<SaleDesk, 'hold'>;
  readonly alerts: Alerts;
  readonly log: Log;
}

export interface CommandDesk {
  /** Carries out again what a crash interrupted, then listens. */
  start(): void;
  /** Resolves when nothing is being carried out. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

interface Done {
  readonly outcome: Exclude<CommandOutcome, 'replayed'>;
  readonly text: string;
}

const RESEND_SLICE = 50;
/** What is no longer held is named up to here, then counted. */
const GONE_NAMED_MAX = 10;
const SALES = 'sales';

/**
 * Carries out the host's commands, one after the other: the counter is on disk before anything is done, so a
 * replayed message does nothing, and each order may be carried out twice without harm.
 */
export function createCommandDesk({
  journal,
  link,
  host,
  settlement,
  sales,
  alerts,
  log,
}: CommandDeskParts): CommandDesk {
  let turn: Promise<void> = Promise.resolve();
  let unsubscribe = (): void => undefined;
  let stopped = false;

  function inTurn(work: () => Promise<void>): void {
    turn = turn.then(work).catch((error: unknown) => {
      // The host sends it again: it has had no result.
      log.error('command not carried out', { error: asTillpostError(error, 'command').toJSON() });
    });
  }

  async function take(command: HostCommand): Promise<void> {
    if (stopped) return;
    if ((await journal.acceptCommand(command)) === 'replayed') {
      log.warn('command replayed', { counter: command.counter });
      link.sendResult({ counter: command.counter, outcome: 'replayed', text: '' });
      return;
    }
    await carryOutAll();
  }

  /** Those that a failing journal or a crash left before the newest one go first: none may undo a later one. */
  async function carryOutAll(): Promise<void> {
    for (const command of await journal.unfinishedCommands()) await carryOut(command);
  }

  async function carryOut({ counter, order }: HostCommand): Promise<void> {
    log.info('host command', { counter, order: order.kind });
    const result = { counter, ...(await execute(order)) };
    await journal.finishCommand(result);
    link.sendResult(result);
  }

  async function execute(order: HostOrder): Promise<Done> {
    switch (order.kind) {
      case 'setLimits': {
        const { entryMode, currency, limits } = order;
        const { limits: known } = await journal.settings();
        const others = known.filter((one) => one.entryMode !== entryMode || one.currency !== currency);
        const before = known.find((one) => one.entryMode === entryMode && one.currency === currency)?.limits;
        await journal.changeSettings({
          limits: [...others, { entryMode, currency, limits: { ...before, ...limits } }],
        });
        return { outcome: 'done', text: `limits of ${entryMode} ${currency} hold from the next sale on` };
      }
      case 'closeBatch':
        // On disk before the command counts as done; its end is not awaited, since it waits for the host.
        return { outcome: 'done', text: `closing of batch ${await settlement.begin()} began` };
      case 'resend':
        return resend(order);
      case 'stopSales':
        await journal.changeSettings({ salesStopped: order.reason });
        alerts.raise('SALES_STOPPED', SALES, order.reason);
        return { outcome: 'done', text: 'no sales until resumed' };
      case 'resumeSales':
        await journal.changeSettings({ salesStopped: null });
        alerts.clear('SALES_STOPPED', SALES);
        return { outcome: 'done', text: 'sales go on' };
      case 'resetOfflineCounters':
        await journal.resetOfflineUsage();
        return { outcome: 'done', text: 'offline counters are zero' };
    }
  }

  async function resend({
    epoch,
    afterSequence,
    afterTransaction,
  }: Extract<HostOrder, { kind: 'resend' }>): Promise<Done> {
    const own = journal.identity().epoch;
    if (epoch !== own) return { outcome: 'refused', text: `this journal's epoch is ${own}` };
    alerts.raise('HOST_RESTORED', own, `the host asked for everything after sequence ${afterSequence} again`);
    // A sale that runs may have an answer in hand that the host has forgotten: it is decided first, and then sent too.
    const release = await sales.hold('the resending to a restored host');
    try {
      return await sendAgain(afterSequence, afterTransaction);
    } finally {
      release();
    }
  }

  async function sendAgain(afterSequence: number, afterTransaction: number): Promise<Done> {
    let sent = 0;
    let afterNumber = 0;
    for (;;) {
      const { keys, goneSequences } = await journal.resendable(
        afterSequence,
        afterTransaction,
        afterNumber,
        RESEND_SLICE,
      );
      // Together, so that they share commits.
      await Promise.all(keys.map((key) => journal.apply(key, { name: 'resend' })));
      sent += keys.length;
      if (keys.length > 0) host.postingsReopened();
      afterNumber = keys.at(-1)?.number ?? afterNumber;
      if (keys.length < RESEND_SLICE)
        return { outcome: 'done', text: `${sent} transactions sent again; ${goneText(goneSequences)}` };
    }
  }

  return {
    start: () => {
      inTurn(async () => {
        const { salesStopped } = await journal.settings();
        if (salesStopped !== null) alerts.raise('SALES_STOPPED', SALES, salesStopped);
        await carryOutAll();
      });
      unsubscribe = link.onCommand((command) => inTurn(() => take(command)));
    },
    idle: () => turn,
    stop: () => {
      stopped = true;
      unsubscribe();
      return turn;
    },
  };
}

function goneText(sequences: readonly number[]): string {
  if (sequences.length === 0) return 'nothing is missing';
  const named = sequences.slice(0, GONE_NAMED_MAX).join(', ');
  const more = sequences.length > GONE_NAMED_MAX ? ` and ${sequences.length - GONE_NAMED_MAX} more` : '';
  return `no longer held: ${named}${more}`;
}
