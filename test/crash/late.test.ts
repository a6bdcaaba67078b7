import { describe, expect, it } from 'vitest';
import { CrashCourse, SHORT_DEADLINE } from './course.js';
import { cancelAtHost, lateReply } from './flows.js';
import { SIDES } from './points.js';
import { crashSuite } from './suite.js';

crashSuite('crash at every step, while the host’s answer is late', [lateReply], { config: SHORT_DEADLINE });

describe('crash at every step after an operator cancelled while the host was asked', () => {
  it('ends cancelled and reversed, wherever the agent dies from the commit of the wish on', async () => {
    const course = await CrashCourse.open();
    try {
      const { points, end: wanted } = await course.rehearse(cancelAtHost);
      expect(wanted.text).toBe('ledger –, approved –, cancelled');
      // How a reversal that is committed gets to the host is seen elsewhere.
      const on = points.slice(points.indexOf('commit askCancel#1'), points.indexOf('commit reverse#1') + 1);
      const places = on.flatMap((point) => SIDES.map((side) => `${point}:${side}`));
      for (const place of places.slice(1))
        expect((await course.crash(cancelAtHost, place, wanted)).end.text, place).toBe(wanted.text);
      expect((await course.audit()).audit.ok).toBe(true);
    } finally {
      await course.close();
    }
  }, 240_000);
});
