import { currencyByNumeric } from '../../src/domain/currency.js';
import { keyText, parseKey, shortKey } from '../../src/domain/key.js';
import { type Batch, compareRows, sameTotals, totalsOf } from '../../src/domain/settlement.js';
import { type AuditResult, compare, type Judgement, judgementOf } from '../audit/audit.js';
import { entriesIn, type Shown } from '../audit/audit-evidence.js';
import { SettlementBook } from '../host/books/settlement-book.js';
import type { SimJournal } from '../sim-journal.js';
import { LATE_AFTER_MS, type World } from './world.js';

/**
 * Everything came to rest: what was told, shown, journalled and posted must be one. The comparison of display and
 * ledger is the one of every stage; beside it stands what only a world can see: the till's memory and the journal.
 */
export async function judge(world: World): Promise<Judgement> {
  const { lost, duplicated, unexpected, unrecovered } = judgementOf(compareBooks(world));
  return {
    lost: [...lost, ...untoldLoss(world)],
    duplicated,
    unexpected: [
      ...unexpected,
      ...toldOtherwise(world),
      ...(await journalAtRest(world)),
      ...(await lateUntold(world)),
      ...world.defects,
    ],
    unrecovered,
  };
}

const shortOf = (text: string): string => shortKey(parseKey(text));

/** The audit alone: display, till and ledger, key by key, but for what a person settled otherwise. */
export function compareBooks({ shown, till, host, resolved }: World): AuditResult {
  const settledHere = new Set([...resolved].map(shortOf));
  const isHere = ({ key }: { readonly key: string }): boolean => !settledHere.has(key);
  const lines = shown.map((line): Shown => ({
    ...line,
    currency: currencyByNumeric(line.currency).code,
    atMs: line.at,
  }));
  const told = [...till.voided.keys()].map((key) => ({ key: shortOf(key), told: 'voided' }));
  return compare(lines.filter(isHere), entriesIn(host.ledger.database).filter(isHere), [], told);
}

/** Approved for the till, whatever the cardholder saw. */
function untoldLoss({ till, host, resolved }: World): readonly string[] {
  const entries = entriesIn(host.ledger.database).filter(({ state }) => state === 'posted');
  const posted = new Set(entries.map(({ key }) => key));
  return [...till.told]
    .filter(([name, { approved }]) => approved && !till.voided.has(name) && !resolved.has(name))
    .filter(([name]) => !posted.has(shortOf(name)))
    .map(([name]) => `${name}: the till was told approved, not posted`);
}

function toldOtherwise({ shown, till }: World): readonly string[] {
  const approvals = new Set(shown.filter((line) => line.shown === 'approved').map(({ key }) => key));
  return [...till.told.entries()]
    .filter(([name, { approved }]) => approved !== approvals.has(shortOf(name)))
    .map(
      ([name, { approved }]) =>
        `${name}: the till was told ${approved ? 'approved' : 'not approved'}, the cardholder saw the opposite`,
    );
}

async function journalAtRest(world: World): Promise<readonly string[]> {
  const { agent, host, till, resolved } = world;
  const { journal } = agent!;
  const found: string[] = [];
  const expectNone = (what: string, items: readonly unknown[]): void => {
    if (items.length > 0) found.push(`${what}: ${JSON.stringify(items)}`);
  };
  const isUsed = ({ count, amount }: { readonly count: number; readonly amount: number }): boolean =>
    count !== 0 || amount !== 0;
  expectNone('offline counters are not back to zero', (await journal.offlineUsage()).filter(isUsed));
  const currencies = new Set([...till.told.values()].map(({ money }) => money.currency.code));
  for (const token of till.cards) {
    for (const currency of currencies) {
      expectNone(
        `counters of card ${token} are not back to zero`,
        [await journal.cardUsage(token, currency)].filter(isUsed),
      );
    }
  }
  expectNone('commands are not finished', await journal.unfinishedCommands());
  // A book that was given back old has lost the sequences of totals for good.
  if (!host.isRestored && !world.isPutBack) expectNone('sequences are missing at the host', host.state().gaps);
  // A copy that was put back goes on from the same sequence, and its batch lacks what the host has.
  if (!world.isPutBack) expectNone('sequences bear two records at the host', host.state().forks);
  // A person's word changes counts.
  if (resolved.size === 0 && !world.isPutBack) found.push(...(await unequalBatches(journal, world)));
  await journal.verify().catch((error: unknown) => found.push(`the chain does not hold: ${String(error)}`));
  return found;
}

/**
 * A batch that was closed while receipts were missing may have differed then, and says so. At rest both sides count
 * the same rows in each, and the one that was closed in the calm has matched.
 */
async function unequalBatches(
  journal: SimJournal,
  { host: { ledger, isRestored }, late }: World,
): Promise<readonly string[]> {
  const { epoch, terminalId } = journal.identity();
  const book = new SettlementBook(ledger.database);
  const found: string[] = [];
  const batches = await journal.batches(100);
  for (const batch of batches) {
    const { number } = batch;
    const theirs = book.rows({ merchant: batch.merchantId, terminal: terminalId, epoch, batch: number });
    const differences = compareRows(await journal.batchRows(number, 0, 1_000), theirs, keyText);
    if (differences.length > 0) found.push(`batch ${number} is not the same at rest: ${JSON.stringify(differences)}`);
    if (batch.state !== 'closed') continue;
    const rows = theirs.map(({ type, money: { amount, currency } }) => ({ type, amount, currency: currency.code }));
    // What was parked then reached the host later.
    if (!isRestored && !late.has(number) && !sameTotals(totalsOf(rows), batch.hostTotals ?? []))
      found.push(`batch ${number} moved at the host after it was closed`);
    if (hasMatched(batch) && (await journal.differences(number)).length > 0)
      found.push(`batch ${number} matched, yet differs`);
  }
  const last = batches.find(({ state }) => state === 'closed');
  if (last === undefined || !hasMatched(last)) found.push(`the last batch differs: ${JSON.stringify(last)}`);
  return found;
}

function hasMatched({ totals, hostTotals }: Batch): boolean {
  return hostTotals !== null && sameTotals(totals, hostTotals);
}

/** From the display to the commit of the verdict and back again, ms: what is nearer to the limit proves nothing. */
const SLACK_MS = 2_000;
/** The agent looks by itself so often, ms. */
const LOOK_MS = 6_000;

/**
 * What the cardholder saw as approved longer than so before it was in the ledger was late, whatever the agent thinks;
 * nobody has looked, so POSTING_LATE must stand at rest.
 */
async function lateUntold(world: World): Promise<readonly string[]> {
  // A book that was given back knows of no earlier time, a state that was put back of nothing late before.
  const late = world.host.isRestored || world.isPutBack ? [] : lateKeys(world);
  if (late.length === 0) return [];
  await world.kernel.run(LOOK_MS);
  const alerts = world.agent?.alerts.active() ?? [];
  return alerts.some(({ code }) => code === 'POSTING_LATE') ? [] : [`late, and no alert stands: ${late.join(', ')}`];
}

function lateKeys({ shown, host, disk }: World): readonly string[] {
  const posted = new Map(entriesIn(host.ledger.database).map(({ key, postedAtMs }) => [key, postedAtMs]));
  const decided = decidedAt(disk);
  return shown
    .filter(({ shown: what }) => what === 'approved')
    .filter(({ key, at }) => (posted.get(key) ?? at) - at > LATE_AFTER_MS + SLACK_MS)
    .filter(({ key, at }) => Math.abs((decided.get(key) ?? Infinity) - at) < SLACK_MS)
    .map(({ key }) => key);
}

/**
 * When each was decided by the journal's book time: of a run that never heard the host it may be any (payment rules, Days
 * and clocks 2), and how long its postings waited with it. Without what was opened again, by a person or a restored host:
 * that waits from then on.
 */
function decidedAt({ db }: World['disk']): ReadonlyMap<string, number> {
  const sql = `SELECT epoch || '-' || mark || '-' || number AS key, decided_at_ms AS atMs FROM sale_transaction JOIN meta
    WHERE decided_at_ms IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM posting WHERE transaction_number = number AND opening > 1)`;
  return new Map(
    db
      .prepare<[], { key: string; atMs: number }>(sql)
      .all()
      .map(({ key, atMs }) => [key, atMs]),
  );
}
