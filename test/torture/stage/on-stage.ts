import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AuditResult, judgementOf } from '../../../hw-sim/audit/audit.js';
import { auditLines } from '../../../hw-sim/audit/audit-report.js';
import type { SimRandom } from '../../../hw-sim/sim-random.js';
import { Stage, type StageOptions } from '../../../hw-sim/stage/stage.js';
import { Terminal } from '../../../hw-sim/stage/terminal.js';
import { until } from '../../../hw-sim/stage/wait.js';
import { JudgeCount } from '../programme/judge-count.js';
import type { RowResult } from '../programme/row.js';

/** What the rows share that run real processes on a stage. */

const CARDS = [
  'contactless-arqc',
  'contactless-tc',
  'chip-arqc-tc',
  'chip-arqc-aac',
  'magstripe',
  'chip-refuses-after-online',
];
const DRAIN_MS = 60_000;

export type Play = (stage: Stage, terminal: Terminal) => Promise<void>;

/** What one stage ended with; `unrecovered` is why it did not work again by itself. */
export interface Curtain {
  readonly audit: AuditResult;
  readonly unrecovered: string | null;
}

/** Sets a stage, plays, lets everything drain, compares. The folder is kept when something is wrong. */
export function onStage(options: Omit<StageOptions, 'folder'>, play: Play): Promise<Curtain> {
  return staged(options, play, true);
}

/** The same with something broken on purpose: what comes out wrong is expected, and nothing of it is kept. */
export function onBrokenStage(options: Omit<StageOptions, 'folder'>, play: Play): Promise<Curtain> {
  return staged(options, play, false);
}

async function staged(options: Omit<StageOptions, 'folder'>, play: Play, keep: boolean): Promise<Curtain> {
  const folder = await mkdtemp(join(tmpdir(), 'tillpost-torture-'));
  const stage = await Stage.open({
    folder,
    config: { reader: 'card_timeout_ms = 20000\nrecovery_wait_ms = 3000' },
    // A reader that comes back has a card again, or the sale it interrupted would wait for one in vain.
    readerArguments: ['--auto-card', 'contactless-tc', '--card-delay', '0'],
    ...options,
  });
  let unrecovered: string | null = null;
  try {
    const terminal = new Terminal(stage);
    await online(terminal);
    await play(stage, terminal);
    await drained(terminal);
  } catch (error) {
    unrecovered = `${error instanceof Error ? error.message : String(error)} (kept: ${folder})`;
  } finally {
    await stage.close();
  }
  const audit = stage.audit();
  if (!keep || (audit.ok && unrecovered === null)) await rm(folder, { recursive: true, force: true });
  return { audit, unrecovered };
}

export async function online(terminal: Terminal): Promise<void> {
  await terminal.seen(
    'link and reader',
    DRAIN_MS,
    ({ link, reader }) => link.state === 'online' && reader.state === 'ready',
  );
}

export async function drained(terminal: Terminal, withinMs = DRAIN_MS): Promise<void> {
  await terminal.seen(
    'everything to drain',
    withinMs,
    ({ link, reader, queue }) =>
      link.state === 'online' && reader.state === 'ready' && queue.advices + queue.reversals === 0,
  );
}

/** A till that never gives up on a sale: it asks again with the same key until it has the outcome. */
export async function sellUntil(
  over: Promise<unknown>,
  stage: Stage,
  terminal: Terminal,
  random: SimRandom,
): Promise<number> {
  let ended = false;
  void over.finally(() => (ended = true)).catch(() => undefined);
  let approved = 0;
  while (!ended) {
    await present(stage, random.pick(CARDS));
    const { outcome } = await terminal.again(100 + random.below(4000), 'EUR', terminal.nextKey());
    if (outcome === 'approved') approved += 1;
  }
  return approved;
}

/** The reader may be dead right now. */
export function present(stage: Stage, card: string): Promise<unknown> {
  return until('the reader to take a card', DRAIN_MS, () =>
    stage.order('reader', { do: 'auto', card }).then(
      () => true,
      () => null,
    ),
  );
}

/** The stages' ends as a row's figures. @param replay how to play the same again */
export function resultOf(
  trials: number,
  curtains: readonly Curtain[],
  control: RowResult['control'],
  replay: string,
  stories: readonly string[] = [],
): RowResult {
  const count = new JudgeCount();
  for (const { audit, unrecovered } of curtains)
    count.add(judgementOf(audit, unrecovered), () => `${replay}: ${auditLines(audit).at(-1)}`);
  const result = { ...count.result(control), trials };
  return result.failures.length === 0 ? result : { ...result, failures: [...result.failures, ...stories] };
}
