import { expect, it } from 'vitest';
import { CrashCourse } from './course.js';
import { cardRefuses, contactlessSale, nextSale, onlineSale, refund } from './flows.js';
import { SIDES } from './points.js';
import { crashSuite } from './suite.js';

crashSuite('crash at every step, while the host answers', [onlineSale, contactlessSale, refund, cardRefuses]);

it('crash around the commit that carries what was shown before: the same end', async () => {
  const course = await CrashCourse.open({
    config: { reader: 'card_timeout_ms = 20000\nrecovery_wait_ms = 3000\nconfirm_idle_ms = 1500' },
  });
  try {
    const { points, end: wanted } = await course.rehearse(nextSale);
    const order = ['reader complete#1', 'commit begin#2', 'reader confirm#1', 'reader start#2'];
    expect(points.filter((point) => order.includes(point))).toEqual(order);
    expect(wanted.text).toBe('ledger sale A + sale B, approved A + B');
    for (const point of order) {
      for (const side of SIDES) {
        const { end } = await course.crash(nextSale, `${point}:${side}`, wanted);
        expect(`${point}:${side} ${end.text}`).toBe(`${point}:${side} ${wanted.text}`);
      }
    }
    expect((await course.audit()).audit.ok).toBe(true);
  } finally {
    await course.close();
  }
}, 240_000);
