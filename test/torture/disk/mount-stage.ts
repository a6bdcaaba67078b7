import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Judgement, judgementOf } from '../../../hw-sim/audit/audit.js';
import { auditLines } from '../../../hw-sim/audit/audit-report.js';
import { readDisplayLog } from '../../../hw-sim/reader/store/display-log.js';
import { Stage, type StageOptions } from '../../../hw-sim/stage/stage.js';
import { Terminal } from '../../../hw-sim/stage/terminal.js';
import { callAgent, ringUp, TillError, type TillOutcome } from '../../../hw-sim/stage/till.js';
import { until } from '../../../hw-sim/stage/wait.js';
import type { StatusView } from '../../../src/api/status.js';
import { RECORDED_CONFIG } from '../power/agent-story.js';
import { drained, online } from '../stage/on-stage.js';
import { SmallDisk } from './small-disk.js';

const DISK_BYTES = 4 * 1024 * 1024;
/** For the agent to notice, and to come back: it looks again after 1, 2, 4 … s. */
const NOTICE_MS = 30_000;

/** What came of ringing up: an outcome, or the code of the refusal. */
export type Answer = TillOutcome | { readonly refused: string };

/** A stage whose agent has its state directory on a small disk, and what was seen on it. */
export class MountStage {
  readonly unexpected: string[] = [];
  /** Faults that were made. */
  faults = 0;
  readonly #terminal: Terminal;

  private constructor(
    readonly stage: Stage,
    readonly disk: SmallDisk,
  ) {
    this.#terminal = new Terminal(stage);
  }

  /** Sets the stage, tells the story, lets everything drain, compares. */
  static async play(
    options: (folder: string) => Partial<StageOptions>,
    story: (scene: MountStage, folder: string) => Promise<void>,
  ): Promise<{ readonly judgement: Judgement; readonly faults: number }> {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tillpost-mounts-')));
    const state = join(folder, 'agent');
    mkdirSync(state, { mode: 0o700 });
    const disk = new SmallDisk(state, DISK_BYTES);
    let unrecovered: string | null = null;
    let scene: MountStage | null = null;
    try {
      const { state: kept, uplink, settlement } = RECORDED_CONFIG as Required<typeof RECORDED_CONFIG>;
      const { config, ...rest } = options(folder);
      const stage = await Stage.open({
        folder,
        readerArguments: ['--card-delay', '0'],
        config: {
          state: kept,
          uplink,
          settlement,
          reader: 'card_timeout_ms = 20000\nrecovery_wait_ms = 3000',
          ...config,
        },
        ...rest,
      });
      scene = new MountStage(stage, disk);
      try {
        await online(scene.#terminal);
        await story(scene, folder);
        await drained(scene.#terminal);
      } catch (error) {
        unrecovered = error instanceof Error ? error.message : String(error);
      } finally {
        await stage.close();
      }
      const audit = stage.audit();
      if (!audit.ok) scene.unexpected.push(auditLines(audit).at(-1)!);
      const found = judgementOf(audit, unrecovered);
      const judgement = { ...found, unexpected: [...scene.unexpected, ...found.unexpected] };
      return { judgement, faults: scene.faults };
    } finally {
      disk.unmount();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  nextKey(): string {
    return this.#terminal.nextKey();
  }

  async ring(idempotencyKey: string, amount: number): Promise<Answer> {
    try {
      const ring = { amount, currency: 'EUR', type: 'sale', idempotencyKey, allowDuplicate: true } as const;
      return await ringUp(this.stage.agentSocket, ring);
    } catch (error) {
      if (error instanceof TillError) return { refused: error.code };
      throw error;
    }
  }

  /** A sale that is begun and waits for its card while the fault is made; then the card comes. */
  async duringSale(idempotencyKey: string, amount: number, card: string, fault: () => void): Promise<Answer> {
    await this.stage.order('reader', { do: 'auto', card: null });
    const ringing = this.ring(idempotencyKey, amount);
    await until('the reader to wait for a card', NOTICE_MS, async () => {
      const { open } = (await this.stage.order('reader', { do: 'state' })) as {
        readonly open: { readonly stage: string } | null;
      };
      return open?.stage === 'waitingCard' ? true : null;
    });
    this.faults += 1;
    fault();
    await this.stage.order('reader', { do: 'insert', card });
    const answer = await ringing;
    await this.stage.order('reader', { do: 'auto', card: 'contactless-tc' });
    return answer;
  }

  /** Rings up until a new sale is refused so. */
  refused(amount: number, codes: readonly string[]): Promise<string> {
    return until(`a sale to be refused with ${codes.join(' or ')}`, NOTICE_MS, async () => {
      const answer = await this.ring(this.nextKey(), amount);
      return 'refused' in answer && codes.includes(answer.refused) ? answer.refused : null;
    });
  }

  /** While the fault lasts nobody is shown "approved", and new sales are refused with one of the codes. */
  async refusesEverything(times: number, amount: number, codes: readonly string[]): Promise<void> {
    const before = this.approvals();
    for (let turn = 0; turn < times; turn += 1) {
      const answer = await this.ring(this.nextKey(), amount);
      const said = 'refused' in answer ? answer.refused : (answer.outcome ?? 'undecided');
      if (!codes.includes(said)) this.unexpected.push(`a new sale ended with ${said}, not ${codes.join(' or ')}`);
    }
    this.unchanged(before);
  }

  /** @param before as `approvals` counted then */
  unchanged(before: number): void {
    const more = this.approvals() - before;
    if (more > 0) this.unexpected.push(`"approved" was shown ${more} times while nothing could be committed`);
  }

  approvals(): number {
    return readDisplayLog(this.stage.displayLog).filter(({ shown }) => shown === 'approved').length;
  }

  /** Sales go on by themselves: the same process, nobody did anything to it. */
  async resumes(amount: number): Promise<void> {
    const pid = this.stage.part('agent').pid;
    await until('a sale to be approved again', NOTICE_MS, async () => {
      const answer = await this.ring(this.nextKey(), amount);
      return 'outcome' in answer && answer.outcome === 'approved' ? true : null;
    });
    const { alive, pid: now } = this.stage.part('agent');
    if (!alive || now !== pid) this.unexpected.push('the agent was started again');
  }

  /** The same sale asked for again, until there is an outcome. */
  async outcomeOf(idempotencyKey: string, amount: number): Promise<void> {
    await this.#terminal.again(amount, 'EUR', idempotencyKey);
  }

  async journalSays(what: string, wished: (journal: StatusView['journal']) => boolean): Promise<void> {
    await until(what, NOTICE_MS, async () => {
      const { journal } = await callAgent(this.stage.agentSocket, 'agent.status', {});
      return wished(journal) ? true : null;
    });
  }

  isReady(): Promise<void> {
    return online(this.#terminal);
  }
}
