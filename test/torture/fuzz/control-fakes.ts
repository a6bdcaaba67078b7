import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimDisk, SimJournal } from '../../../hw-sim/sim-journal.js';
import type { SimRandom } from '../../../hw-sim/sim-random.js';
import { createMethods } from '../../../src/control/methods.js';
import type { Method } from '../../../src/control/server.js';
import { TillpostError } from '../../../src/domain/errors.js';
import type { Posting } from '../../../src/domain/posting.js';
import { EventCounters } from '../../../src/health/counters.js';
import type { SaleDesk } from '../../../src/ports/index.js';
import { FakeHost } from '../../support/fakes/fake-host.js';
import { FakeReader } from '../../support/fakes/fake-reader.js';
import { approveOffline, order } from '../../support/journal.js';
import { sampleCard, sampleTransaction } from '../../support/samples.js';

export interface FakeAgent {
  readonly methods: ReadonlyMap<string, Method>;
  close(): Promise<void>;
}

/** The real methods on the real journal core, in memory and with a few sales; desk, reader and host are fakes. */
export async function fakeAgent(random: SimRandom): Promise<FakeAgent> {
  const clock = new SimClock();
  const disk = new SimDisk(random);
  const journal = new SimJournal(disk, { terminalId: 'T0000001', clock, random });
  for (let sales = 0; sales < 10; sales += 1) {
    const { transaction } = await journal.begin(order({ idempotencyKey: `till-${sales}` }));
    if (sales % 3 > 0) await journal.apply(transaction.key, approveOffline());
  }
  const closed = await journal.currentBatch();
  const pending = async (sequence: number) => {
    const found = await journal.posting(sequence);
    if (found === null) throw new TillpostError('NOT_FOUND', 'no such posting', { operation: 'park' });
    return { ...found, posting: { ...found.posting, state: 'pending' } satisfies Posting };
  };
  const methods = createMethods({
    desk: fakeDesk(),
    settlement: { settle: () => Promise.resolve(closed), begin: () => Promise.resolve(1), step: () => null },
    readers: { release: () => Promise.resolve() },
    park: { retry: pending, retryAll: () => Promise.resolve({ count: 0, amounts: [] }), resolve: pending },
    late: { late: () => journal.late(), seen: () => journal.late() },
    resend: { preview: () => Promise.resolve([]), start: () => Promise.resolve([]) },
    gauges: () => Promise.resolve([]),
    lateAfterMs: 3_600_000,
    journal,
    reader: new FakeReader(),
    host: new FakeHost(),
    alerts: { raise: () => undefined, clear: () => undefined, active: () => [] },
    counters: new EventCounters(),
    clock,
    ids: { merchantId: 'M1', terminalId: 'T0000001' },
    version: '0',
    startedAtMonotonicMs: 0,
  });
  return {
    methods,
    close: async () => {
      await journal.close();
      disk.destroy();
    },
  };
}

function fakeDesk(): SaleDesk {
  const transaction = sampleTransaction({
    state: 'approved',
    card: sampleCard(),
    verdict: { outcome: 'approved', by: 'card', responseCode: 'Y3', reason: null },
  });
  const nothingRuns = (code: 'NOTHING_TO_CANCEL' | 'NOTHING_TO_CONFIRM'): TillpostError =>
    new TillpostError(code, 'no sale is running', { operation: 'sale' });
  return {
    sell: () => Promise.resolve({ transaction, stands: 'approved', repeated: false }),
    void: () =>
      Promise.resolve({ transaction: { ...transaction, state: 'voiding' }, stands: 'voided', repeated: false }),
    cancel: () => Promise.reject(nothingRuns('NOTHING_TO_CANCEL')),
    confirm: () => {
      throw nothingRuns('NOTHING_TO_CONFIRM');
    },
    current: () => null,
    hold: () => Promise.resolve(() => undefined),
  };
}
