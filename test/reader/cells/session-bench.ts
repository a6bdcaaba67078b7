import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { SimSerialCable } from '../../../hw-sim/sim-serial.js';
import { keyBytes } from '../../../src/domain/key.js';
import { money } from '../../../src/domain/money.js';
import { Sealed } from '../../../src/domain/redaction.js';
import type { CardReader, StartOrder } from '../../../src/ports/index.js';
import type { KeyedCard } from '../../../src/reader/cells/message-shapes.js';
import { createCellReader } from '../../../src/reader/cells/session.js';
import { HeardAlerts, HeardCounters, HeardLog } from '../../support/heard.js';
import { ScriptedReader } from './scripted-reader.js';

export const key = { terminalId: 'T0000001', epoch: '9f1c2a0b7d3e4f55', mark: 'b41c72de', number: 17 } as const;
export const onLink = Uint8Array.from(keyBytes(key));
export const order: StartOrder = { key, money: money(1250, 'EUR'), type: 'sale', timeoutMs: 30_000 };

export const report: KeyedCard = {
  key: onLink,
  entryMode: 'contactless',
  maskedPan: '476173******0010',
  token: Buffer.from('00112233445566778899aabbccddeeff', 'hex'),
  encrypted: true,
  ciphertext: new Sealed(new Uint8Array(32).fill(0xc1)),
  ksn: new Sealed(Buffer.from('123456789012345600000001', 'hex')),
  scheme: 'VISA',
  tlv: new Sealed(Buffer.from('9f270180', 'hex')),
  cryptogram: 'ARQC',
  singleCryptogram: false,
  onlinePin: false,
  amount: 1250,
  currency: 978,
  type: 'sale',
};

/** Keeps what was said, for tests that look for what must not be in it. */
export class Notes {
  readonly log = new HeardLog();
  readonly alerts = new HeardAlerts();
  readonly counters = new HeardCounters();

  get lines(): readonly string[] {
    return this.log.lines;
  }

  get raised(): readonly string[] {
    return this.alerts.raised.map(({ code, subject, text }) => `${code} ${subject} ${text}`);
  }

  get cleared(): readonly string[] {
    return this.alerts.cleared.map(({ code, subject }) => `${code} ${subject}`);
  }

  count(name: string): number {
    return this.counters.of(name);
  }
}

export interface SessionBench {
  readonly clock: SimClock;
  readonly cable: SimSerialCable;
  readonly device: ScriptedReader;
  readonly notes: Notes;
  readonly reader: CardReader;
}

export function sessionBench(): SessionBench {
  const clock = new SimClock();
  const cable = new SimSerialCable();
  cable.plug();
  const device = new ScriptedReader(cable);
  const notes = new Notes();
  const reader = createCellReader({
    ports: cable.ports,
    clock,
    random: new SimRandom(7),
    log: notes.log,
    alerts: notes.alerts,
    counters: notes.counters,
    terminalId: key.terminalId,
  });
  return { clock, cable, device, notes, reader };
}

/** The bench with the reader up. */
export async function readyBench(): Promise<SessionBench> {
  const bench = sessionBench();
  bench.reader.open();
  await bench.clock.advance(0);
  return bench;
}
