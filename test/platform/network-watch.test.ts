import { expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { linuxNetworkState, watchNetwork } from '../../src/platform/network-watch.js';

it('tells of a change once, and of nothing else', async () => {
  const clock = new SimClock();
  let state = 'eth0 up';
  let changes = 0;
  const end = watchNetwork(
    clock,
    () => (changes += 1),
    () => state,
  );
  await clock.advance(5000);
  expect(changes).toBe(0);
  state = 'eth0 down';
  await clock.advance(1000);
  expect(changes).toBe(1);
  state = 'eth0 up';
  await clock.advance(5000);
  expect(changes).toBe(2);
  end();
  expect(clock.pending).toBe(0);
});

it('reads this machine the same way twice, loopback among it', () => {
  expect(linuxNetworkState()).toContain('lo ');
  expect(linuxNetworkState()).toBe(linuxNetworkState());
});
