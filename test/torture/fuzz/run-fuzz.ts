import { SimRandom } from '../../../hw-sim/sim-random.js';
import type { Finding, FuzzSession, FuzzTally, FuzzTarget } from './target.js';

/** The heap may grow by so much over its level after the first batches; a leak of 300 bytes an input is more in 10⁵. */
const HEAP_GROWTH_MAX = 32 * 1024 * 1024;
const HEAP_SETTLED_AFTER = 5;
/** Enough to look at; a target that is broken would give thousands. */
const FINDINGS_MAX = 5;

export interface FuzzOptions {
  readonly firstSeed: number;
  /** Ends after that many inputs. */
  readonly inputs: number;
  readonly fragile?: boolean;
  /** Ends after so many findings. */
  readonly findingsMax?: number;
  /** Before each batch: should the process die, the last seed told is the one to replay. */
  readonly onBatch?: (seed: number) => void;
}

/** Batch after batch, each with a session and a seed of its own, until the inputs are through or enough was found. */
export async function runFuzz(target: FuzzTarget, options: FuzzOptions): Promise<FuzzTally> {
  const tally: FuzzTally = { inputs: 0, bytes: 0, goodInputs: 0, reached: 0, heapGrowth: 0, findings: [] };
  const strays = watchStrays();
  let level: number | null = null;
  try {
    for (
      let batch = 0;
      tally.inputs < options.inputs && tally.findings.length < (options.findingsMax ?? FINDINGS_MAX);
      batch += 1
    ) {
      const seed = options.firstSeed + batch;
      options.onBatch?.(seed);
      const finding = await runBatch(
        target,
        seed,
        Math.min(target.batch, options.inputs - tally.inputs),
        options.fragile ?? false,
        tally,
        strays,
      );
      if (finding !== null) tally.findings.push(finding);
      globalThis.gc?.();
      const { heapUsed } = process.memoryUsage();
      if (batch + 1 === HEAP_SETTLED_AFTER) level = heapUsed;
      if (level === null || globalThis.gc === undefined) continue;
      tally.heapGrowth = Math.max(tally.heapGrowth, heapUsed - level);
      if (tally.heapGrowth > HEAP_GROWTH_MAX) {
        const what = `the heap grew by ${tally.heapGrowth} bytes`;
        tally.findings.push({ target: target.name, seed, index: 0, kind: 'memory', what, input: new Uint8Array() });
        break;
      }
    }
  } finally {
    strays.end();
  }
  return tally;
}

async function runBatch(
  target: FuzzTarget,
  seed: number,
  inputs: number,
  fragile: boolean,
  tally: FuzzTally,
  strays: Strays,
): Promise<Finding | null> {
  let session: FuzzSession | null = null;
  let last: Uint8Array = new Uint8Array();
  let index = 0;
  const found = (kind: Finding['kind'], what: string): Finding => ({
    target: target.name,
    seed,
    index,
    kind,
    what,
    input: last,
  });
  try {
    session = await target.open(new SimRandom(seed), fragile);
    for (; index < inputs; index += 1) {
      last = session.input();
      tally.inputs += 1;
      tally.bytes += last.length;
      await session.feed(last);
      if ((index + 1) % target.every !== 0 && index + 1 !== inputs) continue;
      const problem = await session.good();
      tally.goodInputs += 1;
      const stray = strays.take();
      if (stray !== null) return found('crash', stray);
      if (problem !== null) return found('stuck', problem);
    }
    return null;
  } catch (thrown) {
    return found('crash', storyOf(thrown));
  } finally {
    tally.reached += session?.reached() ?? 0;
    // A session that is broken may not close either; what it was is known by then.
    await session?.close().catch(() => undefined);
    strays.take();
  }
}

interface Strays {
  /** The oldest that was not taken yet. */
  take(): string | null;
  end(): void;
}

/** Errors that nobody awaited: in the field they would end the agent. */
function watchStrays(): Strays {
  const strays: string[] = [];
  const note = (thrown: unknown): void => void strays.push(storyOf(thrown));
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  return {
    take: () => {
      const first = strays[0] ?? null;
      strays.length = 0;
      return first;
    },
    end: () => {
      process.off('uncaughtException', note);
      process.off('unhandledRejection', note);
    },
  };
}

function storyOf(thrown: unknown): string {
  return thrown instanceof Error
    ? (thrown.stack ?? thrown.message).split('\n').slice(0, 4).join(' | ')
    : String(thrown);
}
