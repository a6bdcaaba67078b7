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
 * what the host's ledger holds, display by display: what the
 * cardholder saw counts, and a key that two sales were given stands for two. It believes neither agent nor host code: it reads the reader's
 * display log, the till's log and the ledger's table with words of its own, and nothing of `src/` but the form
 * of a key and the names of currencies.
 */

export interface AuditResult {
  /** Sales that the reader showed as approved: one for each START, however often it was shown. */
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
  /** What makes the evidence itself doubtful: unreadable lines, one START shown with two amounts, two lines unlike. */
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

/**
 * Compares. A result may be shown more than once (a reader that was restarted): by the id of its START it counts once.
 * Without such an id each line counts, and a key that has two is doubtful.
 */
export function compare(
  shown: readonly Shown[],
  entered: readonly Entered[],
  doubts: readonly Finding[] = [],
  told: readonly Told[] = [],
): AuditResult {
  const voided = new Set(told.filter((line) => line.told === 'voided').map(({ key }) => key));
  const { approvals, contradictions } = approvalsIn(shown);
  const effective = effectiveIn(entered);
  // A till takes back one sale, whatever else bears its key.
  const due = new Map([...approvals].map(([key, all]) => [key, voided.has(key) ? all.slice(1) : all]));
  const { pairs, left } = paired(due, effective);
  const posted = pairs.map(([, row]) => row);
  const evidence = [...doubts, ...contradictions, ...undated(posted)];
  const lost = left.map((approval) => missing(approval, effective, entered));
  const { double, unexpected } = unwarranted(effective, approvals, voided);
  const amounts = differing(pairs);
  const delays = delaysOf(pairs);
  return {
    approved: [...approvals.values()].flat().length,
    offline: posted.filter(({ firstMessage }) => firstMessage === 'advice').length,
    voided: voided.size,
    posted: [...effective.values()].flat().length,
    lost,
    double,
    unexpected,
    amounts,
    evidence,
    delayP50Ms: delays[Math.ceil(delays.length / 2) - 1] ?? null,
    delayMaxMs: delays.at(-1) ?? null,
    sums: sums([...due.values()].flat(), [...effective.values()].flat()),
    ok: [lost, double, unexpected, amounts, evidence].every((list) => list.length === 0),
  };
}

/** Sales shown as approved, by key. */
type Approvals = ReadonlyMap<string, readonly Shown[]>;
/** What stands, by key. */
type Effective = ReadonlyMap<string, readonly Entered[]>;
/** A display and the posting that answers for it. */
type Pair = readonly [Shown, Entered];

function approvalsIn(shown: readonly Shown[]): {
  readonly approvals: Approvals;
  readonly contradictions: readonly Finding[];
} {
  const approvals = new Map<string, Shown[]>();
  const contradictions: Finding[] = [];
  for (const line of shown) {
    if (line.shown !== 'approved') continue;
    const known = approvals.get(line.key) ?? [];
    approvals.set(line.key, known);
    const same = known.find(({ start }) => start !== null && start === line.start);
    if (same === undefined) {
      if (known.some((other) => mayBeOne(other, line))) {
        contradictions.push({
          key: line.key,
          what: 'shown as approved again, and the log does not say of which START',
        });
      }
      known.push(line);
    } else if (sum(same) !== sum(line)) {
      contradictions.push({ key: line.key, what: `shown with ${sum(same)} and again with ${sum(line)}` });
    }
  }
  for (const line of shown) {
    if (line.shown === 'approved') continue;
    if (approvals.get(line.key)?.some((other) => other.start === line.start || mayBeOne(other, line)) === true) {
      contradictions.push({ key: line.key, what: `shown as approved and as ${line.shown}` });
    }
  }
  return { approvals, contradictions };
}

/** Nothing tells whether both were shown of one START. */
function mayBeOne(a: Shown, b: Shown): boolean {
  return a.start === null || b.start === null;
}

function effectiveIn(entered: readonly Entered[]): Effective {
  const effective = new Map<string, Entered[]>();
  for (const row of entered) {
    if (row.state === 'posted') effective.set(row.key, [...(effective.get(row.key) ?? []), row]);
  }
  return effective;
}

/** Each display with a posting of its own: of its amount if there is one, of another if that is what is left. */
function paired(
  due: Approvals,
  effective: Effective,
): { readonly pairs: readonly Pair[]; readonly left: readonly Shown[] } {
  const pairs: Pair[] = [];
  const left: Shown[] = [];
  for (const [key, displays] of due) {
    const rows = [...(effective.get(key) ?? [])];
    const take = (at: number): Entered | undefined => (at < 0 ? undefined : rows.splice(at, 1)[0]);
    const alike = displays.map((display) => take(rows.findIndex((row) => sum(row) === sum(display))));
    displays.forEach((display, at) => {
      const row = alike[at] ?? rows.shift();
      if (row === undefined) left.push(display);
      else pairs.push([display, row]);
    });
  }
  return { pairs, left };
}

function missing(approval: Shown, effective: Effective, entered: readonly Entered[]): Finding {
  const { key } = approval;
  const others = effective.get(key)?.length ?? 0;
  const state = entered.find((candidate) => candidate.key === key)?.state ?? 'not in the ledger';
  const instead = others === 0 ? state : `its key stands for ${others} posted already`;
  return { key, what: `${sum(approval)} shown as approved, ${instead}` };
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
    const all = approvals.get(key)?.length ?? 0;
    const isBeyond = voided.has(key) && rows.length >= Math.max(1, all);
    if (rows.length > Math.max(1, all)) double.push({ key, what: `${rows.length} postings of ${what}` });
    if (isBeyond) unexpected.push({ key, what: `${what} posted, told as voided` });
    else if (all === 0) unexpected.push({ key, what: `${what} posted, never shown as approved` });
  }
  return { double, unexpected };
}

function differing(pairs: readonly Pair[]): readonly Finding[] {
  return pairs
    .filter(([display, row]) => sum(display) !== sum(row))
    .map(([display, row]) => ({ key: row.key, what: `shown ${sum(display)}, posted ${sum(row)}` }));
}

function undated(posted: readonly Entered[]): readonly Finding[] {
  return posted
    .filter(({ postedAtMs }) => postedAtMs === null)
    .map(({ key }) => ({ key, what: 'posted, but the ledger does not say when' }));
}

/** In order. */
function delaysOf(pairs: readonly Pair[]): readonly number[] {
  return pairs
    .flatMap(([{ atMs }, { postedAtMs }]) => (postedAtMs === null ? [] : [Math.max(0, postedAtMs - atMs)]))
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
