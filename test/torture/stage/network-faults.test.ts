import { expect, it } from 'vitest';
import { passed } from '../programme/row.js';
import { playFaults } from './network-faults.js';
import { MOMENTS, NETWORK_FAULTS } from './network-stories.js';
import { onStage, resultOf } from './on-stage.js';

/** The faults that no scenario plays, once each; `make torture` plays all of them many times. */
it('bytes that are damaged, cut or ended one way cost a connection and no money', async () => {
  const first = NETWORK_FAULTS.findIndex(({ name }) => name === 'reset in a packet');
  const trials = NETWORK_FAULTS.length - first;
  const story: string[] = [];
  const curtain = await onStage({}, async (stage, terminal) => {
    await playFaults(stage, terminal, { trials, seed: first, story });
  });
  const result = resultOf(story.length, [curtain], { what: 'none', caught: true }, `seed ${first}`, story);
  expect(result.failures).toEqual([]);
  expect(passed(result)).toBe(true);
  expect(story.length).toBe(7);
  expect(curtain.audit.approved).toBeGreaterThan(trials / 2);
}, 180_000);

it('meets every fault at every moment', () => {
  const pairs = Array.from(
    { length: NETWORK_FAULTS.length * MOMENTS.length },
    (_, n) => `${n % NETWORK_FAULTS.length} ${n % MOMENTS.length}`,
  );
  expect(new Set(pairs).size).toBe(pairs.length);
});
