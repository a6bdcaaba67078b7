import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Term, TERMS } from '../../hw-sim/audit/audit.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { TillpostError } from '../../src/domain/errors.js';
import { drawMark, keyText, type TransactionKey } from '../../src/domain/key.js';
import { findFrames } from '../../src/journal/mirror/mirror-frames.js';
import type { PendingPosting } from '../../src/ports/index.js';
import { MirroredCore } from '../journal/mirror/mirrored.js';
import { copyDirectory } from '../support/copy-directory.js';
import { card, order, plain, receipt, settleAdvice, takeBack } from '../support/journal.js';
import { workFolder } from './power/cuts.js';
import { type Counts, NONE, type RowOptions, type RowResult, type TortureRow } from './programme/row.js';
import { rangeOf, seedsOf } from './programme/share.js';

/**
 * Bit and sector damage at random places of one copy: database, WAL or mirror log. What was owed must still be
 * owed afterwards, under its own key, whole with its card data; and damage to anything that SQLite or the mirror
 * still says must be noticed: by the start, or by `journal verify`. Where the start refuses, the trial does what
 * the hint tells a technician: it moves the journal aside and starts again.
 */
const TRIALS = { ci: 500, release: 10_000 } as const;
const TRIALS_OF_ONE_WORLD = 20;
const SECTOR_BYTES = 512;
const TARGETS = ['journal.db', 'journal.db-wal', 'mirror.log'] as const;
type Target = (typeof TARGETS)[number];

export const damage: TortureRow = {
  name: 'damage of one copy',
  load: 'processor',
  sizes: {
    ci: { trials: TRIALS.ci, seconds: 10, parts: TRIALS.ci / TRIALS_OF_ONE_WORLD },
    release: { trials: TRIALS.release, seconds: 200, parts: TRIALS.release / TRIALS_OF_ONE_WORLD },
  },
  run,
};

interface World {
  readonly directory: string;
  /** What was owed when the power went, by key and kind. */
  readonly owed: ReadonlyMap<string, string>;
  /** Every key that was ever given. */
  readonly keys: ReadonlySet<string>;
  /** All that SQLite says of it. */
  readonly content: string;
}

interface Verdict extends Counts {
  readonly noticed: boolean;
}

async function run({ level, seed: from, share, progress }: RowOptions): Promise<RowResult> {
  const worlds = rangeOf(TRIALS[level] / TRIALS_OF_ONE_WORLD, share);
  const trials = worlds.count * TRIALS_OF_ONE_WORLD;
  const seed = from + worlds.first * TRIALS_OF_ONE_WORLD;
  const sums = { ...NONE } as Record<Term, number>;
  const failures: string[] = [];
  const control = { lostWithoutMirror: 0, unnoticedWithoutChain: 0 };
  const root = workFolder();
  let world: World | null = null;
  try {
    for (let trial = 0; trial < trials; trial += 1) {
      if (trial % TRIALS_OF_ONE_WORLD === 0) {
        rmSync(join(root, 'world'), { recursive: true, force: true });
        world = await makeWorld(join(root, 'world'), new SimRandom(seed + trial));
        progress(`trial ${trial} of ${trials}`);
      }
      const own = seed + trial;
      const target = TARGETS[own % TARGETS.length]!;
      const hit = damaged(world!, target, new SimRandom(own ^ 0x5eed));
      const live = isLive(world!, target, hit.bytes, join(root, 'dump'));
      const verdict = await judge(world!, target, hit.bytes, join(root, 'trial'), true);
      for (const term of TERMS) sums[term] += verdict[term];
      const isBad = TERMS.some((term) => verdict[term] > 0);
      const words = `${hit.what}; replay: --row damage --seed ${own - (trial % TRIALS_OF_ONE_WORLD)}, trial ${trial % TRIALS_OF_ONE_WORLD}`;
      if (isBad) failures.push(`${JSON.stringify(verdict)}: ${words}`);
      if (live.is && !verdict.noticed) failures.push(`not noticed: ${words}`);
      if (live.is && live.looksSound) control.unnoticedWithoutChain += 1;
      // The same checker must see the loss once the mirror is not there.
      if (target === 'journal.db-wal' && control.lostWithoutMirror === 0) {
        control.lostWithoutMirror += (await judge(world!, target, hit.bytes, join(root, 'trial'), false)).lost;
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  const caught = control.lostWithoutMirror > 0 && control.unnoticedWithoutChain > 0;
  const seeds = seedsOf(seed, { first: 0, count: trials });
  return { trials, ...sums, control: { what: 'mirror off; chain off', caught }, failures, seeds };
}

/** Some sales in every state, part of them checkpointed, then kill -9: a copy of the files as they are. */
async function makeWorld(directory: string, random: SimRandom): Promise<World> {
  const alive = `${directory}.alive`;
  rmSync(alive, { recursive: true, force: true });
  const core = await MirroredCore.open(alive, {
    fresh: { epoch: epochOf(random), chainKey: random.bytes(32), mark: drawMark(random.bytes(4)) },
  });
  const keys: TransactionKey[] = [];
  const checkpointAt = random.below(8);
  for (let sale = 0; sale < 12; sale += 1) {
    keys.push(await oneSale(core, random));
    if (sale === checkpointAt) {
      core.store.maintain();
      await core.tidy();
    }
  }
  // Always something that only the WAL and the mirror hold.
  keys.push(await core.owe(77));
  const { records } = await core.ask('unsettled');
  copyDirectory(alive, directory);
  await core.close();
  rmSync(alive, { recursive: true, force: true });
  const owed = new Map(records.map((record) => [nameOf(record), wordsOf(record)]));
  const dump = `${directory}.dump`;
  copyDirectory(directory, dump);
  const { content } = contentOf(dump);
  rmSync(dump, { recursive: true, force: true });
  return { directory, owed, keys: new Set(keys.map(keyText)), content };
}

async function oneSale(core: MirroredCore, random: SimRandom): Promise<TransactionKey> {
  if (random.chance(0.2)) {
    const { key } = (await core.ask('begin', order())).transaction;
    await core.ask('apply', key, { name: 'goOnline', card: card() });
    return key;
  }
  const key = await core.owe(1 + random.below(5000));
  const course = random.below(5);
  if (course === 0) await core.ask('apply', key, settleAdvice(key));
  if (course === 1) await core.ask('apply', key, takeBack());
  if (course === 2) {
    await core.ask('apply', key, { name: 'park', posting: 'advice', answer: receipt(key), reason: 'refused' });
  }
  return key;
}

interface Hit {
  readonly what: string;
  readonly bytes: Buffer;
}

/** The target's bytes with one bit turned over, or one sector of zeros or noise. */
function damaged({ directory }: World, target: Target, random: SimRandom): Hit {
  const whole = readFileSync(join(directory, target));
  const last = findFrames(whole).frames.at(-1);
  // Behind its last frame the mirror is preallocated zeros.
  const end = target === 'mirror.log' && last !== undefined ? last.offset + last.length : whole.length;
  for (;;) {
    const bytes = Buffer.from(whole);
    const place = random.below(end);
    const kind = random.pick(['bit', 'zeros', 'noise'] as const);
    if (kind === 'bit') {
      bytes[place]! ^= 1 << random.below(8);
    } else {
      const from = place - (place % SECTOR_BYTES);
      const sector = bytes.subarray(from, from + SECTOR_BYTES);
      sector.set(kind === 'zeros' ? new Uint8Array(sector.length) : random.bytes(sector.length));
    }
    if (!bytes.equals(whole)) return { what: `${kind} at byte ${place} of ${target}`, bytes };
  }
}

/** Whether anything that can be read differs; and whether SQLite by itself would find nothing wrong. */
function isLive(
  world: World,
  target: Target,
  bytes: Buffer,
  directory: string,
): { readonly is: boolean; readonly looksSound: boolean } {
  if (target === 'mirror.log') return { is: true, looksSound: false };
  layOut(world, target, bytes, directory);
  const { content, sound } = contentOf(directory);
  return { is: content !== world.content || !sound, looksSound: sound };
}

/** Every row of every table, read without the agent's help, and SQLite's own opinion. */
function contentOf(directory: string): { readonly content: string; readonly sound: boolean } {
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(join(directory, 'journal.db'), { timeout: 0 });
    const lines: string[] = ['application_id', 'user_version'].map((it) => JSON.stringify(db!.pragma(it)));
    const schema = db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all() as {
      type: string;
      name: string;
    }[];
    lines.push(JSON.stringify(schema));
    for (const { name } of schema.filter(({ type }) => type === 'table')) {
      const rows = db.prepare<[], Record<string, unknown>>(`SELECT * FROM "${name}" NOT INDEXED`).all();
      // Written once for people who look in with SQLite; the agent never reads it.
      if (name === 'meta') for (const row of rows) delete row['created_at_ms'];
      lines.push(name, JSON.stringify(rows));
    }
    return { content: lines.join('\n'), sound: db.pragma('integrity_check', { simple: true }) === 'ok' };
  } catch (error) {
    return { content: `unreadable: ${String(error)}`, sound: false };
  } finally {
    db?.close();
  }
}

function layOut(world: World, target: Target, bytes: Buffer, directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  copyDirectory(world.directory, directory);
  writeFileSync(join(directory, target), bytes, { mode: 0o600 });
}

/** Starts on the damaged files as the agent does, and counts what is owed then. */
async function judge(
  world: World,
  target: Target,
  bytes: Buffer,
  directory: string,
  withMirror: boolean,
): Promise<Verdict> {
  layOut(world, target, bytes, directory);
  const random = new SimRandom(bytes.length);
  const options = {
    fresh: { epoch: epochOf(random), chainKey: random.bytes(32), mark: drawMark(random.bytes(4)) },
    mirrorPath: withMirror ? join(directory, 'mirror.log') : null,
  };
  let noticed = false;
  let core: MirroredCore;
  try {
    core = await MirroredCore.open(directory, options);
    const { quarantined, created, mirror } = core.report;
    noticed ||=
      quarantined !== null || created || (mirror.state !== 'equal' && mirror.state !== 'off') || mirror.damaged;
    try {
      await core.ask('verify');
    } catch (error) {
      noticed = isExpected(error);
      await core.close();
      core = await startAnew(directory, options);
    }
  } catch (error) {
    noticed = isExpected(error);
    core = await startAnew(directory, options);
  }
  const { records } = await core.ask('unsettled');
  const verdict = { ...countOwed(world, records), unrecovered: await sells(core), noticed };
  await core.close();
  return verdict;
}

/** As the hint says: the journal aside, and a new one takes over what the mirror owes. */
async function startAnew(directory: string, options: Parameters<typeof MirroredCore.open>[1]): Promise<MirroredCore> {
  for (const name of ['journal.db', 'journal.db-wal']) {
    const path = join(directory, name);
    if (existsSync(path)) renameSync(path, `${path}.aside`);
  }
  return MirroredCore.open(directory, options);
}

/** A refusal is an answer only when it says what is wrong; a defect is none. */
function isExpected(error: unknown): boolean {
  if (error instanceof TillpostError && error.code !== 'INTERNAL') return true;
  throw error;
}

async function sells(core: MirroredCore): Promise<number> {
  const key = await core.owe(99);
  await core.ask('apply', key, settleAdvice(key));
  return (await core.ask('transaction', key))?.transaction.state === 'posted' ? 0 : 1;
}

function countOwed(
  { owed, keys }: World,
  records: readonly PendingPosting[],
): Pick<Verdict, 'lost' | 'duplicated' | 'unexpected'> {
  const found = new Map<string, string>();
  let duplicated = 0;
  let unexpected = 0;
  for (const record of records) {
    const name = nameOf(record);
    if (found.has(name)) duplicated += 1;
    // A receipt that was lost is asked for again under the same key, and the host knows the repeat.
    if (!keys.has(keyText(record.transaction.key))) unexpected += 1;
    found.set(name, wordsOf(record));
  }
  const lost = [...owed].filter(([name, words]) => found.get(name) !== words).length;
  return { lost, duplicated, unexpected };
}

function nameOf({ posting, transaction }: PendingPosting): string {
  return `${posting.content.kind} ${keyText(transaction.key)}`;
}

/** What the host must get, card data included; the sequence may be another one in a new journal. */
function wordsOf({ posting, transaction }: PendingPosting): string {
  const { content, money, state, createdAtMs } = posting;
  const { type, card: used, verdict, startedAtMs, stan } = transaction;
  return JSON.stringify(plain({ content, money, state, createdAtMs, type, card: used, verdict, startedAtMs, stan }));
}

function epochOf(random: SimRandom): string {
  return Buffer.from(random.bytes(8)).toString('hex');
}
