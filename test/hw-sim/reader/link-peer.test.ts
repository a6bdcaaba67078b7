import { describe, expect, it } from 'vitest';
import {
  isDrained,
  type LinkPeer,
  PEER_DOWN,
  type PeerEffect,
  type PeerInput,
  stepPeer,
  waitsOf,
} from '../../../hw-sim/reader/link/link-peer.js';
import { type Cell, cell } from '../../../src/reader/cells/link/cell.js';
import { decodeRstack, encodeRst, type Rstack } from '../../../src/reader/cells/link/reset-payloads.js';

const SESSION = 9;
const NONCE = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const RSTACK: Rstack = {
  nonce: NONCE,
  version: 1,
  session: SESSION,
  cause: 'powerOn',
  serialNumber: 'SIM',
  firmware: '1',
  lastKey: new Uint8Array(16),
};

/** Runs inputs one after the other; `said` is what the last of them did. */
function run(...inputs: PeerInput[]): { peer: LinkPeer; said: string[]; effects: readonly PeerEffect[] } {
  let peer: LinkPeer = PEER_DOWN;
  let effects: readonly PeerEffect[] = [];
  for (const input of inputs) [peer, effects] = stepPeer(peer, input);
  return { peer, effects, said: effects.map(tell) };
}

/** `DATA 3 FL R ack 1`, `ACK ack 2`, `idle`, `deliver 3`, `count duplicate`. */
function tell(effect: PeerEffect): string {
  if (effect.kind === 'transmitIdle') return 'idle';
  if (effect.kind === 'count') return `count ${effect.what}`;
  if (effect.kind === 'deliver') return `deliver ${Buffer.from(effect.message).toString('latin1').slice(0, 12)}`;
  if (effect.kind !== 'transmit') return effect.kind;
  const { type, seq, first, last, retransmitted, ack, session, payload } = effect.cell;
  expect(session).toBe(type === 'ERROR' && session === 0 ? 0 : SESSION);
  if (type === 'ERROR') return `ERROR ${payload[0]} seq ${payload[1]}`;
  if (type !== 'DATA') return `${type} ack ${ack}`;
  return `DATA ${seq} ${first ? 'F' : ''}${last ? 'L' : ''}${retransmitted ? ' again' : ''} ack ${ack}`;
}

const open: PeerInput = { kind: 'open', rstack: RSTACK };
const given = (type: Cell['type'], fields: Partial<Cell> = {}): PeerInput => ({
  kind: 'cell',
  cell: cell(type, { session: SESSION, ...fields }),
});
const data = (seq: number, text: string, fields: Partial<Cell> = {}): PeerInput =>
  given('DATA', { seq, first: true, last: true, payload: Buffer.from(text), ...fields });
const send = (text: string): PeerInput => ({ kind: 'send', message: Buffer.from(text) });
const rst = (lowestVersion: number, highestVersion: number): PeerInput =>
  given('RST', { payload: encodeRst({ nonce: NONCE, lowestVersion, highestVersion }) });
const damage: PeerInput = { kind: 'damage' };
const overdue: PeerInput = { kind: 'ackOverdue' };

describe('reset', () => {
  it('is asked of the owner, answered with RSTACK and an IDLE behind it', () => {
    expect(run(rst(1, 1)).said).toEqual(['resetAsked']);
    const { peer, effects } = run(rst(1, 3), open);
    expect(effects.map(({ kind }) => kind)).toEqual(['transmit', 'transmitIdle']);
    const answer = effects[0]!.kind === 'transmit' ? effects[0]!.cell : null;
    expect(decodeRstack(answer!.payload)).toEqual(RSTACK);
    expect(peer).toMatchObject({ kind: 'up', session: SESSION });
  });

  it.each([
    [2, 3],
    [0, 0],
  ])('refuses versions %i to %i', (lowest, highest) => {
    const { peer, said } = run(open, rst(lowest, highest));
    expect(said).toEqual(['ERROR 4 seq 0', 'count unsupportedVersion']);
    expect(peer).toEqual(PEER_DOWN);
  });

  it('drops what waited to be sent and what was half received', () => {
    const { peer } = run(open, send('a'), send('b'), data(0, 'x', { last: false }), rst(1, 1), open);
    expect(isDrained(peer)).toBe(true);
    expect(waitsOf(peer)).toEqual({ ackOverdue: null, messageOverdue: null });
  });

  it('is needed before anything else: nothing is said while down', () => {
    for (const input of [data(0, 'x'), damage, send('a'), overdue]) {
      expect(run(input).effects.every(({ kind }) => kind === 'count')).toBe(true);
    }
    expect(run(given('RST', { payload: new Uint8Array(3) })).said).toEqual(['count malformedRst']);
  });
});

describe('receiving', () => {
  it('acknowledges and delivers in sequence', () => {
    expect(run(open, data(0, 'one')).said).toEqual(['ACK ack 1', 'deliver one']);
    expect(run(open, data(0, 'one'), data(1, 'two')).said).toEqual(['ACK ack 2', 'deliver two']);
  });

  it('drops a repeat and acknowledges it', () => {
    expect(run(open, data(0, 'one'), data(0, 'one', { retransmitted: true })).said).toEqual([
      'count duplicate',
      'ACK ack 1',
    ]);
  });

  it('takes a repeat whose first copy was lost', () => {
    expect(run(open, data(0, 'one', { retransmitted: true })).said).toEqual(['ACK ack 1', 'deliver one']);
  });

  it('complains once until a cell comes in sequence', () => {
    expect(run(open, data(3, 'x')).said).toEqual(['count outOfSequence', 'NAK ack 0']);
    expect(run(open, damage).said).toEqual(['count damaged', 'NAK ack 0']);
    expect(run(open, damage, damage).said).toEqual(['count damaged']);
    expect(run(open, damage, data(3, 'x')).said).toEqual(['count outOfSequence']);
    expect(run(open, damage, data(0, 'x'), damage).said).toEqual(['count damaged', 'NAK ack 1']);
  });

  it('puts fragments together', () => {
    const { said } = run(
      open,
      data(0, 'ab', { last: false }),
      data(1, 'cd', { first: false, last: false }),
      data(2, 'ef', { first: false }),
    );
    expect(said).toEqual(['ACK ack 3', 'deliver abcdef']);
  });

  it('lets FIRST drop a partial message', () => {
    expect(run(open, data(0, 'ab', { last: false }), data(1, 'new')).said).toEqual(['ACK ack 2', 'deliver new']);
  });

  it('names the SEQ of a fragment without FIRST', () => {
    expect(run(open, data(0, 'x', { first: false })).said).toEqual(['count fragment', 'ACK ack 1', 'ERROR 1 seq 0']);
  });

  it('takes 4 KiB and refuses one byte more', () => {
    const payload = new Uint8Array(52);
    const fragments = Array.from({ length: 78 }, (_, seq) => given('DATA', { seq, first: seq === 0, payload }));
    const lastOne = (length: number): PeerInput =>
      given('DATA', { seq: 78, last: true, payload: new Uint8Array(length) });
    expect(run(open, ...fragments, lastOne(40)).said[1]).toMatch(/^deliver/);
    expect(run(open, ...fragments, lastOne(41)).said).toEqual(['count tooLong', 'ACK ack 79', 'ERROR 2 seq 78']);
  });

  it('gives a message a time of its own', () => {
    const { peer } = run(open, data(0, 'x', { last: false }));
    expect(waitsOf(peer).messageOverdue).toEqual({ id: `${SESSION}/0`, ms: 5000 });
    const late = run(open, data(0, 'x', { last: false }), { kind: 'messageOverdue' });
    expect(late.said).toEqual(['count unfinishedMessage']);
    expect(waitsOf(late.peer).messageOverdue).toBeNull();
  });

  it.each([
    ['another session', { session: SESSION + 1 }, 'otherSession'],
    ['another version', { version: 2 }, 'otherVersion'],
  ])('drops and counts cells of %s', (_name, fields, what) => {
    expect(run(open, data(0, 'x', fields)).said).toEqual([`count ${what}`]);
  });

  it('names a message that could not be understood', () => {
    expect(run(open, data(0, 'x'), { kind: 'malformed', seq: 0 }).said).toEqual(['ERROR 3 seq 0']);
  });
});

describe('sending', () => {
  it('has one cell unacknowledged', () => {
    expect(run(open, send('a')).said).toEqual(['DATA 0 FL ack 0']);
    expect(run(open, send('a'), send('b')).said).toEqual([]);
    expect(run(open, send('a'), send('b'), given('ACK', { ack: 1 })).said).toEqual(['DATA 1 FL ack 0']);
    expect(run(open, send('a'), send('b'), given('ACK', { ack: 0 })).said).toEqual([]);
  });

  it('cuts long messages', () => {
    const long = send('x'.repeat(120));
    const ack = (number: number): PeerInput => given('ACK', { ack: number });
    expect(run(open, long).said).toEqual(['DATA 0 F ack 0']);
    expect(run(open, long, ack(1)).said).toEqual(['DATA 1  ack 0']);
    expect(run(open, long, ack(1), ack(2)).said).toEqual(['DATA 2 L ack 0']);
    expect(isDrained(run(open, long, ack(1), ack(2), ack(3)).peer)).toBe(true);
  });

  it('takes the ACK that any cell of the session bears', () => {
    expect(run(open, send('a'), send('b'), data(0, 'x', { ack: 1 })).said).toEqual([
      'DATA 1 FL ack 0',
      'ACK ack 1',
      'deliver x',
    ]);
  });

  it('repeats with RETX behind an IDLE, waiting 0.4, 0.8, 1.6, 3.2 s, and fails after the fourth', () => {
    const waits = [1, 2, 3, 4].map((tries) => {
      const { peer } = run(open, send('a'), ...Array<PeerInput>(tries - 1).fill(overdue));
      return waitsOf(peer).ackOverdue;
    });
    expect(waits.map((wait) => wait?.ms)).toEqual([400, 800, 1600, 3200]);
    expect(new Set(waits.map((wait) => wait?.id)).size).toBe(4);
    expect(run(open, send('a'), overdue).said).toEqual(['idle', 'count retransmitted', 'DATA 0 FL again ack 0']);
    const failed = run(open, send('a'), overdue, overdue, overdue, overdue);
    expect(failed.said).toEqual(['failed', 'count linkFailed']);
    expect(failed.peer).toEqual(PEER_DOWN);
  });

  it('repeats at once when the outstanding cell is refused, and only that one', () => {
    expect(run(open, send('a'), given('NAK', { ack: 0 })).said).toEqual([
      'idle',
      'count retransmitted',
      'DATA 0 FL again ack 0',
    ]);
    expect(run(open, send('a'), given('NAK', { ack: 1 })).said).toEqual([]);
  });

  it('pauses while the agent is not ready', () => {
    expect(run(open, given('ACK', { notReady: true }), send('a')).said).toEqual([]);
    expect(run(open, given('ACK', { notReady: true }), send('a'), given('ACK')).said).toEqual(['DATA 0 FL ack 0']);
  });

  it('numbers cells modulo 256', () => {
    const rounds = Array.from({ length: 256 }, (_, seq) => [send('a'), given('ACK', { ack: (seq + 1) % 256 })]).flat();
    expect(run(open, ...rounds, send('b')).said).toEqual(['DATA 0 FL ack 0']);
  });

  it('fails when the agent takes nothing and too much waits', () => {
    expect(run(open, ...Array<PeerInput>(258).fill(send('a'))).said).toEqual(['failed', 'count linkFailed']);
  });
});
