import type { SimRandom } from '../../../hw-sim/sim-random.js';

/** What is fed with bad input. One batch is one session from one seed: the same seed, the same course. */
export interface FuzzTarget {
  readonly name: TargetName;
  /** Inputs of one batch. */
  readonly batch: number;
  /** After so many inputs a good one must be processed. */
  readonly every: number;
  /** @param fragile with a parser that is broken on purpose, which the same oracle must catch */
  open(random: SimRandom, fragile: boolean): Promise<FuzzSession>;
}

export const TARGET_NAMES = ['serial', 'mqtt', 'control', 'config', 'database'] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

export interface FuzzSession {
  /** The next bad input. */
  input(): Uint8Array;
  /** Throws, or rejects, when it did to the program what no input may. */
  feed(input: Uint8Array): Promise<void> | void;
  /** A good input. @returns what went wrong; null when it was processed as if nothing had happened before */
  good(): Promise<string | null>;
  /** Inputs, about, that came past the outermost check: a fuzzer that never does tests nothing. */
  reached(): number;
  close(): Promise<void>;
}

export interface Finding {
  readonly target: TargetName;
  /** Of the batch. */
  readonly seed: number;
  /** 0 … : the input after which it showed. */
  readonly index: number;
  readonly kind: 'crash' | 'stuck' | 'memory';
  readonly what: string;
  readonly input: Uint8Array;
}

export interface FuzzTally {
  inputs: number;
  bytes: number;
  goodInputs: number;
  reached: number;
  /** Most by which the heap had grown over its level after the first batches, bytes. */
  heapGrowth: number;
  readonly findings: Finding[];
}
