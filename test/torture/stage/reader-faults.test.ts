import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { passed } from '../programme/row.js';
import { onStage, resultOf } from './on-stage.js';
import { playReaderFaults, READER_FAULTS } from './reader-faults.js';

/** The first few; `make torture` plays all, with an agent that opens the line once beside them. */
it('a reader that goes in any way comes back by itself, with nothing lost and nothing doubled', async () => {
  const story: string[] = [];
  const curtain = await onStage({}, (stage, terminal) =>
    playReaderFaults(stage, terminal, { trials: 4, seed: 0, story }),
  );
  const result = resultOf(story.length, [curtain], { what: 'none', caught: true }, 'seed 0', story);
  expect(result.failures).toEqual([]);
  expect(passed(result)).toBe(true);
  expect(story).toEqual([
    'unplugged in a sale',
    'reboot before a sale',
    'kill -9 in a sale',
    'unplugged in a cell before a sale',
  ]);
}, 180_000);

it('a killed reader leaves no device file, which might lead to the reader of another stage', async () => {
  const curtain = await onStage({}, async (stage) => {
    const line = join(dirname(stage.stateFolder), 'run', 'reader');
    expect(lstatSync(line).isSymbolicLink()).toBe(true);
    await stage.kill('reader');
    expect(lstatSync(line, { throwIfNoEntry: false })).toBeUndefined();
    await stage.start('reader');
  });
  expect(curtain.unrecovered).toBeNull();
}, 120_000);

it('meets every fault in a sale and before one', () => {
  const pairs = Array.from({ length: READER_FAULTS.length * 2 }, (_, n) => `${n % READER_FAULTS.length} ${n % 2}`);
  expect(new Set(pairs).size).toBe(pairs.length);
});
