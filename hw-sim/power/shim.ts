import { existsSync, readFileSync } from 'node:fs';
import { shimLibrary } from './library.js';

/** What shim.c does to one process; see its head. Paths are absolute and free of symbolic links. */
export type Shim =
  | { readonly mode: 'record'; readonly dir: string; readonly log: string; readonly marks: string }
  | { readonly mode: 'fail'; readonly dir: string; readonly marks: string; readonly report: string }
  /** Every change fails with EROFS while the file `switch` exists. */
  | { readonly mode: 'readonly'; readonly dir: string; readonly switch: string }
  | {
      readonly mode: 'stall';
      readonly dir: string;
      /** Syncs stall only while this file exists, so that a process can be started in peace. */
      readonly switch: string;
      /** Outside the directory; see `readStalls`. */
      readonly report: string;
      readonly seed: number;
      /** Of the syncs, how many stall. */
      readonly percent: number;
      readonly leastMs: number;
      readonly mostMs: number;
    };

/** The environment of a process with the shim before its disk. @throws Error when the shim was not built */
export function shimEnvironment(shim: Shim): Readonly<Record<string, string>> {
  const common = { LD_PRELOAD: shimLibrary('power'), TILLPOST_SHIM_DIR: shim.dir, TILLPOST_SHIM_MODE: shim.mode };
  switch (shim.mode) {
    case 'record':
      return { ...common, TILLPOST_SHIM_LOG: shim.log, TILLPOST_SHIM_MARKS: shim.marks };
    case 'fail':
      return { ...common, TILLPOST_SHIM_MARKS: shim.marks, TILLPOST_SHIM_REPORT: shim.report };
    case 'readonly':
      return { ...common, TILLPOST_SHIM_MARKS: shim.switch };
    case 'stall': {
      const { seed, percent, leastMs, mostMs } = shim;
      const stall = `${seed} ${percent} ${leastMs} ${mostMs}`;
      return {
        ...common,
        TILLPOST_SHIM_MARKS: shim.switch,
        TILLPOST_SHIM_REPORT: shim.report,
        TILLPOST_SHIM_STALL: stall,
      };
    }
  }
}

/** A sync that stalled, and is over. */
export interface Stalled {
  readonly ms: number;
  /** In the thread that also serves serial line, timers and sockets. */
  readonly inMainThread: boolean;
}

/** What a process under `stall` reported so far; nothing when no sync stalled. */
export function readStalls(report: string): readonly Stalled[] {
  const lines = existsSync(report) ? readFileSync(report, 'utf8').split('\n') : [];
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [, ms, thread] = /^(\d+) (main|other)$/.exec(line) ?? [];
      if (ms === undefined) throw new Error(`the shim reported ${JSON.stringify(line)}`);
      return { ms: Number(ms), inMainThread: thread === 'main' };
    });
}
