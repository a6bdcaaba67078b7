import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ReaderLine } from '../../../hw-sim/reader/link/line.js';
import { MemoryLine } from '../../../hw-sim/reader/link/memory-line.js';
import { PtyLine } from '../../../hw-sim/reader/link/pty.js';
import { MemoryStorage } from '../../../hw-sim/reader/store/storage.js';
import { startVirtualReader, type VirtualReader } from '../../../hw-sim/reader/virtual-reader.js';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { TillpostError } from '../../../src/domain/errors.js';
import { money } from '../../../src/domain/money.js';
import { AlertBoard } from '../../../src/health/alerts.js';
import { EventCounters } from '../../../src/health/counters.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import type { CardReader, Clock, SerialPorts } from '../../../src/ports/index.js';
import { CELL_LENGTH } from '../../../src/reader/cells/link/cell.js';
import { createCellReader } from '../../../src/reader/cells/session.js';
import { createSerialPorts } from '../../../src/reader/serial/serial-link.js';
import { fakeCard } from '../../support/fakes/fake-card.js';
import { FakeReader, type ReaderCall } from '../../support/fakes/fake-reader.js';
import { sampleCard } from '../../support/samples.js';
import { silentLog } from '../../support/silent-log.js';
import { type Disagreement, keyOf, order, type ReaderStand, type StandCard, TERMINAL } from './bench.js';

/** Of the virtual reader's cards. */
const CARDS: Readonly<Record<StandCard, string | null>> = {
  asks: 'chip-arqc-tc',
  waves: 'contactless-arqc',
  refuses: 'chip-refuses-after-online',
  agrees: 'contactless-tc',
  declines: 'chip-aac',
  nobody: null,
};

/** The message that answers a call. */
const ANSWERS: Readonly<Record<ReaderCall, string>> = {
  openStage: 'keepalive',
  start: 'card',
  continueOnline: 'final',
  unableOnline: 'final',
  complete: 'result',
  cancel: 'result',
  result: 'result',
  confirm: 'none',
};

const PATIENCE_MS = 400;
/** Longer than any patience of the driver's. */
const LATE_MS = 4000;

function behaviour(how: Disagreement, call: ReaderCall): string {
  if (how === 'otherType') return 'signsOtherType:times=1';
  if (how === 'otherAmount') return 'signsOtherAmount:by=1,times=1';
  if (how === 'showsApproved') return how;
  if (how === 'late') return `lateAnswer:kind=${ANSWERS[call]},delayMs=${LATE_MS}`;
  return `${how}:kind=${ANSWERS[call]}`;
}

/** The cell driver on a virtual reader, over whatever line. */
function cellStand(
  line: ReaderLine,
  ports: SerialPorts,
  clock: Clock,
  until: ReaderStand['until'],
): ReaderStand & { readonly device: VirtualReader } {
  const device = startVirtualReader({
    line,
    storage: new MemoryStorage(),
    clock,
    random: new SimRandom(5),
    cardDelayMs: 10,
    bootMs: 10,
  });
  const counters = new EventCounters();
  const reader = createCellReader({
    ports,
    clock,
    random: new SimRandom(3),
    log: silentLog,
    alerts: new AlertBoard({ clock, log: silentLog, counters }),
    counters,
    terminalId: TERMINAL,
    options: { answerMs: PATIENCE_MS },
  });
  return {
    device,
    reader,
    until,
    present: (card) => device.auto(CARDS[card]),
    disagree: (how, call) => device.setBehaviours([behaviour(how, call)]),
    losing: (call, when, ask) => {
      if (when === 'after') device.setBehaviours([`lostMessage:kind=${ANSWERS[call]},times=1`]);
      const asked = ask();
      // What was written is still on the line.
      if (when === 'before') device.unplug();
      return asked;
    },
    unplug: () => device.unplug(),
    tamper: () => device.tamper('case opened'),
    plug: () => device.plug(),
    dispose: () => device.stop(),
  };
}

export function memoryStand(): ReaderStand {
  const clock = new SimClock();
  const line = new MemoryLine(clock);
  const stand = cellStand(line, line.ports, clock, (work) => inTime(clock, work));
  return {
    ...stand,
    dispose: () => {
      stand.device.stop();
      expect(clock.pending).toBe(0);
    },
  };
}

export function ptyStand(): ReaderStand {
  const directory = mkdtempSync(join(tmpdir(), 'tillpost-'));
  const clock = new SystemClock();
  const line = new PtyLine(join(directory, 'reader'), clock);
  const stand = cellStand(line, createSerialPorts(line.path, clock, CELL_LENGTH), clock, (work) => work);
  return {
    ...stand,
    dispose: () => {
      stand.device.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** @param around a fake may stand behind what other tests put before it */
export function fakeStand(around: (reader: CardReader) => CardReader = (reader) => reader): ReaderStand {
  const clock = new SimClock();
  const fake = new FakeReader({ opened: false });
  let plugged = true;
  const present = (card: StandCard): void => {
    fake.card = card === 'nobody' ? null : fakeCard(FAKE_CARDS[card]);
    fake.beforeCard = () =>
      new Promise((resolve) => void clock.after(card === 'nobody' ? order(1).timeoutMs : 0, resolve));
  };
  present('nobody');
  return {
    reader: around(fake),
    present,
    disagree: (how, call) => disagree(fake, how, call),
    losing: (call, when, ask) => {
      fake.loseAt(call, when);
      return ask();
    },
    tamper: () => fake.tamper(),
    unplug: () => {
      plugged = false;
      fake.setReady(false);
    },
    plug: () => {
      if (plugged && fake.status().state === 'ready') return;
      plugged = true;
      fake.setReady(true);
    },
    until: (work) => inTime(clock, work),
    dispose: () => undefined,
  };
}

const FAKE_CARDS = {
  asks: {},
  waves: { first: { singleCryptogram: true } },
  refuses: { online: 'AAC', offline: 'AAC' },
  agrees: { first: { cryptogram: 'TC' } },
  declines: { first: { cryptogram: 'AAC' } },
} as const;

function disagree(fake: FakeReader, how: Disagreement, call: ReaderCall): void {
  switch (how) {
    case 'otherType':
      return fake.bend(call, (result) => ({ ...result, signedType: 'refund' }));
    case 'otherAmount':
      return fake.bend(call, (result) => ({ ...result, signed: money(1251, 'EUR') }));
    case 'otherKey':
      return fake.bend(call, (result) => ({ ...result, key: keyOf(9) }));
    case 'otherCard':
      return fake.bend(call, (result) => ({ ...result, card: sampleCard({ token: 'ff'.repeat(16) }) }));
    case 'foreignCard':
      return fake.bend(call, () => {
        throw new TillpostError('READER_PROTOCOL', 'the card of another transaction', { operation: 'reader' });
      });
    // An answer that does not fit or comes too late is for a fake without a line the same as none.
    case 'otherKind':
    case 'late':
      return fake.loseAt(call, 'after');
    case 'showsApproved':
      return fake.showApproved();
    // It has no way to say anything unasked.
    case 'twice':
      return;
  }
}

/** Drives the clock until the promise is settled. */
async function inTime<T>(clock: SimClock, work: Promise<T>): Promise<T> {
  const state = { isSettled: false };
  const settle = (): void => void (state.isSettled = true);
  work.then(settle, settle);
  await Promise.resolve();
  for (let steps = 0; steps < 12_000; steps += 1) {
    if (state.isSettled) return work;
    await clock.advance(10);
  }
  throw new Error('not settled within two minutes');
}
