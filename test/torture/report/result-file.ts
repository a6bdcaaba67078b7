import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { projectRoot } from '../../../hw-sim/part.js';
import type { Ran } from '../programme/programme.js';
import { type Level, passed, type Share } from '../programme/row.js';
import { partText } from '../programme/share.js';
import { rateBelow } from './report.js';

/** Like 2/4, counted from 1. */
const part = z.string().regex(/^\d+\/\d+$/);
const count = z.number().int().nonnegative();
const row = z.object({
  fault: z.string().min(1),
  /** Its own: the whole row, 1/1, when it cannot be split. */
  part,
  trials: count,
  lost: count,
  duplicated: count,
  unexpected: count,
  unrecovered: count,
  control: z.object({ what: z.string().min(1), caught: z.boolean() }),
  failures: z.array(z.string()),
  /** What its trials drew from, first and last. */
  seeds: z.object({ first: z.number().int(), last: z.number().int() }),
  passed: z.boolean(),
  rateBelow: z.string(),
  seconds: z.number().nonnegative(),
  settings: z.record(z.string(), z.string()),
});

/** One run of the programme as `--json` and `--out` tell it, and `publish.js` reads it. */
export const resultDocument = z.object({
  level: z.enum(['ci', 'release']),
  seed: count,
  part,
  command: z.string(),
  /** With `+changes` when the sources were not as committed. */
  commit: z.string().min(1),
  /** When it began, ISO 8601. */
  date: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  node: z.string(),
  machine: z.object({ cores: count, arch: z.string(), platform: z.string() }),
  rows: z.array(row),
});
export type ResultDocument = z.infer<typeof resultDocument>;
export type ResultRow = ResultDocument['rows'][number];

export interface RunDetails {
  readonly level: Level;
  readonly seed: number;
  readonly part: Share;
  readonly command: string;
  readonly commit: string;
  readonly startedAt: Date;
  readonly seconds: number;
}

export function documentOf(
  ran: readonly Ran[],
  { part: share, startedAt, seconds, ...details }: RunDetails,
): ResultDocument {
  return {
    ...details,
    part: partText(share),
    date: startedAt.toISOString(),
    seconds: rounded(seconds),
    node: process.version,
    machine: { cores: availableParallelism(), arch: process.arch, platform: process.platform },
    rows: ran.map((it) => plain(it, details.seed)),
  };
}

function plain({ name, result, seconds, share, settings }: Ran, seed: number): ResultRow {
  const { seeds = { first: seed, last: seed + Math.max(1, result.trials) - 1 }, failures, ...rest } = result;
  const judged = { failures: [...failures], seeds: { ...seeds }, passed: passed(result), rateBelow: rateBelow(result) };
  return {
    fault: name,
    part: partText(share),
    ...rest,
    ...judged,
    seconds: rounded(seconds),
    settings: { ...settings },
  };
}

/** The commit that is checked out, or `unknown` outside a repository. */
export function commitOf(folder = projectRoot()): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const changes = git('status', '--porcelain', '--untracked-files=no');
    return git('rev-parse', '--short=12', 'HEAD') + (changes === '' ? '' : '+changes');
  } catch {
    return 'unknown';
  }
}

function rounded(seconds: number): number {
  return Number(seconds.toFixed(1));
}
