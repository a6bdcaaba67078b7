import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReaderLine } from '../../../hw-sim/reader/link/line.js';
import { PtyLine } from '../../../hw-sim/reader/link/pty.js';
import { encodeRstack } from '../../../hw-sim/reader/link/reset-payloads.js';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { SimSerialCable } from '../../../hw-sim/sim-serial.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import type { CardReader, ReaderStatus, SerialPorts } from '../../../src/ports/index.js';
import { cell, encodeCell } from '../../../src/reader/cells/link/cell.js';
import { createCellReader } from '../../../src/reader/cells/session.js';
import { createSerialPorts } from '../../../src/reader/serial/serial-link.js';
import { readsPan } from '../../support/disguises.js';
import { HeardCounters } from '../../support/heard.js';
import { thrownBy } from '../../support/thrown.js';
import { key, Notes, order } from './session-bench.js';

type Peer = (rst: Uint8Array) => Uint8Array | string | null;

const random = new SimRandom(10);
const PAN = '4761739001010010';
const rstack = (nonce: Uint8Array, change: (payload: Uint8Array) => void = () => undefined): Uint8Array => {
  const fields = {
    version: 1,
    session: 1,
    cause: 'requested',
    serialNumber: 'TP-1',
    firmware: '1',
    lastKey: new Uint8Array(16),
  } as const;
  const payload = Uint8Array.from(encodeRstack({ nonce, ...fields }));
  change(payload);
  return encodeCell(cell('RSTACK', { payload, session: 1 }));
};
const nonceOf = (rst: Uint8Array): Uint8Array => rst.subarray(8, 16);
const broken = (bytes: Uint8Array): Uint8Array =>
  Uint8Array.from(bytes, (byte, at) => (at === 30 ? byte ^ 0x55 : byte));

/** First this, and that from then on. */
function once(first: string, later: string): Peer {
  let said = first;
  return () => {
    const now = said;
    said = later;
    return now;
  };
}

/** What stands at the other end of the line and answers each RST, and what the problem says of it. */
const PEERS: readonly (readonly [name: string, peer: Peer, words: RegExp])[] = [
  ['nothing', () => null, /does not answer, nothing was heard; is it powered/],
  ['a line at rest', () => new Uint8Array(64), /only zeros were heard/],
  [
    'getty',
    () => '\r\n\r\nDebian GNU/Linux 12 pos7 ttyS1\r\n\r\npos7 login: ',
    /a login prompt was heard.*disable its getty/,
  ],
  ['getty asking for a password', () => 'Password: ', /a login prompt was heard/],
  [
    'getty that echoes what it gets',
    (rst) => Buffer.concat([Buffer.from('login: '), Buffer.alloc(500), rst]),
    /a login prompt/,
  ],
  ['getty long ago', once('pos7 login: ', '^@'.repeat(400)), /a login prompt was heard/],
  [
    'a boot loader',
    () => 'U-Boot 2023.04 (Apr 02)\r\nHit any key to stop autoboot: 3',
    /a boot log or a shell.*console=/,
  ],
  ['a kernel', () => '[    0.000000] Booting Linux on physical CPU 0x0\r\n', /a boot log or a shell/],
  ['a shell', () => 'root@pos7:~# ', /a boot log or a shell/],
  ['a modem', () => '\r\nOK\r\n', /a modem was heard.*ModemManager/],
  ['a modem with an error', () => '\r\n+CME ERROR: 3\r\n', /a modem was heard/],
  ['a receiver of positions', () => '$GPGGA,123519,4807.038,N,01131.000,E,1,08,0.9,545.4,M*47\r\n', /NMEA/],
  ['scales', () => 'ST,GS,+  1.234kg\r\n', /text was heard, "ST,GS,\+ {2}1\.234kg": correct reader\.path/],
  [
    'STX and ETX',
    () => Uint8Array.of(2, 0x30, 0x36, 0x30, 0x30, 0x1c, 3, 0x2b),
    /another protocol.*STX.*reader\.driver/,
  ],
  ['HDLC', () => Uint8Array.of(0x7e, 0xff, 0x7d, 0x23, 0xc0, 0x21, 0x91, 0x83, 0x7e), /another protocol.*HDLC/],
  ['another speed', () => Uint8Array.of(0xf8, 0x00, 0x80, 0xfe, 0xe0, 0x00, 0xff), /only noise.*115200 baud/],
  ['random bytes', () => random.bytes(40).map((byte) => byte | 0x81), /bytes were heard that are no cells/],
  ['a loop-back plug', (rst) => rst, /comes back: transmit and receive are connected/],
  [
    'another agent',
    () => encodeCell(cell('RST', { payload: Uint8Array.of(...random.bytes(8), 1, 1) })),
    /another agent/,
  ],
  ['an answer to another reset', () => rstack(random.bytes(8)), /wrong nonce, 5 times\): restart the reader/],
  [
    'an unprintable serial number',
    (rst) => rstack(nonceOf(rst), (p) => (p[11] = 0xe9)),
    /its serial number is not printable/,
  ],
  ['an unprintable firmware', (rst) => rstack(nonceOf(rst), (p) => (p[27] = 7)), /its firmware name is not printable/],
  ['an unknown reset cause', (rst) => rstack(nonceOf(rst), (p) => (p[10] = 9)), /its reset cause is unknown/],
  ['cells but no RSTACK', () => encodeCell(cell('ACK', { session: 7 })), /does not answer the reset/],
  ['damaged cells', (rst) => broken(rstack(nonceOf(rst))), /damaged cells were heard/],
  ['a magnetic stripe reader', () => `;${PAN}=30122011000012345678?\r\n`, /card data in clear was heard/],
  ['escape sequences', () => '\u001b[2Jhello\u0007 world\r\n', /text was heard, "\\x1b\[2Jhello\\x07 world"/],
];

interface Stand {
  readonly clock: SimClock;
  readonly notes: Notes;
  readonly reader: CardReader;
  /** Bytes have come in at the agent's end. */
  readonly heard: () => Promise<void>;
  readonly end: () => Promise<void>;
}

function stand(line: ReaderLine, ports: SerialPorts, peer: Peer, ended: () => void): Stand {
  const clock = new SimClock();
  const notes = new Notes();
  const waiting: (() => void)[] = [];
  const counters = new (class extends HeardCounters {
    override add(name: string, by?: number): void {
      super.add(name, by);
      if (name === 'reader.line.bytesIn') for (const resolve of waiting.splice(0)) resolve();
    }
  })();
  const reader = createCellReader({
    ports,
    clock,
    random: new SimRandom(7),
    log: notes.log,
    alerts: notes.alerts,
    counters,
    terminalId: key.terminalId,
  });
  let received = Buffer.alloc(0);
  line.onBytes((chunk) => {
    received = Buffer.concat([received, chunk]);
    // IDLE, then RST.
    while (received.length >= 128) {
      const said = peer(Uint8Array.from(received.subarray(64, 128)));
      received = received.subarray(128);
      if (said !== null) line.write(typeof said === 'string' ? Buffer.from(said, 'latin1') : said);
    }
  });
  const heard = () => new Promise<void>((resolve) => waiting.push(resolve));
  const end = async (): Promise<void> => {
    await reader.close();
    ended();
  };
  return { clock, notes, reader, heard, end };
}

let current: Stand | null = null;
afterEach(() => current?.end());

async function givenUp({ clock, reader }: Stand): Promise<ReaderStatus> {
  reader.open();
  await clock.advance(5 * 3200);
  return reader.status();
}

describe('the problem says what was heard', () => {
  it.each(PEERS)('%s', async (_name, peer, words) => {
    const cable = new SimSerialCable();
    cable.plug();
    current = stand(cable, cable.ports, peer, () => undefined);
    const { state, problem } = await givenUp(current);
    expect([state, problem]).toEqual(['missing', expect.stringMatching(words)]);
    expect(problem).toMatch(/^[\x20-\x7e’…]{20,300}$/);
    // One sentence, the same wherever a person looks.
    expect(current.notes.raised.at(-1)).toBe(`READER_LOST ${cable.path} ${problem}`);
    expect((await thrownBy(() => current!.reader.start(order))).message).toContain(problem);
  });

  it('card data in clear is named and never shown, and raises an alarm', async () => {
    const cable = new SimSerialCable();
    cable.plug();
    current = stand(
      cable,
      cable.ports,
      () => `card ${PAN.split('').join(' ')}\r\n`,
      () => undefined,
    );
    await givenUp(current);
    const { notes, reader } = current;
    expect(notes.raised.filter((line) => line.startsWith('CLEAR_CARD_DATA'))).toHaveLength(1);
    expect(readsPan([...notes.lines, ...notes.raised, JSON.stringify(reader.status())].join('\n'), PAN)).toBe(false);
  });

  it('is forgotten when the port is opened again', async () => {
    const cable = new SimSerialCable();
    cable.plug();
    let says: string | null = 'pos7 login: ';
    current = stand(
      cable,
      cable.ports,
      () => says,
      () => undefined,
    );
    expect((await givenUp(current)).problem).toContain('login prompt');
    says = null;
    await current.clock.advance(500 + 5 * 3200);
    expect(current.reader.status().problem).toContain('nothing was heard');
  });

  // Three kinds go the whole way through kernel and serialport.
  it.each(PEERS.filter(([name]) => ['getty', 'a loop-back plug', 'another speed'].includes(name)))(
    '%s on a pty',
    async (_name, peer, words) => {
      const directory = mkdtempSync(join(tmpdir(), 'tillpost-'));
      const line = new PtyLine(join(directory, 'reader'), new SystemClock());
      line.plug();
      current = stand(line, createSerialPorts(line.path, new SystemClock(), 64), peer, () => {
        line.unplug();
        rmSync(directory, { recursive: true, force: true });
      });
      const heard = current.heard();
      current.reader.open();
      await heard;
      await current.clock.advance(5 * 3200);
      expect(current.reader.status().problem).toMatch(words);
    },
  );
});
