import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { own } from '../domain/redaction.js';
import { Disks } from '../platform/disks.js';
import type { Alerts } from '../ports/index.js';

type Where = Pick<Disks, 'behind' | 'besides'>;

/**
 * One device that dies must not take both copies of what is owed (storage rules, Mirror). Where the machine has another
 * disk, the alert names it; it is never chosen by itself, for a mirror log must not move when a disk comes or goes. Call
 * it when both copies are there.
 */
export function watchMirrorPlace(
  stateDir: string,
  mirrorPath: string | null,
  alerts: Alerts,
  disks: Where = new Disks(),
): void {
  const raise = (about: string, text: string): void => {
    alerts.raise('MIRROR_NOT_APART', own(about), own(`${text}${advice(stateDir, disks)}`));
  };
  if (mirrorPath === null) return raise(stateDir, 'there is no mirror log: what is owed stands once');
  const directory = dirname(mirrorPath);
  const device = deviceOf(directory);
  // A mirror that cannot be written is in the journal's health.
  if (device === null) return;
  if (device === deviceOf(stateDir)) return raise(mirrorPath, 'the mirror log lies on the device of the journal');
  const disk = disks.behind(stateDir);
  if (disk !== null && disk === disks.behind(directory)) {
    raise(mirrorPath, `the mirror log lies on another file system of the journal’s own disk, ${disk}`);
  }
}

function advice(stateDir: string, disks: Where): string {
  const [best] = disks.besides(stateDir);
  if (best === undefined) return '';
  return `; ${best} is another disk: set state.mirror_path = "${join(best, 'tillpost.mirror', 'mirror.log')}"`;
}

/** Null when it is not there. */
function deviceOf(path: string): number | null {
  try {
    return statSync(path).dev;
  } catch {
    return null;
  }
}
