import {
  type Entered,
  type Finding,
  readDisplay,
  readEntries,
  readTill,
  type Shown,
  type Told,
} from './audit-evidence.js';

/**
 * The independent comparison: what the reader showed as approved, less what the till was told is void, against
 * what the host's ledger holds, key by key. It believes neither agent nor host code: it reads the reader's
 * display log, the till's log and the ledger's table with words of its own, and nothing of `src/` but the form
 * of a key and the names of currencies.
 */

export interface AuditResult {
  /** Keys that the reader showed as approved. */
  readonly approved: number;
  /** Of them, those that reached the ledger first as an advice. */
  readonly offline: number;
  /** Keys that the till was told are void: nothing may stand under them. */
  readonly voided: number;
  /** Effective postings in the ledger. */
  readonly posted: number;
  readonly lost: readonly Finding[];
  readonly double: readonly Finding[];
  readonly unexpected: readonly Finding[];
  readonly amounts: readonly Finding[];
  /** What makes the evidence itself doubtful: unreadable lines, a key shown with two amounts. */
  readonly evidence: readonly Finding[];
  /** From shown to posted; null when nothing was approved. A sale posted before it was shown counts 0. */
  readonly delayP50Ms: number | null;
  readonly delayMaxMs: number | null;
  /** By type and currency. */
  readonly sums: readonly Sum[];
  readonly ok: boolean;
}

/** Minor units: shown as approved and not void, and posted. */
interface Sum {
  readonly type: string;
  readonly currency: string;
  readonly shown: number;
  readonly posted: number;
}

/**
 * Jepsen's: *lost* was acknowledged and is gone, *duplicated* stands twice, *unexpected* stands without having been
 * promised; *unrecovered*: the system did not work again by itself.
 */
export const TERMS = ['lost', 'duplicated', 'unexpected', 'unrecovered'] as const;
export type Term = (typeof TERMS)[number];

/** What is wrong, a line each. */
export type Judgement = Readonly<Record<Term, readonly string[]>>;

export const isSound = (judgement: Judgement): boolean => TERMS.every((term) => judgement[term].length === 0);

export function judgementOf(
  { lost, double, unexpected, amounts, evidence }: AuditResult,
  unrecovered: string | null = null,
): Judgement {
  const lines = (findings: readonly Finding[]): readonly string[] => findings.map(({ key, what }) => `${key}: ${what}`);
  return {
    lost: lines(lost),
    duplicated: lines(double),
    unexpected: lines([...unexpected, ...amounts, ...evidence]),
    unrecovered: unrecovered === null ? [] : [unrecovered],
  };
}

/**
 * Compares files: the display logs of every reader that took part, the till's log if there is one, and the
 * ledger, read without changing it.
 */
export function audit(
  displayPaths: readonly string[],
  ledgerPath: string,
  tillPath: string | null = null,
): AuditResult {
  const logs = displayPaths.map(readDisplay);
  const till = tillPath === null ? { told: [], doubts: [] } : readTill(tillPath);
  return compare(
    logs.flatMap((log) => log.shown),
    readEntries(ledgerPath),
    [...logs, till].flatMap((log) => log.doubts),
    till.told,
  );
}

/** Compares. The same key may be shown more than once (a reader that was restarted): it counts once. */
export function compare(
  shown: readonly Shown[],
  entered: readonly Entered[],
  doubts: readonly Finding[] = [],
  told: readonly Told[] = [],
): AuditResult {
  const voided = new Set(told.filter((line) => line.told === 'voided').map(({ key }) => key));
  const { approvals, contradictions } = approvalsIn(shown);
  const effective = effectiveIn(entered);
  const due = [...approvals.values()].filter(({ key }) => !voided.has(key));
  const posted = due.flatMap((approval) => (effective.get(approval.key) ?? []).slice(0, 1));
  const evidence = [...doubts, ...contradictions, ...undated(posted)];
  const lost = missing(due, effective, entered);
  const { double, unexpected } = unwarranted(effective, approvals, voided);
  const amounts = differing(due, effective);
  const delays = delaysOf(posted, approvals);
  return {
    approved: approvals.size,
    offline: posted.filter(({ firstMessage }) => firstMessage === 'advice').length,
    voided: voided.size,
    posted: [...effective.values()].reduce((count, rows) => count + rows.length, 0),
    lost,
    double,
    unexpected,
    amounts,
    evidence,
    delayP50Ms: delays[Math.ceil(delays.length / 2) - 1] ?? null,
    delayMaxMs: delays.at(-1) ?? null,
    sums: sums(due, [...effective.values()].flat()),
    ok: [lost, double, unexpected, amounts, evidence].every((list) => list.length === 0),
  };
}

type Approvals = ReadonlyMap<string, Shown>;
/** What stands, by key. */
type Effective = ReadonlyMap<string, readonly Entered[]>;

function approvalsIn(shown: readonly Shown[]): {
  readonly approvals: Approvals;
  readonly contradictions: readonly Finding[];
} {
  const approvals = new Map<string, Shown>();
  const contradictions: Finding[] = [];
  for (const line of shown) {
    if (line.shown !== 'approved') continue;
    const first = approvals.get(line.key);
    if (first === undefined) approvals.set(line.key, line);
    else if (sum(first) !== sum(line)) {
      contradictions.push({ key: line.key, what: `shown with ${sum(first)} and again with ${sum(line)}` });
    }
  }
  for (const line of shown) {
    if (line.shown !== 'approved' && approvals.has(line.key)) {
      contradictions.push({ key: line.key, what: `shown as approved and as ${line.shown}` });
    }
  }
  return { approvals, contradictions };
}

function effectiveIn(entered: readonly Entered[]): Effective {
  const effective = new Map<string, Entered[]>();
  for (const row of entered) {
    if (row.state === 'posted') effective.set(row.key, [...(effective.get(row.key) ?? []), row]);
  }
  return effective;
}

function missing(due: readonly Shown[], effective: Effective, entered: readonly Entered[]): readonly Finding[] {
  return due
    .filter(({ key }) => !effective.has(key))
    .map((approval) => {
      const { key } = approval;
      const instead = entered.find((candidate) => candidate.key === key)?.state ?? 'not in the ledger';
      return { key, what: `${sum(approval)} shown as approved, ${instead}` };
    });
}

function unwarranted(
  effective: Effective,
  approvals: Approvals,
  voided: ReadonlySet<string>,
): Pick<AuditResult, 'double' | 'unexpected'> {
  const double: Finding[] = [];
  const unexpected: Finding[] = [];
  for (const [key, rows] of effective) {
    const what = sum(rows[0]!);
    if (rows.length > 1) double.push({ key, what: `${rows.length} postings of ${what}` });
    if (voided.has(key)) unexpected.push({ key, what: `${what} posted, told as voided` });
    else if (!approvals.has(key)) unexpected.push({ key, what: `${what} posted, never shown as approved` });
  }
  return { double, unexpected };
}

function differing(due: readonly Shown[], effective: Effective): readonly Finding[] {
  return due.flatMap((approval) =>
    (effective.get(approval.key) ?? [])
      .filter((posting) => sum(posting) !== sum(approval))
      .map((posting) => ({ key: approval.key, what: `shown ${sum(approval)}, posted ${sum(posting)}` })),
  );
}

function undated(posted: readonly Entered[]): readonly Finding[] {
  return posted
    .filter(({ postedAtMs }) => postedAtMs === null)
    .map(({ key }) => ({ key, what: 'posted, but the ledger does not say when' }));
}

/** In order. */
function delaysOf(posted: readonly Entered[], approvals: Approvals): readonly number[] {
  return posted
    .flatMap(({ key, postedAtMs }) => (postedAtMs === null ? [] : [Math.max(0, postedAtMs - approvals.get(key)!.atMs)]))
    .sort((a, b) => a - b);
}

function sums(shown: readonly Shown[], posted: readonly Entered[]): readonly Sum[] {
  const totals = new Map<string, Sum>();
  const add = (side: 'shown' | 'posted', { type, currency, amount }: Shown | Entered): void => {
    const known = totals.get(`${type} ${currency}`) ?? { type, currency, shown: 0, posted: 0 };
    totals.set(`${type} ${currency}`, { ...known, [side]: known[side] + amount });
  };
  for (const line of shown) add('shown', line);
  for (const row of posted) add('posted', row);
  return [...totals.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}

/** Two that read the same are the same. */
function sum({ type, amount, currency }: Pick<Shown, 'type' | 'amount' | 'currency'>): string {
  return `${type} of ${amount} ${currency} (minor units)`;
}
