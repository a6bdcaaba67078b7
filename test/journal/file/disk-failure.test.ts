import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { Sealed } from '../../../src/domain/redaction.js';
import { bootInMemory } from '../../../src/journal/core/recovery.js';
import { type Database, openDatabase } from '../../../src/journal/file/database.js';
import { DiskSpace, type Space } from '../../../src/journal/file/space.js';
import {
  approveOffline,
  ask,
  bootCore,
  compiled,
  FRESH,
  MERCHANT,
  NOW_MS,
  order,
  receipt,
  TERMINAL,
} from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

describe('a full disk', () => {
  const scratch = scratchDirectories();

  /** The core on a file whose size is capped: SQLite then reports SQLITE_FULL as on a full disk. */
  function capped(reserve: () => boolean): {
    db: Database;
    store: ReturnType<typeof bootInMemory>['store'];
    path: string;
  } {
    const path = join(scratch(), 'journal.db');
    const db = openDatabase(path);
    const space: Space = {
      freeBytes: () => 1,
      isLow: () => false,
      assertRoom: () => undefined,
      release: reserve,
      replenish: () => undefined,
    };
    const options = { terminalId: TERMINAL, merchantId: MERCHANT, fresh: FRESH, atMs: NOW_MS, expectedEpoch: null };
    const { store } = bootInMemory(db, options, space, new Sealed(FRESH.chainKey));
    db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 4}`);
    return { db, store, path };
  }

  async function fill(store: ReturnType<typeof capped>['store']): Promise<{ made: number; code: string }> {
    for (let made = 0; made < 1000; made += 1) {
      const [outcome] = store.serve([{ name: 'begin', args: [order()], atMs: NOW_MS }]);
      if (outcome?.ok === false) return { made, code: outcome.error.code };
    }
    throw new Error('the disk never filled');
  }

  it('refuses with JOURNAL_FULL, keeps what stands, and goes on when there is room', async () => {
    const { db, store } = capped(() => false);
    const { made, code } = await fill(store);
    expect(code).toBe('JOURNAL_FULL');
    expect(store.failure).toBeNull();
    // And the one that opened the batch.
    expect(store.head().entry).toBe(made + 1);
    ask(store, 'verify');
    db.pragma('max_page_count = 10000');
    expect(ask(store, 'begin', order()).transaction.key.number).toBe(made + 1);
    ask(store, 'verify');
    store.close();
  });

  it('gives up the reserve once and repeats the write', async () => {
    let released = 0;
    const { db, store } = capped(() => {
      released += 1;
      if (released > 1) return false;
      db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 8}`);
      return true;
    });
    const { made } = await fill(store);
    expect(released).toBe(2);
    // And the one that opened the batch.
    expect(store.head().entry).toBe(made + 1);
    ask(store, 'verify');
    store.close();
  });

  it('takes a message of receipts whole or not at all', () => {
    const { db, store } = capped(() => false);
    db.pragma('max_page_count = 100000');
    const answers = Array.from({ length: 60 }, (_, index) => {
      const { key } = ask(store, 'begin', order()).transaction;
      ask(store, 'apply', key, approveOffline());
      return receipt(key, { sequence: index + 1 });
    });
    const head = store.head();
    db.pragma(`max_page_count = ${(db.pragma('page_count', { simple: true }) as number) + 4}`);
    const policy = { parkAfter: 3, temporary: [], malformed: [], outOfPatience: [] };
    const take = () => store.serve([{ name: 'receipts', args: [answers, policy], atMs: NOW_MS }])[0];
    expect(take()).toMatchObject({ ok: false, error: { code: 'JOURNAL_FULL' } });
    expect(store.changes).toBeNull();
    expect(store.head()).toEqual(head);
    expect(ask(store, 'queue')).toMatchObject({ advices: 60 });
    ask(store, 'verify');
    db.pragma('max_page_count = 100000');
    expect(take()).toMatchObject({ ok: true });
    expect(store.changes).toHaveLength(60);
    expect(ask(store, 'queue')).toMatchObject({ advices: 0 });
    ask(store, 'verify');
    store.close();
  });

  it('writes its reserve, gives it back, and makes it again when there is room', () => {
    const path = join(scratch(), 'journal.db');
    let free = 10_000_000;
    const space = new DiskSpace(path, { reserveBytes: 100_000, lowWaterBytes: 1_000_000 }, () => free);
    expect(space.isLow()).toBe(true);
    space.replenish();
    expect(space.isLow()).toBe(false);
    expect(statSync(`${path}.reserve`).blocks * 512).toBeGreaterThanOrEqual(100_000);
    free = 999_999;
    expect(space.isLow()).toBe(true);
    expect([space.release(), space.release()]).toEqual([true, false]);
    expect(existsSync(`${path}.reserve`)).toBe(false);
    free = 1_100_000;
    // Above the mark but without its reserve it is low still: the room is not there twice.
    space.replenish();
    expect(space.isLow()).toBe(true);
    free = 10_000_000;
    space.replenish();
    expect(space.isLow()).toBe(false);
  });
});

describe('an I/O error', () => {
  const scratch = scratchDirectories();

  it('stops the sales, closes, reopens, checks and goes on, and nothing acknowledged is lost', async () => {
    const directory = scratch();
    const path = join(directory, 'journal.db');
    // The kernel refuses to let a file grow beyond the limit: SQLite's write fails in the middle of a commit
    // with SQLITE_IOERR_WRITE, in a real process on a real file.
    const child = spawn(
      'bash',
      [
        '-c',
        `trap '' XFSZ; exec "$0" "$@"`,
        process.execPath,
        compiled('test/journal/core/writer-child.js'),
        path,
        '3',
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const writer = follow(child);
    try {
      for (let sales = 0; sales < 10; sales += 1) await writer.until((line) => line.startsWith('approved'));
      limitFileSize(child, 100_000);
      await writer.until((line) => line === 'health failed');
      limitFileSize(child, null);
      await writer.until((line) => line === 'health ok');
      for (let sales = 0; sales < 10; sales += 1) await writer.until((line) => line.startsWith('approved'));
      child.stdin?.write('stop\n');
      await writer.until((line) => line === 'closed');
    } finally {
      child.kill('SIGKILL');
      await writer.ended;
    }
    expect(writer.lines).toContain('refused JOURNAL_IO');
    expect(new Set(writer.lines.filter((line) => line.startsWith('refused')))).toEqual(new Set(['refused JOURNAL_IO']));
    const { store } = bootCore(directory);
    ask(store, 'verify');
    const approved = writer.lines
      .filter((line) => line.startsWith('approved'))
      .map((line) => line.split(' ').map(Number));
    expect(approved.length).toBeGreaterThanOrEqual(20);
    for (const [, number, sequence] of approved)
      expect(ask(store, 'posting', sequence!)?.transaction.key.number).toBe(number);
    store.close();
  });

  it('takes nothing more once it has failed', async () => {
    const { store } = bootCore(scratch());
    const { key } = ask(store, 'begin', order()).transaction;
    const broken = new Error('disk I/O error');
    Object.assign(broken, { code: 'SQLITE_IOERR_FSYNC' });
    const db = openDatabase(join(scratch(), 'journal.db'));
    store.close();
    const failing = new Proxy(db, {
      get: (target, name) => {
        if (name === 'exec') {
          return (sql: string) => {
            if (sql === 'COMMIT') throw broken;
            return target.exec(sql);
          };
        }
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const space = new DiskSpace(db.name, { reserveBytes: 0, lowWaterBytes: 0 });
    const options = { terminalId: TERMINAL, merchantId: MERCHANT, fresh: FRESH, atMs: NOW_MS, expectedEpoch: null };
    const { store: sick } = bootInMemory(failing, options, space, new Sealed(new SimRandom(1).bytes(32)));
    expect(await thrownBy(() => ask(sick, 'begin', order()))).toMatchObject({ code: 'JOURNAL_IO', retryable: true });
    expect(sick.failure?.code).toBe('JOURNAL_IO');
    expect((await thrownBy(() => ask(sick, 'apply', key, approveOffline()))).code).toBe('JOURNAL_IO');
    expect((await thrownBy(() => ask(sick, 'recent', 1))).code).toBe('JOURNAL_IO');
    expect(sick.head().entry).toBe(0);
    sick.close();
  });

  it('sees a bit flipped under it as a broken chain, and does not open', async () => {
    const directory = scratch();
    const path = join(directory, 'journal.db');
    const { store } = bootCore(directory);
    const { key } = ask(store, 'begin', order({ idempotencyKey: 'flip-me-here' })).transaction;
    ask(store, 'apply', key, approveOffline());
    store.close();
    const bytes = readFileSync(path);
    const at = bytes.indexOf('"amount":1250');
    expect(at).toBeGreaterThan(0);
    bytes[at + 9] = bytes[at + 9]! ^ 1;
    writeFileSync(path, bytes);
    expect((await thrownBy(() => bootCore(directory))).code).toBe('JOURNAL_CHAIN_BROKEN');
  });
});

interface Follower {
  readonly lines: string[];
  readonly ended: Promise<unknown>;
  /** The next line, after those already waited for, that matches. */
  until(matches: (line: string) => boolean): Promise<void>;
}

function follow(child: ChildProcess): Follower {
  const lines: string[] = [];
  let seen = 0;
  let wake = (): void => undefined;
  let open = true;
  const reading = createInterface({ input: child.stdout! });
  reading.on('line', (line) => {
    lines.push(line);
    wake();
  });
  const ended = once(reading, 'close').then(() => {
    open = false;
    wake();
  });
  return {
    lines,
    ended,
    until: async (matches) => {
      for (;;) {
        while (seen < lines.length) if (matches(lines[seen++]!)) return;
        if (!open) throw new Error(`the writer ended after: ${lines.slice(-5).join(' | ')}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** prlimit(1) of util-linux; null lifts the limit. The hard limit stays, so that it can be lifted. */
function limitFileSize(child: ChildProcess, bytes: number | null): void {
  execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes ?? 'unlimited'}:unlimited`]);
}
