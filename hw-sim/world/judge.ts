import { currencyByNumeric } from '../../src/domain/currency.js';
import { keyText, parseKey } from '../../src/domain/key.js';
import { compareRows, sameTotals } from '../../src/domain/settlement.js';
import { type AuditResult, compare, type Entered, type Shown } from '../audit.js';
import type { Ledger } from '../host/books/ledger.js';
import { SettlementBook } from '../host/books/settlement-book.js';
import type { SimJournal } from '../sim-journal.js';
import type { AgentProcess } from './terminal.js';
import type { World } from './world.js';

/** What is wrong at the end, in Jepsen's terms, a line each. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly unexpected: readonly string[];
  readonly unrecovered: readonly string[];
}

/** What is still owed or undecided; null when everything came to rest. */
export async function owed(world: World): Promise<string | null> {
  const { agent } = world;
  if (agent === null) return 'no agent';
  try {
    return await world.kernel.until(owedBy(world, agent));
  } catch (error) {
    return String(error);
  }
}

type Open = readonly (readonly [what: string, isOpen: boolean])[];

async function owedBy({ till, reader }: World, agent: AgentProcess): Promise<string | null> {
  const { uplink, settlement, desk } = agent.core;
  const { linkUp, results } = reader.state();
  const link = uplink.status().state;
  const inSight = openOf([
    [`${till.waiting} questions of the till`, till.waiting > 0],
    [`the link is ${link}`, link !== 'online'],
    ['the reader is not there', !linkUp],
    ['the reader holds a result', results > 0],
    [`a closing at ${settlement.step() ?? ''}`, settlement.step() !== null],
    [`a sale at ${desk.current()?.step ?? ''}`, desk.current() !== null],
  ]);
  // The journal is asked last: it costs most.
  if (inSight !== null) return inSight;
  const { advices, reversals, parked } = await agent.journal.queue();
  const undecided = (await agent.journal.unresolved()).length;
  return openOf([
    [`${advices} advices, ${reversals} reversals, ${parked} parked`, advices + reversals + parked > 0],
    [`${undecided} undecided`, undecided > 0],
  ]);
}

function openOf(found: Open): string | null {
  const open = found.filter(([, isOpen]) => isOpen).map(([what]) => what);
  return open.length === 0 ? null : open.join(', ');
}

/** Display, till and ledger, compared key by key by words that know neither agent nor host. */
function compareBooks(world: World): AuditResult {
  const shown = world.shown.map((line): Shown => ({
    ...line,
    currency: currencyByNumeric(line.currency).code,
    atMs: line.at,
  }));
  const told = [...world.till.voided.values()].map(({ epoch, number }) => ({
    key: `${epoch}-${number}`,
    told: 'voided',
  }));
  return compare(shown, entries(world), [], told);
}

/** Everything came to rest: what was told, shown, journalled and posted must be one. */
export async function judge(world: World): Promise<Verdict> {
  const audit = compareBooks(world);
  const text = ({ key, what }: { readonly key: string; readonly what: string }): string => `${key}: ${what}`;
  return {
    lost: [...audit.lost.map(text), ...untoldLoss(world)],
    duplicated: audit.double.map(text),
    unexpected: [
      ...[...audit.unexpected, ...audit.amounts, ...audit.evidence].map(text),
      ...toldOtherwise(world),
      ...(await journalAtRest(world)),
      ...world.defects,
    ],
    unrecovered: [],
  };
}

function entries({ host }: World): readonly Entered[] {
  return host.ledger.database
    .prepare<[], Entered>(
      `SELECT key, state, type, first_message AS firstMessage, amount, currency, posted_at_ms AS postedAtMs
       FROM ledger ORDER BY id`,
    )
    .all()
    .map((row) => ({ ...row, key: short(row.key) }));
}

const short = (key: string): string => {
  const { epoch, number } = parseKey(key);
  return `${epoch}-${number}`;
};

/** Approved for the till, whatever the cardholder saw. */
function untoldLoss(world: World): readonly string[] {
  const posted = new Set(
    entries(world)
      .filter(({ state }) => state === 'posted')
      .map(({ key }) => key),
  );
  return [...world.till.told.entries()]
    .filter(([name, { approved }]) => approved && !world.till.voided.has(name) && !posted.has(short(name)))
    .map(([name]) => `${name}: the till was told approved, not posted`);
}

function toldOtherwise(world: World): readonly string[] {
  const approvals = new Set(world.shown.filter(({ shown }) => shown === 'approved').map(({ key }) => key));
  return [...world.till.told.entries()]
    .filter(([name, { approved }]) => approved !== approvals.has(short(name)))
    .map(
      ([name, { approved }]) =>
        `${name}: the till was told ${approved ? 'approved' : 'not approved'}, the cardholder saw the opposite`,
    );
}

async function journalAtRest({ agent, host }: World): Promise<readonly string[]> {
  const { journal } = agent!;
  const found: string[] = [];
  const used = (await journal.offlineUsage()).filter(({ count, amount }) => count !== 0 || amount !== 0);
  if (used.length > 0) found.push(`offline counters are not back to zero: ${JSON.stringify(used)}`);
  found.push(...(await unequalBatches(journal, host.ledger)));
  const { gaps } = host.host!.orders({ do: 'state' }) as { readonly gaps: readonly unknown[] };
  if (gaps.length > 0) found.push(`sequences are missing at the host: ${JSON.stringify(gaps)}`);
  try {
    await journal.verify();
  } catch (error) {
    found.push(`the chain does not hold: ${String(error)}`);
  }
  return found;
}

/**
 * A batch that was closed while receipts were missing may have differed then, and says so. At rest both sides count
 * the same rows in each, and the one that was closed in the calm has matched.
 */
async function unequalBatches(journal: SimJournal, ledger: Ledger): Promise<readonly string[]> {
  const { epoch, terminalId } = journal.identity();
  const book = new SettlementBook(ledger.database);
  const found: string[] = [];
  const batches = await journal.batches(100);
  for (const { number } of batches) {
    const own = await journal.batchRows(number, 0, 1_000);
    const differences = compareRows(own, book.rows({ terminal: terminalId, epoch, batch: number }), keyText);
    if (differences.length > 0) found.push(`batch ${number} is not the same at rest: ${JSON.stringify(differences)}`);
  }
  const last = batches.find(({ state }) => state === 'closed');
  if (last === undefined || last.hostTotals === null || !sameTotals(last.totals, last.hostTotals)) {
    found.push(`the last batch differs: ${JSON.stringify(last)}`);
  }
  return found;
}
