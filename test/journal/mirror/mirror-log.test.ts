import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangesOf, rangeText } from '../../../src/domain/course/ranges.js';
import { keyText } from '../../../src/domain/key.js';
import { money } from '../../../src/domain/money.js';
import type { Posting } from '../../../src/domain/posting.js';
import type { Transaction } from '../../../src/domain/transaction.js';
import { findFrames, SECTOR_BYTES } from '../../../src/journal/mirror/mirror-frames.js';
import { MirrorLog } from '../../../src/journal/mirror/mirror-log.js';
import { type MirrorContent, readMirror, understood } from '../../../src/journal/mirror/mirror-reading.js';
import type { JournalMark, PendingPosting } from '../../../src/ports/index.js';
import { card, FRESH, NOW_MS, TERMINAL } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

const IDENTITY = { terminalId: TERMINAL, merchantId: 'M0001', epoch: FRESH.epoch, sequenceAtOpen: 0, continues: [] };
const at = (entry: number, postings = entry): JournalMark => ({
  entry,
  mac: 'ab'.repeat(32),
  transactions: postings,
  postings,
});

function owed(sequence: number, change: Partial<Posting> = {}): PendingPosting {
  const key = { terminalId: TERMINAL, epoch: FRESH.epoch, mark: FRESH.mark, number: sequence };
  const transaction: Transaction = {
    key,
    merchantId: 'M0001',
    type: 'sale',
    state: 'approved',
    money: money(1250, 'EUR'),
    stan: sequence,
    tillId: null,
    idempotencyKey: `till-${sequence}`,
    orderReference: null,
    vouched: false,
    startedAtMs: NOW_MS,
    clock: 'trusted',
    card: card(),
    deferred: false,
    offlineRoom: true,
    answer: null,
    batch: 1,
    postedBatch: null,
    voidedBatch: null,
    reader: null,
    shown: 'unknown',
    shownAtMs: null,
    verdict: { outcome: 'approved', by: 'card', responseCode: 'Y1', reason: null },
  };
  const posting: Posting = {
    sequence,
    key,
    content: { kind: 'advice', response: 'Y1' },
    money: transaction.money,
    state: 'pending',
    opening: 1,
    refusals: 0,
    parkedReason: null,
    createdAtMs: NOW_MS,
    ...change,
  };
  return { posting, transaction };
}

const sequencesOf = ({ debts }: MirrorContent): number[] =>
  debts.flatMap(({ postings }) => postings.map(({ sequence }) => sequence));

describe('the mirror log', () => {
  const scratch = scratchDirectories();

  async function opened(records: readonly PendingPosting[] = []): Promise<{ log: MirrorLog; path: string }> {
    const path = join(scratch(), 'mirror', 'mirror.log');
    const log = new MirrorLog(path);
    await log.rewrite(records, IDENTITY, at(records.length));
    return { log, path };
  }

  it('gives back what is owed with its card data, and only its owner may read it', async () => {
    const { log, path } = await opened([owed(1)]);
    await log.append([owed(2), owed(3, { state: 'parked', parkedReason: 'host says no' })], at(5, 3));
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    const copy = readMirror(path)!;
    expect(copy).toMatchObject({ damaged: false, unreadable: [], mark: at(5, 3) });
    expect(copy.identity).toEqual({ terminalId: TERMINAL, epoch: FRESH.epoch });
    expect(sequencesOf(copy)).toEqual([1, 2, 3]);
    const secret = card().secret!;
    expect(Buffer.from(copy.debts[1]!.row.ciphertext!).equals(Buffer.from(secret.ciphertext.reveal()))).toBe(true);
    expect(copy.debts[2]!.postings[0]).toMatchObject({ state: 'parked', parked_reason: 'host says no' });
    await log.close();
  });

  it('forgets what was released, keeps the newest state, and erases the card data of both', async () => {
    const { log, path } = await opened();
    const settled = owed(1);
    const secret = { ciphertext: card().secret!.ciphertext, ksn: card().secret!.ksn, emv: card().secret!.emv };
    await log.append([settled], at(2, 1));
    await log.append([owed(2)], at(4, 2));
    await log.append([owed(2, { refusals: 1 })], at(5, 2));
    await log.release([1], at(6, 2));
    expect(sequencesOf(readMirror(path)!)).toEqual([2]);
    expect(readMirror(path)!.debts[0]!.postings[0]!.refusals).toBe(1);
    const ciphertext = Buffer.from(secret.ciphertext.reveal()).toString('base64');
    const times = (): number => readFileSync(path, 'latin1').split(ciphertext).length - 1;
    expect(times()).toBeGreaterThan(1);
    await log.tidy();
    expect(times()).toBe(1);
    await log.release([2], at(7, 2));
    await log.close();
    expect(times()).toBe(0);
    expect(readMirror(path)).toMatchObject({ damaged: false, debts: [], mark: at(7, 2) });
  });

  it('keeps a transaction that moved on while another posting of it is owed', async () => {
    const { log, path } = await opened([owed(1)]);
    const { transaction } = owed(1);
    await log.mark(at(2, 1), [{ ...transaction, postedBatch: 4 }, owed(9).transaction]);
    expect(readMirror(path)!.debts.map(({ key, row }) => [keyText(key), row.posted_batch])).toEqual([
      [keyText(transaction.key), 4],
    ]);
    await log.close();
  });

  it('stays bounded by what is owed', async () => {
    const { log, path } = await opened([owed(1)]);
    for (let entry = 2; entry < 1500; entry += 1) {
      await log.append([owed(entry)], at(entry));
      await log.release([entry], at(entry));
    }
    expect(statSync(path).size).toBeLessThan(1_048_576);
    expect(sequencesOf(readMirror(path)!)).toEqual([1]);
    await log.close();
  });

  it('refuses everything after an error until it is written anew', async () => {
    const directory = scratch();
    const path = join(directory, 'sub', 'mirror.log');
    const log = new MirrorLog(path);
    expect((await thrownBy(() => log.append([owed(1)], at(1)))).code).toBe('JOURNAL_IO');
    writeFileSync(join(directory, 'sub'), 'in the way');
    await expect(log.rewrite([owed(1)], IDENTITY, at(1))).rejects.toThrow();
    rmSync(join(directory, 'sub'));
    mkdirSync(join(directory, 'sub'));
    await log.rewrite([owed(1)], IDENTITY, at(1));
    await log.append([owed(2)], at(2));
    expect(sequencesOf(readMirror(path)!)).toEqual([1, 2]);
    // What was written reads back otherwise: an error of the device, found when the live frames are copied.
    const bytes = readFileSync(path);
    bytes.fill(0, 2 * SECTOR_BYTES, 3 * SECTOR_BYTES);
    writeFileSync(path, bytes);
    await log.release([2], at(2));
    await expect(log.tidy()).rejects.toThrow('does not read back');
    await expect(log.append([owed(3)], at(3))).rejects.toThrow('closed after an error');
    await log.close();
  });

  it('accounts for every sequence, whatever sector is destroyed: readable, or named', async () => {
    const { log, path } = await opened([owed(1), owed(2), owed(3)]);
    await log.append([owed(4)], at(4));
    await log.release([2], at(5, 4));
    await log.append([owed(5)], at(6, 5));
    const whole = readFileSync(path);
    await log.close();
    const live = [1, 3, 4, 5];
    let named = 0;
    const end = findFrames(whole).frames.at(-1)!;
    fc.assert(
      fc.property(
        fc.nat(end.offset + end.length - 1),
        fc.constantFrom('bit', 'noise', 'zero'),
        fc.nat(255),
        (place, how, salt) => {
          const bytes = Buffer.from(whole);
          const sector = place - (place % SECTOR_BYTES);
          if (how === 'bit') bytes[place]! ^= 1 << (salt % 8);
          else bytes.fill(how === 'zero' ? 0 : salt | 1, sector, sector + SECTOR_BYTES);
          if (bytes.equals(whole)) return;
          const copy = understood(bytes);
          const readable = sequencesOf(copy);
          const lost = live.filter((sequence) => !readable.includes(sequence));
          // The newest frames gone without a trace look like a mirror that is behind: the journal tells.
          const isBehind = copy.mark === null || copy.mark.entry < 6;
          for (const sequence of lost) {
            const isNamed = copy.unreadable.includes(sequence) || (isBehind && sequence > (copy.mark?.postings ?? 0));
            expect(`${sequence} ${isNamed}`).toBe(`${sequence} true`);
          }
          expect(copy.damaged || isBehind || lost.length === 0).toBe(true);
          named += lost.length;
        },
      ),
      { numRuns: 400 },
    );
    expect(named).toBeGreaterThan(0);
  });

  it('reads no mirror where there is none, and damage where it cannot be read', () => {
    const directory = scratch();
    expect(readMirror(join(directory, 'mirror.log'))).toBeNull();
    expect(readMirror(directory)).toMatchObject({ damaged: true, identity: null });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 2000 }), (noise) => {
        expect(understood(Buffer.from(noise)).debts).toEqual([]);
      }),
    );
  });

  it('says numbers as ranges', () => {
    expect(rangeText(rangesOf([5, 1, 2, 3, 9, 8]))).toBe('1–3, 5, 8–9');
    expect(rangeText(rangesOf([]))).toBe('');
  });
});
