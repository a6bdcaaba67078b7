import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { money } from '../../../src/domain/money.js';
import { sameMac } from '../../../src/journal/chain/entry-chain.js';
import {
  approveOffline,
  ask,
  bootCore,
  cancel,
  card,
  FRESH,
  NOW_MS,
  order,
  settleAdvice,
} from '../../support/journal.js';
import { ISSUED } from '../../support/samples.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';
interface Tampering {
  readonly name: string;
  /** Statements of someone who has the file but not the key. */
  readonly sql: string;
  /** Whether the bounded check of the next start finds it, not only the whole one. */
  readonly atStart: boolean;
  readonly found: string;
}

// Entries of `filled`: 1 open batch 1, 2 begin A, 3 begin B, 4 approve A, 5 cancel B, 6 begin D, 7 approve D,
// 8 settings, 9 and 10 the command, 11 seal, 12 open batch 2, 13 fixTotals, 14 differs, 15 explained;
// behind the good point: 16 date batch 2, 17 begin C, 18 settle A, 19 goOnline C.
const SWAP = (a: number, b: number): string => `
  CREATE TEMP TABLE pair AS SELECT * FROM entry WHERE number IN (${a}, ${b});
  UPDATE pair SET number = ${a + b} - number;
  PRAGMA foreign_keys = OFF;
  DELETE FROM entry WHERE number IN (${a}, ${b});
  INSERT INTO entry SELECT * FROM pair;`;

const TAMPERINGS: readonly Tampering[] = [
  {
    name: 'an edited payload',
    sql: "UPDATE entry SET payload = json_set(payload, '$.after.amount', 1) WHERE number = 4",
    atStart: false,
    found: 'entry 4 was changed',
  },
  {
    name: 'an edited digest',
    sql: 'UPDATE entry SET digest = zeroblob(32) WHERE number = 19',
    atStart: true,
    found: 'entry 19 does not follow from the one before',
  },
  {
    name: 'an edited event column',
    sql: "UPDATE entry SET event = 'cancel' WHERE number = 19",
    atStart: true,
    found: 'the columns of entry 19 were changed',
  },
  {
    name: 'an edited time',
    sql: 'UPDATE entry SET at_ms = at_ms + 1 WHERE number = 1',
    atStart: false,
    found: 'the columns of entry 1 were changed',
  },
  {
    name: 'a deleted entry',
    sql: 'PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE number = 17',
    atStart: true,
    found: 'entry 17 is missing',
  },
  {
    name: 'the newest entries cut off',
    sql: 'PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE number >= 18',
    atStart: true,
    found: 'the newest entries of the journal are gone',
  },
  {
    name: 'two entries swapped',
    sql: SWAP(18, 19),
    atStart: true,
    found: 'entry 18 does not follow from the one before',
  },
  {
    name: 'a blanked entry',
    sql: 'UPDATE entry SET payload = NULL WHERE number = 5',
    atStart: false,
    found: 'the entries of transaction 2 were blanked, not purged',
  },
  {
    name: 'a sale made to look purged',
    sql: `
      PRAGMA foreign_keys = OFF;
      DELETE FROM posting;
      DELETE FROM sale_transaction WHERE number = 1;
      UPDATE entry SET payload = NULL WHERE transaction_number = 1`,
    atStart: true,
    found: 'the entries of transaction 1 were blanked, not purged',
  },
  {
    name: 'a moved anchor',
    sql: `
      PRAGMA foreign_keys = OFF;
      UPDATE meta SET anchor_entry = 3, anchor_mac = (SELECT mac FROM entry WHERE number = 3);
      DELETE FROM entry WHERE number <= 3`,
    atStart: false,
    found: 'the anchor is at entry 3, retention left it at 0',
  },
  {
    name: 'an edited amount',
    sql: 'UPDATE sale_transaction SET amount = 1 WHERE number = 1',
    atStart: true,
    found: 'transaction 1 differs from entry 18',
  },
  {
    name: 'an edited verdict',
    sql: "UPDATE sale_transaction SET verdict = json_set(verdict, '$.outcome', 'declined') WHERE number = 1",
    atStart: true,
    found: 'transaction 1 differs from entry 18',
  },
  {
    name: 'edited card data',
    sql: 'UPDATE sale_transaction SET ciphertext = zeroblob(32) WHERE number = 4',
    atStart: true,
    found: 'transaction 4 differs from entry 19',
  },
  {
    name: 'a deleted transaction',
    sql: 'PRAGMA foreign_keys = OFF; DELETE FROM sale_transaction WHERE number = 4',
    atStart: true,
    found: 'transaction 4 has entries but no state',
  },
  {
    name: 'a deleted posting',
    sql: 'DELETE FROM posting WHERE sequence = 1',
    atStart: true,
    found: 'transaction 1 differs from entry 18',
  },
  {
    name: 'a posting set back to pending',
    sql: "UPDATE posting SET state = 'pending' WHERE sequence = 1",
    atStart: true,
    found: 'transaction 1 differs from entry 18',
  },
  {
    name: 'a posting of nobody',
    sql: `
      PRAGMA foreign_keys = OFF;
      CREATE TEMP TABLE one AS SELECT * FROM posting WHERE sequence = 1;
      UPDATE one SET sequence = 9, transaction_number = 99;
      INSERT INTO posting SELECT * FROM one`,
    atStart: false,
    found: 'a posting has no transaction',
  },
  {
    name: 'an edited sum',
    sql: 'UPDATE queue_total SET count = 7',
    atStart: false,
    found: 'the sums of the queue differ from their rows',
  },
  {
    name: 'an edited offline room',
    sql: 'UPDATE offline_room SET amount = 5',
    atStart: false,
    found: 'the sums of the offline room differ from their rows',
  },
  {
    name: 'an edited room of a card',
    sql: 'UPDATE card_room SET amount = 5',
    atStart: false,
    found: 'the sums of the offline room of the cards differ from their rows',
  },
  {
    name: 'a forgotten card',
    sql: 'DELETE FROM card_room',
    atStart: false,
    found: 'the sums of the offline room of the cards differ from their rows',
  },
  {
    name: 'a flag that frees a card',
    sql: `
      UPDATE sale_transaction SET offline_room = 0 WHERE number = 3;
      DELETE FROM card_room;
      DELETE FROM offline_room`,
    atStart: false,
    found: 'transaction 3 differs from entry 7',
  },
  {
    name: 'an edited batch of a sale',
    sql: 'UPDATE sale_transaction SET posted_batch = 2 WHERE number = 1',
    atStart: true,
    found: 'transaction 1 differs from entry 18',
  },
  {
    name: 'an edited time of posting',
    sql: 'UPDATE sale_transaction SET posted_at_ms = posted_at_ms - 1 WHERE number = 1',
    atStart: true,
    found: 'transaction 1 differs from entry 18',
  },
  {
    name: 'an edited void key',
    sql: "UPDATE sale_transaction SET void_idempotency_key = 'x' WHERE number = 1",
    atStart: true,
    found: 'transaction 1 differs from entry 18',
  },
  {
    name: 'an edited total',
    sql: "UPDATE batch_total SET amount = 1 WHERE side = 'host'",
    atStart: false,
    found: 'batch 1 differs from entry 15',
  },
  {
    name: 'an added total',
    sql: "INSERT INTO batch_total VALUES (2, 'terminal', 'sale', 'EUR', 1, 1)",
    atStart: false,
    found: 'batch 2 differs from entry 16',
  },
  { name: 'a deleted total', sql: 'DELETE FROM batch_total', atStart: false, found: 'batch 1 differs from entry 15' },
  {
    name: 'an edited difference',
    sql: 'UPDATE batch_difference SET host_amount = host_amount + 1',
    atStart: false,
    found: 'batch 1 differs from entry 15',
  },
  {
    name: 'a deleted difference',
    sql: 'DELETE FROM batch_difference',
    atStart: false,
    found: 'batch 1 differs from entry 15',
  },
  {
    name: 'an edited business date',
    sql: "UPDATE batch SET business_date = '2027-01-01' WHERE number = 1",
    atStart: false,
    found: 'batch 1 differs from entry 15',
  },
  {
    name: 'a batch opened again',
    sql: "UPDATE batch SET state = 'detailing', closed_at_ms = NULL WHERE number = 1",
    atStart: false,
    found: 'batch 1 differs from entry 15',
  },
  {
    name: 'a deleted batch',
    sql: 'PRAGMA foreign_keys = OFF; DELETE FROM batch WHERE number = 2',
    atStart: false,
    found: 'batch 2 differs from entry 16',
  },
  {
    name: 'a batch of nobody',
    sql: `
      UPDATE batch SET state = 'closed', closed_at_ms = 1, sequence = 9, fixed_at_ms = 1 WHERE number = 2;
      INSERT INTO batch VALUES (3, 'M0001', '2027-01-17', 'open', 1, 0, NULL, NULL, NULL)`,
    atStart: false,
    found: 'batch 2 differs from entry 16',
  },
  {
    name: 'an edited limit',
    sql: `UPDATE setting SET value = '[]' WHERE name = 'limits'`,
    atStart: false,
    found: 'settings differs from entry 8',
  },
  {
    name: 'deleted settings',
    sql: "DELETE FROM setting; DELETE FROM chain_subject WHERE name = 'settings'",
    atStart: false,
    found: 'settings does not stand at its newest entry',
  },
  {
    name: 'an edited command',
    sql: "UPDATE host_command SET result = 'x'",
    atStart: false,
    found: 'commands differs from entry 10',
  },
  {
    name: 'a forgotten command counter',
    sql: 'DELETE FROM host_command',
    atStart: false,
    found: 'commands differs from entry 10',
  },
  {
    name: 'a subject set back to an older entry',
    sql: "UPDATE chain_subject SET last_entry = 9 WHERE name = 'commands'",
    atStart: false,
    found: 'commands does not stand at its newest entry',
  },
  {
    name: 'an edited state column',
    sql: "UPDATE entry SET state = 'posted' WHERE number = 19",
    atStart: true,
    found: 'the columns of entry 19 were changed',
  },
  {
    name: 'an entry given to another sale',
    sql: 'UPDATE entry SET transaction_number = 1 WHERE number = 19',
    atStart: true,
    found: 'the columns of entry 19 were changed',
  },
  {
    name: 'an edited MAC',
    sql: 'UPDATE entry SET mac = zeroblob(32) WHERE number = 3',
    atStart: false,
    found: 'entry 3 does not follow from the one before',
  },
  {
    name: 'an edited good point',
    sql: 'UPDATE meta SET verified_mac = zeroblob(32)',
    atStart: true,
    found: 'entry 16 does not follow from the one before',
  },
  {
    name: 'a good point that names another entry',
    sql: 'UPDATE meta SET verified_entry = 19, verified_mac = (SELECT mac FROM entry WHERE number = 19); UPDATE entry SET at_ms = 1 WHERE number = 17',
    atStart: false,
    found: 'the columns of entry 17 were changed',
  },
  {
    name: 'a sale that stands at an older entry',
    sql: 'PRAGMA foreign_keys = OFF; UPDATE sale_transaction SET last_entry = 17 WHERE number = 4',
    atStart: true,
    found: 'transaction 4 does not stand at its newest entry',
  },
  {
    name: 'a sale without any entry',
    sql: `
      PRAGMA foreign_keys = OFF;
      UPDATE sale_transaction SET number = 99 WHERE number = 2`,
    atStart: false,
    found: 'transaction 99 does not stand at its newest entry',
  },
];

describe('the entry chain', () => {
  const scratch = scratchDirectories();

  function filled(): string {
    const directory = scratch();
    const first = bootCore(directory).store;
    const a = ask(first, 'begin', order()).transaction.key;
    const b = ask(first, 'begin', order({ amount: 99 })).transaction.key;
    ask(first, 'apply', a, approveOffline());
    ask(first, 'apply', b, cancel);
    ask(first, 'apply', ask(first, 'begin', order({ amount: 50 })).transaction.key, approveOffline());
    ask(first, 'changeSettings', { limits: [{ entryMode: 'chip', currency: 'EUR', limits: { ceiling: 500 } }] });
    ask(first, 'acceptCommand', { counter: 7, ...ISSUED, order: { kind: 'closeBatch' } });
    ask(first, 'finishCommand', { counter: 7, outcome: 'done', text: 'closed' });
    for (const event of [
      { name: 'seal' },
      { name: 'fixTotals' },
      { name: 'differs', hostTotals: [{ type: 'sale', currency: 'EUR', count: 1, amount: 5 }] },
      {
        name: 'explained',
        differences: [{ key: b, kind: 'missingAtTerminal', type: 'sale', terminal: null, host: money(5, 'EUR') }],
      },
    ] as const) {
      ask(first, 'applyBatch', 1, event);
    }
    first.close();
    // What stands here is behind the good point of the second start.
    const second = bootCore(directory).store;
    const c = ask(second, 'begin', order({ amount: 7 })).transaction.key;
    ask(second, 'apply', a, settleAdvice(a));
    ask(second, 'apply', c, { name: 'goOnline', card: card() });
    second.close();
    return directory;
  }

  function tamper(directory: string, sql: string): void {
    const db = new Sqlite(join(directory, 'journal.db'));
    db.exec(sql);
    db.close();
  }

  it('is whole when nobody touched it', () => {
    const directory = filled();
    tamper(directory, 'SELECT 1');
    const { store, report } = bootCore(directory);
    expect(report.verifiedEntries).toBe(4);
    expect(ask(store, 'verify')).toMatchObject({ entries: 19, transactions: 4, head: store.head() });
    store.close();
    const again = bootCore(directory);
    expect(again.report.verifiedEntries).toBe(0);
    again.store.close();
  });

  it.each(TAMPERINGS)('finds $name', async ({ sql, atStart, found: message }) => {
    const directory = filled();
    tamper(directory, sql);
    const found = await thrownBy(() => {
      const { store } = bootCore(directory);
      try {
        expect(atStart).toBe(false);
        ask(store, 'verify');
      } finally {
        store.close();
      }
    });
    expect(found).toMatchObject({ code: 'JOURNAL_CHAIN_BROKEN', message });
    expect(found.hint).toBeDefined();
  });

  it('does not take a piece of another journal under the same key', async () => {
    const [ours, theirs] = [filled(), scratch()];
    const other = bootCore(theirs, { fresh: { ...FRESH, epoch: '00000000000000bb' } }).store;
    for (let amount = 1; amount <= 18; amount += 1) ask(other, 'begin', order({ amount }));
    other.close();
    tamper(
      ours,
      `
      ATTACH '${join(theirs, 'journal.db')}' AS other;
      PRAGMA foreign_keys = OFF;
      UPDATE entry SET (transaction_number, event, at_ms, state, payload, digest, mac) =
        (SELECT transaction_number, event, at_ms, state, payload, digest, mac
           FROM other.entry o WHERE o.number = entry.number)
       WHERE number = 19;`,
    );
    expect((await thrownBy(() => bootCore(ours))).code).toBe('JOURNAL_CHAIN_BROKEN');
  });

  it('does not open with another key', async () => {
    const directory = filled();
    rmSync(join(directory, 'journal.key'));
    writeFileSync(join(directory, 'journal.key'), '11'.repeat(32), { mode: 0o600 });
    expect((await thrownBy(() => bootCore(directory))).code).toBe('JOURNAL_CHAIN_BROKEN');
  });

  it('moves its good point while it runs, so that a start checks little however much there is', () => {
    const directory = scratch();
    const { store } = bootCore(directory);
    for (let count = 0; count < 700; count += 1)
      ask(store, 'apply', ask(store, 'begin', order()).transaction.key, cancel);
    expect(store.head().entry).toBe(1401);
    // As kill -9 leaves it: nothing is said at the end.
    store.close();
    const { store: again, report } = bootCore(directory);
    expect(report.verifiedEntries).toBeLessThan(1024);
    expect(ask(again, 'verify').entries).toBe(1401);
    again.close();
  });

  it('stays whole through interleaved purges, and finds what is passed off as one', async () => {
    const directory = scratch();
    const { store } = bootCore(directory);
    const keys = Array.from(
      { length: 12 },
      (_, index) => ask(store, 'begin', order({ amount: index + 1 })).transaction.key,
    );
    // The oldest one stays open and keeps the front of the chain.
    for (const key of keys.slice(1, 9)) ask(store, 'apply', key, cancel);
    const later = 2 * NOW_MS;
    expect(ask(store, 'purge', later, 3)).toBe(3);
    expect(ask(store, 'purge', later, 100)).toBe(5);
    ask(store, 'verify');
    ask(store, 'apply', keys[0]!, cancel);
    expect(ask(store, 'purge', later, 100)).toBe(1);
    const { entries } = ask(store, 'verify');
    expect(entries).toBeLessThan(store.head().entry);
    const head = store.head();
    store.close();
    tamper(
      directory,
      `
      PRAGMA foreign_keys = OFF;
      DELETE FROM sale_transaction WHERE number = 11;
      UPDATE entry SET payload = NULL WHERE transaction_number = 11;`,
    );
    expect((await thrownBy(() => bootCore(directory))).code).toBe('JOURNAL_CHAIN_BROKEN');
    expect(head.entry).toBeGreaterThan(20);
  });
});

describe('comparing MACs', () => {
  // Found by the damage row, seed 1: a flipped bit in a record's header turns a MAC into NULL.
  it('takes anything that is no bytes for another MAC, and does not stumble', () => {
    const mac = new Uint8Array(32);
    for (const damaged of [null, undefined, 7, 'x'.repeat(32)]) {
      expect(sameMac(damaged as unknown as Uint8Array, mac)).toBe(false);
      expect(sameMac(mac, damaged as unknown as Uint8Array)).toBe(false);
    }
    expect(sameMac(mac, new Uint8Array(32))).toBe(true);
  });
});
