import type { SimRandom } from '../sim-random.js';
import type { World } from './world.js';

/** A kind of fault that changes what the terminal remembers; returns nothing, for nothing heals it. */
interface StateFault {
  readonly name: string;
  strike(world: World, random: SimRandom): void;
}

const LOOK_MS = 250;
const LATER_MAX_MS = 40_000;
/** Of the worlds: in the others books of both sides must be equal, batch by batch. */
const SHARE_OF_WORLDS = 0.08;

/**
 * Copies of the terminal's state, made and used while nothing is owed: what a copy cannot know must be at the host by
 * then, for in a world there is no mirror. Sales go on after it under the same epoch, from the same number.
 */
export const STATE_FAULTS: readonly StateFault[] = [
  {
    name: 'state put back',
    strike(world, random) {
      atRest(world, () => {
        world.kernel.tell('fault: the state directory is copied');
        const image = world.disk.image();
        world.kernel.after(LATER_MAX_MS * random.fraction(), 'nemesis', () =>
          atRest(world, () => world.putBack(image, 'state put back')),
        );
      });
    },
  },
  {
    name: 'two boards from one image',
    strike(world, random) {
      atRest(world, () => {
        let other = world.disk.image();
        let left = 2 + random.below(3);
        const swap = (): void => {
          const mine = world.disk.image();
          world.putBack(other, 'two boards from one image');
          other = mine;
          left -= 1;
          later();
        };
        const later = (): void => {
          if (left > 0) world.kernel.after(LATER_MAX_MS * random.fraction(), 'nemesis', () => atRest(world, swap));
        };
        later();
      });
    },
  },
];

/** Chance of its own, so that a world without them is what it was. */
export function unleashCopies(world: World, random: SimRandom): void {
  for (const fault of STATE_FAULTS) {
    if (!random.chance(SHARE_OF_WORLDS)) continue;
    fault.strike(world, random);
  }
}

/** Runs when the terminal owes nothing; not any more once the faults are over. */
function atRest(world: World, run: () => void): void {
  if (world.isCalm) return;
  if (world.isIdle()) run();
  else world.kernel.after(LOOK_MS, 'nemesis', () => atRest(world, run));
}
