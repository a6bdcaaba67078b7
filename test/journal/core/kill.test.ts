import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { ask, bootCore, compiled } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';

const ROUNDS = 15;

describe('kill -9 of the writer', () => {
  const scratch = scratchDirectories();

  it(`loses nothing that was acknowledged, ${ROUNDS} times in a row`, async () => {
    const directory = scratch();
    const random = new SimRandom(20260101);
    /** What the journal promised, over all rounds: transaction number → states from the acknowledged one on. */
    const promised = new Map<number, string>();
    const sequences = new Map<number, number>();
    let closed = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      const lines = await writeAndDie(join(directory, 'journal.db'), round < 2 ? 1 : 20 + random.below(200));
      for (const line of lines) {
        const [word = '', number = '', sequence] = line.split(' ');
        if (word === 'opened') continue;
        expect(word).not.toBe('refused');
        if (word === 'closed') {
          closed = Math.max(closed, Number(number));
          continue;
        }
        promised.set(Number(number), word);
        if (sequence !== undefined) sequences.set(Number(sequence), Number(number));
      }
      const { store, report } = bootCore(directory);
      expect(report).toMatchObject({ created: false, quarantined: null });
      ask(store, 'verify');
      for (const [number, word] of promised) {
        // Each start has a mark of its own; a STAN is the number while there are few.
        const [stored] = ask(store, 'byStan', number);
        expect(`${number} ${word}: ${REACHED[word]!.includes(stored?.state ?? 'lost')}`).toBe(
          `${number} ${word}: true`,
        );
      }
      for (const [sequence, number] of sequences)
        expect(ask(store, 'posting', sequence)?.transaction.key.number).toBe(number);
      // Gap-free: as many postings as the highest sequence, as many transactions as the highest number.
      const batches = ask(store, 'batches', 1000);
      expect(store.identity.sequenceAtOpen).toBe(
        ask(store, 'listPostings', 'pending', 0, 1000).length +
          ask(store, 'listPostings', 'receipted', 0, 1000).length +
          batches.filter(({ sequence: taken }) => taken !== null).length,
      );
      // A batch that was said to be closed is; the newest takes postings.
      expect(batches.filter(({ number, state }) => number <= closed && state !== 'closed')).toEqual([]);
      if (batches.length > 0) expect(store.status().openBatch).toBe(batches[0]!.number);
      store.close();
    }
    expect(promised.size).toBeGreaterThan(ROUNDS * 5);
    expect(closed).toBeGreaterThan(ROUNDS);
  });
});

/** States in which a transaction may stand once this was acknowledged. */
const REACHED: Readonly<Record<string, readonly string[]>> = {
  begun: ['started', 'approved', 'cancelled', 'posted', 'voiding', 'voided'],
  approved: ['approved', 'posted', 'voiding', 'voided'],
  cancelled: ['cancelled'],
  posted: ['posted', 'voiding', 'voided'],
  voided: ['voided'],
  kept: ['posted'],
};

/** Runs the writer until it has said so many lines, then kills it; returns all that got out. */
async function writeAndDie(path: string, after: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [compiled('test/journal/core/writer-child.js'), path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  const reading = createInterface({ input: child.stdout });
  const ended = once(reading, 'close');
  reading.on('line', (line) => {
    lines.push(line);
    if (lines.length === after) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  await ended;
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
  return lines;
}
