import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { own } from '../domain/redaction.js';
import type { Alerts } from '../ports/index.js';

/** One device that dies must not take both copies of what is owed (storage rules, Mirror). Call it when both are there. */
export function watchMirrorPlace(stateDir: string, mirrorPath: string | null, alerts: Alerts): void {
  if (mirrorPath === null)
    alerts.raise('MIRROR_NOT_APART', own(stateDir), 'there is no mirror log: what is owed stands once');
  else if (deviceOf(stateDir) === deviceOf(dirname(mirrorPath))) {
    alerts.raise('MIRROR_NOT_APART', own(mirrorPath), 'the mirror log lies on the device of the journal');
  }
}

/** Null when it cannot be told: a mirror that cannot be written is in the journal's health. */
function deviceOf(path: string): number | string {
  try {
    return statSync(path).dev;
  } catch {
    return path;
  }
}
