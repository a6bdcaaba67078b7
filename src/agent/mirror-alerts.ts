import { behindText } from '../domain/course/behind.js';
import { rangeText } from '../domain/course/ranges.js';
import { own } from '../domain/redaction.js';
import type { MirrorReport } from '../journal/core/mirror-report.js';
import type { Renewal } from '../journal/core/recovery.js';
import type { Alerts, Log } from '../ports/index.js';

/**
 * Says what the comparison with the mirror found: never silent, and by number (storage rules, Mirror).
 * What was rebuilt is an alert of its own kind, what nobody can rebuild another.
 */
export function tellOfMirror(report: MirrorReport, path: string, alerts: Alerts, log: Log): void {
  const { state, damaged, quarantined } = report;
  log[LEVEL[state]]('mirror compared', { ...report });
  const rebuilt = rebuiltText(report);
  if (rebuilt !== null) alerts.raise('JOURNAL_RESTORED', own(path), own(rebuilt));
  const lost = lostText(report);
  if (lost !== null) {
    alerts.raise(
      'POSTINGS_LOST',
      own(path),
      own(quarantined === null ? lost : `${lost}; the mirror was kept as ${quarantined}`),
    );
  }
  if (damaged && rebuilt === null && lost === null) {
    alerts.raise('JOURNAL_RESTORED', own(path), 'the mirror log was damaged; it was written anew from the journal');
  }
}

/** A journal that is behind: what it lacks, and what became of it (storage rules, Behind). */
export function tellOfRenewal(renewal: Renewal | null, alerts: Alerts): void {
  if (renewal === null) return;
  const { behind, epoch, setAside, problem } = renewal;
  const done =
    epoch === null
      ? `no new epoch began: ${problem ?? ''}`
      : `epoch ${epoch} began, what is owed is delivered under its old keys; the journal was kept as ${setAside ?? ''}`;
  alerts.raise('JOURNAL_BEHIND', own(behind.epoch), own(`${behindText(behind)}; ${done}`));
}

const LEVEL = {
  off: 'info',
  missing: 'info',
  equal: 'info',
  behind: 'info',
  damaged: 'warn',
  ahead: 'error',
  salvaged: 'warn',
  forked: 'error',
  foreign: 'error',
} as const;

function rebuiltText({ state, restored, lostEntries, epoch }: MirrorReport): string | null {
  const postings = restored.length === 0 ? 'nothing was owed' : `postings ${rangeText(restored)} came back`;
  if (state === 'salvaged' && restored.length > 0) {
    return `the journal of epoch ${epoch} is gone; what it owed is delivered under its old keys: ${postings} from the mirror`;
  }
  if (state === 'forked' && restored.length > 0) {
    return `the mirror log is of another course of this journal; what it owed is delivered as well: ${postings} from the mirror`;
  }
  if (lostEntries === null) return null;
  const gone = rangeText([[lostEntries.after + 1, lostEntries.upTo]]);
  return `the journal had lost its entries ${gone}; ${postings} from the mirror`;
}

function lostText({ state, lostSequences, lostTransactions, epoch }: MirrorReport): string | null {
  const of = epoch === null ? '' : ` of epoch ${epoch}`;
  const what: string[] = [];
  if (lostSequences.length > 0) what.push(`postings ${rangeText(lostSequences)}${of}`);
  if (lostTransactions.length > 0) what.push(`transactions ${rangeText(lostTransactions)}, of which nothing is owed`);
  if (what.length === 0) return null;
  const why =
    state === 'foreign' ? 'the mirror log is of another terminal' : 'neither the journal nor the mirror log holds them';
  return `compare with the host: ${what.join('; ')}; ${why}`;
}
