import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { SimSerialCable } from '../../../hw-sim/sim-serial.js';
import { keyBytes } from '../../../src/domain/key.js';
import { money } from '../../../src/domain/money.js';
import { Sealed } from '../../../src/domain/redaction.js';
import type { Alerts, CardReader, Counters, Log, StartOrder } from '../../../src/ports/index.js';
import type { KeyedCard } from '../../../src/reader/cells/message-shapes.js';
import { createCellReader } from '../../../src/reader/cells/session.js';
import { ScriptedReader } from './scripted-reader.js';

export const key = { terminalId: 'T0000001', epoch: '9f1c2a0b7d3e4f55', number: 17 } as const;
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
  onlinePin: false,
  amount: 1250,
  currency: 978,
  type: 'sale',
};

/** Keeps what was said, for tests that look for what must not be in it. */
export class Notes implements Log, Alerts, Counters {
  readonly lines: string[] = [];
  readonly raised: string[] = [];
  readonly cleared: string[] = [];
  readonly #counts = new Map<string, number>();

  debug = (message: string, fields?: object): void => this.#note(message, fields);
  info = this.debug;
  warn = this.debug;
  error = this.debug;
  child = (): Log => this;
  active = (): [] => [];
  raise = (code: string, subject: string, text: string): void => void this.raised.push(`${code} ${subject} ${text}`);
  clear = (code: string, subject: string): void => void this.cleared.push(`${code} ${subject}`);
  add = (name: string, by = 1): void => void this.#counts.set(name, (this.#counts.get(name) ?? 0) + by);
  snapshot = (): Record<string, number> => Object.fromEntries(this.#counts);

  count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  #note(message: string, fields?: object): void {
    this.lines.push(`${message} ${JSON.stringify(fields)}`);
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
    log: notes,
    alerts: notes,
    counters: notes,
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
