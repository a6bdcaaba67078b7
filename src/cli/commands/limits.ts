import type { Command } from 'commander';
import type { GaugeView, LimitView } from '../../api/limits.js';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { duration, joined, moneyText } from '../shell/output.js';

export function addLimits(program: Command, { bind, more }: Kit): void {
  program
    .command('limits')
    .description('what may be approved without the host, and how much of that is used')
    .addHelpText('after', () =>
      more({ calls: ['limits.list'], examples: [['tillpost limits', 'how much room is left while the host is away']] }),
    )
    .action(bind(limits));
}

/** As in the policy: from here on an alert is raised. */
const NEAR = 0.8;

async function limits(desk: Desk): Promise<ExitStatus> {
  const view = await desk.ask('limits.list', {});
  const { default: Table } = await import('cli-table3');
  desk.output.result(view, ({ limits: all }) => {
    if (all.length === 0) return 'No offline limits: no sale is approved without the host.';
    const table = new Table({
      head: [
        'mode',
        'currency',
        'offline',
        'one sale',
        'stored',
        'amount',
        'one card',
        'oldest wait',
        'queue',
        'set by',
      ],
      style: { head: [], border: [], compact: true },
      colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
    });
    for (const limit of all) table.push(row(limit));
    return `${table.toString()}\nused / allowed; ! from 80 % on, X none is left. Waits and queue are the whole terminal's.`;
  });
  return EXIT.ok;
}

function row(limit: LimitView): string[] {
  const money = (amount: number): string => moneyText({ amount, currency: limit.currency });
  const offline = joined(', ', 'yes', limit.deferred ? 'deferred' : null, limit.refunds ? 'refunds' : null);
  return [
    limit.entry_mode,
    limit.currency,
    limit.allowed ? offline : 'no',
    money(limit.ceiling),
    gauge(limit.stored_count, String),
    gauge(limit.stored_amount, money),
    `${limit.card_count}, ${money(limit.card_amount)}`,
    gauge(limit.oldest_age_ms, duration),
    gauge(limit.queue_depth, String),
    limit.by_host ? 'host' : 'configuration',
  ];
}

function gauge({ used, allowed }: GaugeView, show: (value: number) => string): string {
  const mark = used >= allowed ? ' X' : used >= NEAR * allowed ? ' !' : '';
  return `${show(used)} / ${show(allowed)}${mark}`;
}
