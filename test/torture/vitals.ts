import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What may creep in a process that lives for months. Bytes, and a count of descriptors. */
export interface Vitals {
  readonly residentBytes: number;
  readonly descriptors: number;
  readonly walBytes: number;
  readonly stateBytes: number;
}

export type Vital = keyof Vitals;

const MIB = 1024 * 1024;

/** A till of some hundred sales stays far below each. */
export const CAPS: Readonly<Vitals> = { residentBytes: 256 * MIB, descriptors: 64, walBytes: 16 * MIB, stateBytes: 64 * MIB };
/** Growth from the first third to the last that is no warming up any more. */
export const DRIFT_CAPS: Readonly<Vitals> = { residentBytes: 64 * MIB, descriptors: 8, walBytes: 16 * MIB, stateBytes: 48 * MIB };

/** Of a running process of this machine (proc(5)) and the directory it keeps its state in. */
export function readVitals(pid: number, stateFolder: string): Vitals {
  const resident = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  const sizes = readdirSync(stateFolder).map((name) => [name, sizeOf(join(stateFolder, name))] as const);
  return {
    residentBytes: Number(resident ?? 0) * 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    walBytes: sizes.find(([name]) => name === 'journal.db-wal')?.[1] ?? 0,
    stateBytes: sizes.reduce((sum, [, size]) => sum + size, 0),
  };
}

export interface Verdict {
  readonly problems: readonly string[];
  /** From the first third's mean to the last's, for people. */
  readonly drift: string;
}

/** @param samples in the order of time */
export function judgeVitals(samples: readonly Vitals[]): Verdict {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const problems: string[] = [];
  const drifts: string[] = [];
  if (samples.length === 0) return { problems: ['no sample was taken'], drift: 'none' };
  for (const vital of Object.keys(CAPS) as Vital[]) {
    const values = samples.map((sample) => sample[vital]);
    const most = Math.max(...values);
    const [first, last] = [mean(values.slice(0, third)), mean(values.slice(-third))];
    drifts.push(`${vital} ${shown(vital, first)} → ${shown(vital, last)} (most ${shown(vital, most)})`);
    if (most > CAPS[vital]) problems.push(`${vital} reached ${shown(vital, most)}, allowed ${shown(vital, CAPS[vital])}`);
    if (last - first > DRIFT_CAPS[vital]) problems.push(`${vital} drifted by ${shown(vital, last - first)}, allowed ${shown(vital, DRIFT_CAPS[vital])}`);
  }
  return { problems, drift: drifts.join(', ') };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function shown(vital: Vital, value: number): string {
  return vital === 'descriptors' ? value.toFixed(0) : `${(value / MIB).toFixed(1)} MiB`;
}

/** A file may go while it is looked at: the journal makes and removes its own. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
