import { mkdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Judgement } from '../../../hw-sim/audit/audit.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { asTillpostError, ERROR_CODES, TillpostError } from '../../../src/domain/errors.js';
import { openJournal, type ThreadedJournal } from '../../../src/journal/thread/journal-client.js';
import { MERCHANT, TERMINAL } from '../../support/journal.js';
import { judge } from './judge.js';
import { Promises } from './promises.js';
import { HastyClock, tellStory } from './story.js';

/** Which changing call of a story fails and how. */
export interface Fault {
  readonly kind: 'EIO' | 'ENOSPC' | 'SHORT' | 'EROFS';
  /** From 1, counted from the start of the journal. */
  readonly at: number;
  /** It and all after it, until the disk is made well; otherwise it alone. */
  readonly lasting: boolean;
  /** Index of the first sale: another one tells another story. */
  readonly story: number;
  /** The positive control: a program that takes a failed call for done. */
  readonly swallow: boolean;
}

export interface TrialResult extends Judgement {
  /** Changing calls of the whole story, and how many of them failed. */
  readonly calls: number;
  readonly failed: number;
}

/** The files through which the shim of this process is told what to do. */
export interface ShimDesk {
  readonly root: string;
  readonly marks: number;
  readonly report: string;
}

const STARTS_MAX = 3;
/** So many refusals in a row, with the disk well again, are no recovery. */
const REFUSALS_MAX = 200;
const TRIAL_MS = 20_000;

let trials = 0;

/** A short story on the real journal while one call of it fails; then the checkers, on a disk that is well. */
export async function runTrial(desk: ShimDesk, fault: Fault): Promise<TrialResult> {
  trials += 1;
  // Never used twice: a journal that hangs must not disturb the next trial.
  const directory = join(desk.root, `state-${trials}`);
  mkdirSync(directory, { mode: 0o700 });
  const promises = new Promises();
  const wrong: string[] = [];
  writeSync(desk.marks, `!${fault.lasting ? 'full' : 'arm'} ${fault.at} ${fault.kind}\n`);
  try {
    await within(TRIAL_MS, tellUnderFault(desk, directory, fault, promises, wrong));
  } catch (thrown) {
    wrong.push(asTillpostError(thrown, 'trial').message);
  }
  writeSync(desk.marks, '!disarm\n');
  const [calls = 0, failed = 0] = readFileSync(desk.report, 'utf8').trim().split(' ').map(Number);
  const found = judge(directory, promises);
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  return { ...found, unrecovered: [...found.unrecovered, ...wrong], calls, failed };
}

async function tellUnderFault(
  desk: ShimDesk,
  directory: string,
  fault: Fault,
  promises: Promises,
  wrong: string[],
): Promise<void> {
  const heal = (): void => void writeSync(desk.marks, '!disarm\n');
  const journal = await start(directory, fault, heal, wrong);
  let refusals = 0;
  try {
    await tellStory({
      journal,
      mark: (mark) => promises.take(mark),
      lanes: [[fault.story], [fault.story + 2]],
      books: fault.story % 2 === 0,
      swallow: fault.swallow,
      failed: async (error) => {
        if (!isClear(error)) wrong.push(`an unclear error: ${error.code} ${error.message}`);
        refusals += 1;
        if (fault.lasting && refusals === 4) heal();
        if (refusals > REFUSALS_MAX) throw new Error(`sales do not resume: ${error.code} ${error.message}`);
        // While the fault lasts the journal takes no sales; only after a while is the disk made well.
        if (fault.lasting && journal.health().state !== 'ok') setTimeout(heal, 40);
        await well(journal);
      },
    });
  } finally {
    await journal.close();
  }
}

/** The supervisor starts the agent again when it ended with an error, as systemd does. */
async function start(directory: string, fault: Fault, heal: () => void, wrong: string[]): Promise<ThreadedJournal> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await openJournal({
        path: join(directory, 'journal.db'),
        terminalId: TERMINAL,
        merchantId: MERCHANT,
        clock: new HastyClock(15),
        random: new SimRandom(fault.at),
        mirror: null,
        reserveBytes: 8192,
        lowWaterBytes: 0,
        maintenanceMs: 15,
      });
    } catch (thrown) {
      if (!(thrown instanceof TillpostError) || !isClear(thrown))
        wrong.push(`an unclear error at start: ${String(thrown)}`);
      if (turn === STARTS_MAX) throw thrown;
      if (fault.lasting) heal();
    }
  }
}

/** One that tells a technician what is wrong with the disk. */
function isClear({ code, hint }: TillpostError): boolean {
  return ERROR_CODES.includes(code) && /^JOURNAL_(IO|FULL|READ_ONLY)$/.test(code) && (hint ?? '') !== '';
}

/** Until sales are taken again: opened anew after an error, or with its reserve back after a full disk. */
function well(journal: ThreadedJournal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      setImmediate(resolve);
    };
    const stop = journal.onHealth(({ state }) => {
      if (state === 'ok') done();
    });
    if (journal.health().state === 'ok') done();
  });
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not through after ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
