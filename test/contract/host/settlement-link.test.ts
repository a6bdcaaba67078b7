import { describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { money } from '../../../src/domain/money.js';
import type { Batch, BatchRow } from '../../../src/domain/settlement.js';
import type { SettlementLink, SettlementReply } from '../../../src/ports/index.js';
import { ScriptedLink } from '../../settlement/bench.js';
import { Bench } from '../../uplink/bench.js';
import { IDS } from '../../uplink/contents.js';

const DEADLINE_MS = 5_000;
const ROW: BatchRow = {
  key: { terminalId: IDS.terminalId, epoch: '9f1c2a0b7d3e4f55', mark: 'b41c72de', number: 7 },
  type: 'sale',
  money: money(1_250, 'EUR'),
};
const BATCH: Batch = {
  number: 3,
  merchantId: 'M0001',
  businessDate: '2027-01-31',
  state: 'reconciling',
  openedAtMs: 0,
  closedAtMs: null,
  sequence: 41,
  totals: [{ type: 'sale', currency: 'EUR', count: 1, amount: 1_250 }],
  hostTotals: null,
  waiting: 0,
  parked: 0,
  isEmpty: false,
};

interface SettlementStand {
  readonly link: SettlementLink;
  readonly clock: SimClock;
  up(): Promise<void>;
  /** The host has the batch's row, or not; or it says nothing to the next message. */
  host(holds: 'the same' | 'nothing of it' | 'no word'): void;
  close(): Promise<void>;
}

function uplinkStand(): SettlementStand {
  const bench = new Bench();
  return {
    link: bench.uplink,
    clock: bench.clock,
    up: async () => void (await bench.open()),
    host: (holds) => {
      const missing = { kind: 'missingAtHost', key: ROW.key, type: ROW.type, terminal: ROW.money, host: null } as const;
      bench.host.answerSettlement = (honest) => {
        if (holds === 'no word') return null;
        if (holds === 'the same') return honest;
        return { ...honest, matched: false, totals: [], differences: honest.page === 2 ? [missing] : [] };
      };
    },
    close: () => bench.close(),
  };
}

function scriptedStand(): SettlementStand {
  const clock = new SimClock();
  const link = new ScriptedLink(clock);
  link.online = false;
  return {
    link,
    clock,
    up: async () => void (link.online = true),
    host: (holds) => {
      if (holds === 'no word')
        for (const step of ['totals', 'page 1', 'page 2'] as const) link.lose.set(step, 'answer');
      else link.lose.clear();
      link.book.set(BATCH.number, holds === 'nothing of it' ? [] : [ROW]);
    },
    close: async () => undefined,
  };
}

/** What every SettlementLink must do (ports/host.ts). */
describe.each([
  ['uplink', uplinkStand],
  ['scripted', scriptedStand],
] as const)('settlement link: %s', (_, make) => {
  /** The reply, once the host had time for it and the deadline has passed. */
  async function reply({ clock }: SettlementStand, asked: Promise<SettlementReply | null>) {
    await clock.advance(DEADLINE_MS + 1_000);
    return asked;
  }
  const totals = ({ link }: SettlementStand, repeat = false) => link.sendTotals(BATCH, repeat, DEADLINE_MS);
  const page = ({ link }: SettlementStand, number: number, last: boolean, rows: readonly BatchRow[]) =>
    link.sendDetails(BATCH, number, last, rows, DEADLINE_MS);

  it('asks nobody while the host cannot be reached', async () => {
    const stand = make();
    expect(await totals(stand)).toBeNull();
    expect(await page(stand, 1, true, [ROW])).toBeNull();
    await stand.close();
  });

  it('brings the host’s word on totals; asked again, the same', async () => {
    const stand = make();
    await stand.up();
    stand.host('the same');
    const matched = { matched: true, totals: BATCH.totals, differences: [] };
    expect(await reply(stand, totals(stand))).toEqual(matched);
    expect(await reply(stand, totals(stand, true))).toEqual(matched);
    stand.host('nothing of it');
    expect(await reply(stand, totals(stand))).toEqual({ matched: false, totals: [], differences: [] });
    await stand.close();
  });

  it('brings the differences with the last page of details', async () => {
    const stand = make();
    await stand.up();
    stand.host('nothing of it');
    expect(await reply(stand, page(stand, 1, false, []))).toMatchObject({ matched: false, differences: [] });
    const last = await reply(stand, page(stand, 2, true, [ROW]));
    expect(last?.matched).toBe(false);
    expect(last?.differences).toMatchObject([{ kind: 'missingAtHost', key: ROW.key, terminal: ROW.money, host: null }]);
    await stand.close();
  });

  it('resolves null when no answer came in time, and may be asked again', async () => {
    const stand = make();
    await stand.up();
    stand.host('no word');
    expect(await reply(stand, totals(stand))).toBeNull();
    stand.host('the same');
    expect(await reply(stand, totals(stand, true))).toMatchObject({ matched: true });
    await stand.close();
  });
});
