import { expect, it } from 'vitest';
import { passed } from '../programme/row.js';
import { onStage, resultOf } from './on-stage.js';
import { playKillings, stageKilling } from './partner-kills.js';

/** One kill of each kind; `make torture` plays many. */
it('every story of a host or broker kill ends with nothing lost and nothing doubled', async () => {
  let played: readonly string[] = [];
  const curtain = await stageKilling((options, killing) =>
    onStage(options, async (stage, terminal) => {
      played = await playKillings(stage, terminal, killing, { kills: killing.stories.length, seed: 0 });
    }),
  );
  const result = resultOf(played.length, [curtain], { what: 'none', caught: true }, 'seed 0');
  expect(result.failures).toEqual([]);
  expect(passed(result)).toBe(true);
  expect(new Set(played).size).toBe(8);
  expect(curtain.audit.approved).toBeGreaterThan(8);
}, 120_000);
