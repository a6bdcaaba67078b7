import { describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import type { OfflineLimits } from '../../../src/domain/offline-policy.js';
import { AlertBoard } from '../../../src/health/alerts.js';
import { EventCounters } from '../../../src/health/counters.js';
import { mayApproveOffline } from '../../../src/sale/verdict/offline-approval.js';
import { displayText } from '../../../src/sale/verdict/verdicts.js';
import { sampleCard, sampleTransaction } from '../../support/samples.js';
import { silentLog } from '../../support/silent-log.js';
import { GENEROUS } from '../bench.js';

interface Used {
  readonly stored?: number;
  readonly card?: number;
  readonly waiting?: number;
  readonly oldestAgeMs?: number;
}

/** A journal that says how much is used, and what is decided on it for 12.50 EUR. */
async function decide(limits: Partial<OfflineLimits>, used: Used = {}, answered = true) {
  const alerts = new AlertBoard({ clock: new SimClock(), log: silentLog, counters: new EventCounters() });
  const { stored = 0, card = 0, waiting = 0, oldestAgeMs = null } = used;
  const journal = {
    offlineUsage: async () => [{ entryMode: 'contactless', currency: 'EUR', count: stored, amount: stored } as const],
    cardUsage: async () => ({ count: card, amount: card }),
    queue: async () => ({
      advices: waiting,
      reversals: 0,
      parked: 0,
      oldestCreatedAtMs: null,
      oldestAgeMs,
      amounts: [],
      parkedAmounts: [],
    }),
    settings: async () => ({ limits: [], salesStopped: null, tamperedReaders: [], unseenLate: null }),
  };
  const parts = { journal, alerts, contact: { answered: () => answered }, limits: () => ({ ...GENEROUS, ...limits }) };
  const decision = await mayApproveOffline(parts, sampleCard(), sampleTransaction());
  return { decision, alerts: alerts.active().map(({ code, subject, text }) => `${code} ${subject}: ${text}`) };
}

describe('an approval without the host', () => {
  it('is none under an identity that the host has never answered, whatever the limits say', async () => {
    expect(await decide({ deferred: true }, {}, false)).toEqual({
      decision: {
        allowed: false,
        limit: 'firstContact',
        reason: 'the host has never answered this terminal',
        deferred: false,
      },
      alerts: [],
    });
  });

  it.each([true, false])('says whether an ARQC may be forwarded: %s', async (deferred) => {
    const { decision, alerts } = await decide({ deferred });
    expect(decision).toMatchObject({ allowed: true, deferred });
    expect(alerts).toEqual([]);
    // What is refused is forwarded neither.
    expect((await decide({ deferred, ceiling: 1 })).decision).toMatchObject({ allowed: false, deferred: false });
  });

  it.each<[string, Partial<OfflineLimits>, Used, string | null]>([
    ['full', { storedCount: 3 }, { stored: 3 }, 'storedCount: 3 of 3 offline sales are stored already'],
    [
      'full',
      { storedAmount: 1300 },
      { stored: 51 },
      'storedAmount: stored offline amount would be 13.01 EUR of 13.00 EUR',
    ],
    ['old', { oldestAgeMs: 5000 }, { oldestAgeMs: 6000 }, 'oldestAge: the oldest unposted sale waits 6 s of 5 s'],
    ['full', { queueDepth: 2 }, { waiting: 2 }, 'queueDepth: 2 of 2 postings wait already'],
    // These judge the one sale, or the one card.
    ['over', { ceiling: 1249 }, {}, null],
    ['off', { allowed: false }, {}, null],
    ['often', { cardCount: 1 }, { card: 1 }, null],
    ['much', { cardAmount: 1250 }, { card: 1 }, null],
  ])('%s, %j with %j: alarms as %s', async (_, limits, used, alarm) => {
    const { decision, alerts } = await decide(limits, used);
    expect(decision.allowed).toBe(false);
    expect(alerts).toEqual(alarm === null ? [] : [`OFFLINE_LIMIT contactless EUR ${alarm}`]);
  });

  it.each<[Partial<OfflineLimits>, Used, string | null]>([
    [{ storedCount: 5 }, { stored: 3 }, 'storedCount: 4 of 5 used'],
    [{ queueDepth: 10 }, { waiting: 7 }, 'queueDepth: 8 of 10 used'],
    [{ queueDepth: 10 }, { waiting: 6 }, null],
    [{ cardCount: 5 }, { card: 3 }, null],
    [{ cardAmount: 1300 }, {}, null],
  ])('%j with %j: warns as %s', async (limits, used, warning) => {
    const { decision, alerts } = await decide(limits, used);
    expect(decision.allowed).toBe(true);
    expect(alerts).toEqual(warning === null ? [] : [`OFFLINE_LIMIT_NEAR contactless EUR ${warning}`]);
  });
});

describe('what the reader shows under a verdict', () => {
  it.each([
    ['approved', '00', null, '00'],
    ['approved', 'Y3', 'why', 'Y3'],
    ['declined', '51', null, '51'],
    ['declined', '51', 'declined by the host', 'declined by the host'],
    ['cancelled', '17', 'x'.repeat(40), 'x'.repeat(32)],
  ] as const)('%s %s, %s: %s', (outcome, responseCode, reason, text) => {
    expect(displayText({ outcome, by: 'host', responseCode, reason })).toBe(text);
  });
});
