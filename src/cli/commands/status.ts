import type { Command } from 'commander';
import type { QueueView, StatusView } from '../../api/status.js';
import type { Desk, Kit } from '../shell/command.js';
import { EXIT, type ExitStatus } from '../shell/exit-codes.js';
import { duration, joined, moneyText, pairs } from '../shell/output.js';
import { pauseText } from '../text/postings-page.js';

export function addStatus(program: Command, { bind, more }: Kit): void {
  program
    .command('status')
    .description('how the agent, its reader, its link to the host and its queue are')
    .addHelpText('after', () =>
      more({
        calls: ['agent.status'],
        examples: [
          ['tillpost status', 'for people'],
          ['tillpost status --json', 'for monitoring'],
        ],
      }),
    )
    .action(bind(status));
}

async function status(desk: Desk): Promise<ExitStatus> {
  const view = await desk.ask('agent.status', {});
  desk.output.result(view, describe);
  return EXIT.ok;
}

function describe(view: StatusView): string {
  const { reader, link, journal, queue } = view;
  const up = duration(view.uptime_ms);
  const protocol = mqtt(link.protocol_version);
  const disk = `${Math.floor(journal.disk_free_bytes / 1_048_576)} MiB free`;
  const alerts = view.alerts.map(({ code, subject, text, count, raised_at: since }) => {
    return `\n! ${code} ${subject}: ${text}${count > 1 ? ` (${count} times)` : ''}, since ${since}`;
  });
  return `${pairs([
    ['terminal', `${view.terminal_id} of ${view.merchant_id}, tillpost ${view.version}, up ${up}`],
    ['sale', saleText(view.sale)],
    ['undecided', undecidedText(view.undecided)],
    ['shown only', undecidedText(view.shown_not_booked)],
    ['sales stopped', view.sales_stopped === null ? null : `by the host: ${view.sales_stopped}`],
    [
      'batch',
      joined(', ', `${view.open_batch} is open`, view.settlement === null ? null : `closing: ${view.settlement}`),
    ],
    ['reader', joined(', ', reader.state, reader.serial_number, reader.firmware, reader.problem)],
    ['link', joined(', ', link.state, link.address, protocol, echo(link.last_echo_ago_ms), link.problem)],
    ['journal', joined(', ', journal.state, disk, `entry ${journal.head.entry}`, journal.problem)],
    ...(queue?.pauses ?? []).map((it): [string, string] => ['held back', pauseText(it)]),
    ['queue', queue === null ? 'unknown until the journal is well' : queueText(queue)],
  ])}${alerts.join('')}`;
}

function saleText(sale: StatusView['sale']): string {
  if (sale === null) return 'none';
  const asked =
    sale.question === null
      ? null
      : `asks whether it repeats ${sale.question.earlier} (tillpost confirm yes|no ${sale.key})`;
  const till = sale.till_id === null ? null : `till ${sale.till_id}`;
  const order = sale.order_reference === null ? null : `order ${sale.order_reference}`;
  return joined(', ', sale.key, till, order, sale.step, asked);
}

function undecidedText(undecided: StatusView['undecided']): string | null {
  if (undecided === null || undecided.length === 0) return null;
  return undecided.map((it) => `${it.key}, ${it.type} of ${moneyText(it)}, ${it.state}`).join('; ');
}

function mqtt(protocolVersion: number | null): string | null {
  if (protocolVersion === null) return null;
  return protocolVersion === 5 ? 'MQTT 5' : 'MQTT 3.1.1';
}

function echo(agoMs: number | null): string | null {
  return agoMs === null ? null : `echo ${duration(agoMs)} ago`;
}

function queueText(queue: QueueView): string {
  const { advices, reversals, parked, oldest_created_at: oldest, amounts, parked_amounts: aside } = queue;
  if (advices + reversals + parked === 0) return 'empty';
  const sums = amounts.map(moneyText).join(' + ');
  const since = oldest === null ? null : `oldest of ${oldest}`;
  const stuck = aside.length === 0 ? null : `approved and parked: ${aside.map(moneyText).join(' + ')}`;
  return joined(', ', `${advices} advices, ${reversals} reversals, ${parked} parked`, sums, since, stuck);
}
