import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readEntries } from '../../../hw-sim/audit/audit-evidence.js';
import { auditLines } from '../../../hw-sim/audit/audit-report.js';
import { monotonicUs } from '../../../hw-sim/monotonic.js';
import { readRecording, type Recorded, writeRecording } from '../../../hw-sim/power/recording.js';
import { shimEnvironment } from '../../../hw-sim/power/shim.js';
import { readDisplayLog } from '../../../hw-sim/reader/store/display-log.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { Stage, type StageOptions } from '../../../hw-sim/stage/stage.js';
import { Terminal } from '../../../hw-sim/stage/terminal.js';
import { callAgent, TillError, type TillOutcome } from '../../../hw-sim/stage/till.js';
import { until } from '../../../hw-sim/stage/wait.js';
import { compiled } from '../programme/compiled.js';
import { drained, online, present } from '../stage/on-stage.js';
import { STAGE_RESERVE_BYTES } from './agent-judge.js';
import { type AgentMark, markText, shortOf } from './agent-promises.js';
import { BACKUPS } from './backup-judge.js';

/** One agent's course on a stage, recorded; the folder of the stage is gone afterwards. */
export interface AgentStory {
  readonly seed: number;
  /** Sales of each of the three parts: online, without the network, online again. */
  readonly sales: number;
  /** The compiled agent, below dist/. */
  readonly entry: string;
}

const BACKUP_MS = 20_000;
/** What is sold online and offline: by the host, by the card alone, refused by either, reversed. */
const CARDS_ONLINE = [
  'contactless-arqc',
  'contactless-tc',
  'chip-arqc-tc',
  'magstripe',
  'chip-refuses-after-online',
  'chip-aac',
] as const;
const CARDS_OFFLINE = ['contactless-tc', 'chip-arqc-tc', 'contactless-arqc', 'chip-tc', 'chip-arqc-aac'] as const;

/** Of the state directory's room. */
export const RECORDED_ROOM = `reserve_bytes = ${STAGE_RESERVE_BYTES}\nlow_water_bytes = ${STAGE_RESERVE_BYTES}`;

/** Short deadlines, a small reserve: thousands of disks are laid out from it. */
export const RECORDED_CONFIG: NonNullable<StageOptions['config']> = {
  // The recording is of one directory: both copies are cut at the same moment.
  state: `${RECORDED_ROOM}\nmirror_path = "agent/mirror.log"`,
  uplink: `request_deadline_ms = 500
heartbeat_interval_ms = 1000
probe_timeout_ms = 300
receipt_timeout_ms = 500
connect_timeout_ms = 1000
reconnect_max_ms = 1000`,
  settlement: 'drain_max_ms = 500\nanswer_timeout_ms = 1000',
  backup: `dir = "agent/${BACKUPS}"\nkeep_count = 2`,
};

/**
 * Tells a story to the real agent process with the shim before its state directory, and puts what the reader
 * showed and the till was told in its place among the writes.
 *
 * @returns the path of the recording
 * @throws Error when the story itself went wrong, without any power cut
 */
export async function recordAgentStory(folder: string, story: AgentStory): Promise<string> {
  const stageFolder = join(folder, `stage-${story.seed}`);
  const log = join(folder, `agent-recording-${story.seed}`);
  mkdirSync(stageFolder, { mode: 0o700 });
  const dir = join(stageFolder, 'agent');
  const stage = await Stage.open({
    folder: stageFolder,
    config: RECORDED_CONFIG,
    readerArguments: ['--card-delay', '0', '--seed', String(story.seed)],
    agentEntry: compiled(story.entry),
    agentEnv: shimEnvironment({ mode: 'record', dir, log, marks: `${log}.marks` }),
  });
  const teller = new Teller(stage, new SimRandom(story.seed));
  try {
    await teller.tell(story.sales);
  } finally {
    await stage.close();
  }
  const audit = stage.audit();
  if (!audit.ok) throw new Error(`story ${story.seed} went wrong by itself: ${auditLines(audit).join(' | ')}`);
  writeRecording(log, withWords(readRecording(log), [...teller.said, ...shown(stage)], stage));
  rmSync(stageFolder, { recursive: true });
  return log;
}

/** A word with its moment. What is asked counts from before the question, what is promised from after the answer. */
interface Said {
  readonly atUs: number;
  readonly mark: AgentMark;
}

class Teller {
  readonly said: Said[] = [];
  readonly #terminal: Terminal;
  /** Approvals that may be taken back. */
  readonly #approved: string[] = [];
  #batches = 0;

  constructor(
    private readonly stage: Stage,
    private readonly random: SimRandom,
  ) {
    this.#terminal = new Terminal(stage);
  }

  async tell(sales: number): Promise<void> {
    await online(this.#terminal);
    await this.#sellSome(CARDS_ONLINE, sales);
    await this.#takeBack();
    await Promise.all([this.#backUp(), this.#ring('contactless-arqc', 'refund')]);
    // A request that nobody answers; then no network at all.
    await this.stage.order('network', { do: 'mode', mode: 'blackhole', direction: 'both' });
    await this.#ring('contactless-arqc', 'sale');
    await this.stage.order('network', { do: 'mode', mode: 'refuse' });
    await this.stage.order('network', { do: 'mode', mode: 'reset' });
    await this.stage.order('network', { do: 'mode', mode: 'refuse' });
    await Promise.all([this.#sellSome(CARDS_OFFLINE, sales), this.#backUp()]);
    await this.#takeBack();
    await this.stage.order('network', { do: 'mode', mode: 'pass', drop: true });
    await drained(this.#terminal);
    await this.#settle();
    await Promise.all([this.#sellSome(CARDS_ONLINE, sales), this.#backUp()]);
    await this.#settle();
    await drained(this.#terminal);
  }

  async #sellSome(cards: readonly string[], sales: number): Promise<void> {
    for (let turn = 0; turn < sales; turn += 1) await this.#ring(cards[turn % cards.length]!, 'sale');
  }

  async #ring(card: string, type: 'sale' | 'refund'): Promise<void> {
    const idempotencyKey = this.#terminal.nextKey();
    const amount = 100 + this.random.below(4000);
    await present(this.stage, card);
    this.#note({ said: 'asked', sale: idempotencyKey, type, amount });
    const outcome = await this.#terminal.again(amount, 'EUR', idempotencyKey, { type });
    this.#heard(outcome);
    if (outcome.outcome === 'approved' && type === 'sale') this.#approved.push(outcome.key);
  }

  #heard({ key, outcome }: TillOutcome): void {
    if (outcome === null) throw new Error(`${key} has no outcome`);
    this.#note({ said: 'told', key: shortOf(key), told: outcome });
  }

  async #takeBack(): Promise<void> {
    const key = this.#approved.at(-1);
    if (key === undefined) throw new Error('nothing was approved that could be taken back');
    this.#note({ said: 'asked', void: shortOf(key) });
    await this.#terminal.void(key);
    this.#note({ said: 'told', key: shortOf(key), told: 'voided' });
  }

  async #settle(): Promise<void> {
    this.#batches += 1;
    this.#note({ said: 'asked', batch: this.#batches });
    const { number, state } = await this.#terminal.settle();
    if (state !== 'closed' || number !== this.#batches)
      throw new Error(`batch ${number} is ${state}, not ${this.#batches} closed`);
    this.#note({ said: 'closed', batch: number });
  }

  /** While sales go on; the agent's own schedule may be at it. */
  async #backUp(): Promise<void> {
    const { path } = await until('a backup', BACKUP_MS, async () => {
      try {
        return await callAgent(this.stage.agentSocket, 'journal.backup', {});
      } catch (error) {
        if (error instanceof TillError && error.code === 'BUSY') return null;
        throw error;
      }
    });
    this.#note({ said: 'stands', backup: basename(path) });
  }

  #note(mark: AgentMark): void {
    this.said.push({ atUs: monotonicUs(), mark });
  }
}

function shown(stage: Stage): readonly Said[] {
  return readDisplayLog(stage.displayLog).map(({ key, shown: word, type, amount, monotonicUs: atUs }) => ({
    atUs,
    mark: { said: 'shown', key, shown: word, type, amount },
  }));
}

/**
 * A promise counts for every cut before an operation that was asked for after it; a question for every cut after
 * the last operation before it. What the ledger holds stands at the end.
 */
function withWords(operations: readonly Recorded[], said: readonly Said[], stage: Stage): readonly Recorded[] {
  const words = [...said].sort((a, b) => a.atUs - b.atUs);
  const asMark = ({ atUs, mark }: Said): Recorded => ({ kind: 'mark', text: markText(mark), atUs });
  const merged: Recorded[] = [];
  for (const operation of operations) {
    while (words.length > 0 && words[0]!.atUs < operation.atUs) merged.push(asMark(words.shift()!));
    merged.push(operation);
  }
  merged.push(...words.map(asMark));
  const ledger = readEntries(stage.ledgerPath).map(({ key, state }) => markText({ said: 'ledger', key, state }));
  return [...merged, { kind: 'mark', text: ledger.join('\n'), atUs: merged.at(-1)?.atUs ?? 0 }];
}
