import { expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { BookClock } from '../../src/platform/book-clock.js';

const NOW_MS = Date.UTC(2027, 2, 1);
const DAY_MS = 86_400_000;

function books() {
  const clock = new SimClock(NOW_MS);
  let heard = false;
  // As the heartbeat has it: the host's time goes on by the monotonic clock.
  const book = new BookClock(clock);
  book.follow(() => (heard ? NOW_MS + clock.monotonicMs() - clock.wallMs() : null));
  return { clock, book, hear: () => (heard = true) };
}

it('is the terminal’s clock until the host was heard, whatever that clock says', () => {
  const { clock, book } = books();
  expect(book.wallMs()).toBe(NOW_MS);
  clock.setWall(0);
  expect(book.wallMs()).toBe(0);
});

it('is the host’s time while the terminal’s clock is far from it, and goes on', async () => {
  const { clock, book, hear } = books();
  hear();
  for (const wrongMs of [0, NOW_MS + 30 * DAY_MS, NOW_MS - DAY_MS, NOW_MS - 3_600_000, NOW_MS + 3_600_000]) {
    clock.setWall(wrongMs);
    expect(book.wallMs(), new Date(wrongMs).toISOString()).toBe(NOW_MS);
  }
  await clock.advance(1000);
  expect(book.wallMs()).toBe(NOW_MS + 1000);
});

it('leaves a clock alone that is off by less than matters', () => {
  const { clock, book, hear } = books();
  hear();
  clock.setWall(NOW_MS + 60_000);
  expect(book.wallMs()).toBe(NOW_MS + 60_000);
});
