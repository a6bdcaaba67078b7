import { expect, it } from 'vitest';
import { withShim } from '../../support/with-shim.js';
import { passed } from '../programme/row.js';
import { clockStage, playJumps } from './clock-jumps.js';
import { CLOCK_STORIES } from './clock-stories.js';
import { resultOf } from './on-stage.js';

withShim('clock', 'clock jumps', () => {
  /** One jump at each moment; `make torture` plays many, with an agent that orders by the wall clock beside them. */
  it('a wall clock that is set loses nothing, doubles nothing, and is felt by nobody', async () => {
    const story: string[] = [];
    const curtain = await clockStage({}, (stage, terminal, clock) =>
      playJumps(stage, terminal, clock, { trials: CLOCK_STORIES.length, seed: 0, story }),
    );
    const result = resultOf(story.length, [curtain], { what: 'none', caught: true }, 'seed 0', story);
    expect(result.failures).toEqual([]);
    expect(passed(result)).toBe(true);
    expect(story.map((told) => told.split(', ')[0])).toEqual(CLOCK_STORIES.map(({ name }) => name));
    expect(curtain.audit.approved).toBeGreaterThan(CLOCK_STORIES.length);
  }, 180_000);
});
