import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What may creep in a process that lives for months. Bytes, and a count of descriptors. */
export interface Vitals {
  readonly residentBytes: number;
  /** Of these what is backed by no file: the heaps of all its threads, and their stacks. */
  readonly heapBytes: number;
  readonly descriptors: number;
  readonly walBytes: number;
  readonly mirrorBytes: number;
  /** Everything in its directory. */
  readonly stateBytes: number;
}

export interface Sample extends Vitals {
  /** On a clock that only goes forward. */
  readonly atMs: number;
}

export type Vital = keyof Vitals;

const MIB = 1024 * 1024;

/** A till of some hundred sales stays far below each. */
export const CAPS: Readonly<Vitals> = {
  residentBytes: 256 * MIB,
  heapBytes: 192 * MIB,
  descriptors: 64,
  walBytes: 16 * MIB,
  mirrorBytes: 16 * MIB,
  stateBytes: 64 * MIB,
};
/** Growth from the first third to the last that is no warming up any more. */
export const DRIFT_CAPS: Readonly<Vitals> = {
  residentBytes: 64 * MIB,
  heapBytes: 64 * MIB,
  descriptors: 8,
  walBytes: 16 * MIB,
  mirrorBytes: 8 * MIB,
  stateBytes: 48 * MIB,
};

/** Books are kept for months, so they grow with the sales: some 7 KiB each were seen, entries and evidence together. */
const STATE_BYTES_OF_A_SALE = 16 * 1024;

/** Of a running process of this machine (proc(5)) and the directory it keeps its state in. */
export function readVitals(pid: number, stateFolder: string): Vitals {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const bytes = (field: string): number =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
  const sizes = readdirSync(stateFolder).map((name) => [name, sizeOf(join(stateFolder, name))] as const);
  const sizeNamed = (wanted: string): number => sizes.find(([name]) => name === wanted)?.[1] ?? 0;
  return {
    residentBytes: bytes('VmRSS'),
    heapBytes: bytes('RssAnon'),
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
    walBytes: sizeNamed('journal.db-wal'),
    mirrorBytes: statSync(join(`${stateFolder}.mirror`, 'mirror.log'), { throwIfNoEntry: false })?.size ?? 0,
    stateBytes: sizes.reduce((sum, [, size]) => sum + size, 0),
  };
}

export interface Verdict {
  readonly problems: readonly string[];
  /** Of each: mean of the first third and of the last, slope after the first third, and the most; for people. */
  readonly drift: string;
}

/**
 * @param samples in the order of time
 * @param sales that were approved meanwhile, and may stand in the books
 */
export function judgeVitals(samples: readonly Sample[], sales = 0): Verdict {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const problems: string[] = [];
  const drifts: string[] = [];
  if (samples.length === 0) return { problems: ['no sample was taken'], drift: 'none' };
  for (const vital of Object.keys(CAPS) as Vital[]) {
    const values = samples.map((sample) => sample[vital]);
    const most = Math.max(...values);
    const [first, last] = [mean(values.slice(0, third)), mean(values.slice(-third))];
    const slope = slopeOf(samples.slice(third === samples.length ? 0 : third), vital) * 60_000;
    const course = `${shown(vital, first)} → ${shown(vital, last)}, ${slope < 0 ? '' : '+'}${shown(vital, slope, 2)} a minute`;
    drifts.push(`${vital} ${course} (most ${shown(vital, most)})`);
    const books = vital === 'stateBytes' ? sales * STATE_BYTES_OF_A_SALE : 0;
    const [cap, drift, driftCap] = [CAPS[vital] + books, last - first, DRIFT_CAPS[vital] + books];
    if (most > cap) problems.push(`${vital} reached ${shown(vital, most)}, allowed ${shown(vital, cap)}`);
    if (drift > driftCap)
      problems.push(`${vital} drifted by ${shown(vital, drift)}, allowed ${shown(vital, driftCap)}`);
  }
  return { problems, drift: drifts.join(', ') };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** By least squares, for each ms; 0 when there is no course to speak of. */
function slopeOf(samples: readonly Sample[], vital: Vital): number {
  const atMean = mean(samples.map(({ atMs }) => atMs));
  const valueMean = mean(samples.map((sample) => sample[vital]));
  let [rise, run] = [0, 0];
  for (const sample of samples) {
    rise += (sample.atMs - atMean) * (sample[vital] - valueMean);
    run += (sample.atMs - atMean) ** 2;
  }
  return run === 0 ? 0 : rise / run;
}

function shown(vital: Vital, value: number, digits = 1): string {
  return vital === 'descriptors' ? value.toFixed(digits - 1) : `${(value / MIB).toFixed(digits)} MiB`;
}

/** A file may go while it is looked at: the journal makes and removes its own. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
