import { describe, expect, it } from 'vitest';
import { decodeRst, encodeRstack } from '../../../../hw-sim/reader/link/reset-payloads.js';
import { type Cell, cell, decodeCell, IDLE } from '../../../../src/reader/cells/link/cell.js';
import { step } from '../../../../src/reader/cells/link/link.js';
import { decodeLinkError, encodeLinkError } from '../../../../src/reader/cells/link/reset-payloads.js';
import { reopenDelayMs } from '../../../../src/reader/cells/link/resetting.js';
import { type LinkEffect, type LinkInput, type LinkState, STOPPED } from '../../../../src/reader/cells/link/states.js';

const SESSION = 42;
const NONCE = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 255);
const nonceOf = (number: number): Uint8Array => Uint8Array.of(0, 0, 0, 0, 0, 0, number >> 8, number & 255);
const rstack = (nonce: Uint8Array, change: { version?: number; session?: number } = {}): LinkInput => ({
  kind: 'cell',
  cell: cell('RSTACK', {
    payload: encodeRstack({
      nonce,
      version: 1,
      session: SESSION,
      cause: 'powerOn',
      serialNumber: 'TP-1',
      firmware: '1.0',
      lastKey: new Uint8Array(16),
      ...change,
    }),
  }),
});
const data = (seq: number, fields: Partial<Cell> = {}): LinkInput => ({
  kind: 'cell',
  cell: cell('DATA', { session: SESSION, first: true, last: true, seq, payload: Uint8Array.of(seq), ...fields }),
});
const fromPeer = (type: 'ACK' | 'NAK' | 'ERROR', fields: Partial<Cell> = {}): LinkInput => ({
  kind: 'cell',
  cell: cell(type, { session: SESSION, ...fields }),
});
const send = (messageId: number, length = 3): LinkInput => ({
  kind: 'send',
  messageId,
  message: new Uint8Array(length).fill(messageId),
});
const timer = (name: 'reset' | 'reopen' | 'ack' | 'message'): LinkInput => ({ kind: 'timer', timer: name });

function run(state: LinkState, ...inputs: LinkInput[]): { state: LinkState; effects: LinkEffect[]; told: string[] } {
  let current = state;
  const effects: LinkEffect[] = [];
  for (const input of inputs) {
    const [next, made] = step(current, input);
    current = next;
    effects.push(...made);
  }
  return { state: current, effects, told: effects.map(tell) };
}

/** An effect in few words: what a row of a table compares. */
function tell(effect: LinkEffect): string {
  switch (effect.kind) {
    case 'write': {
      if (Buffer.from(IDLE).equals(effect.bytes)) return 'IDLE';
      const written = decodeCell(effect.bytes) as Cell;
      const flags = `${written.retransmitted ? ' RETX' : ''}${written.first ? ' FIRST' : ''}${written.last ? ' LAST' : ''}`;
      if (written.type === 'RST') return `RST ${decodeRst(written.payload)!.nonce.slice(6).join('.')}`;
      if (written.type === 'ERROR')
        return `ERROR ${decodeLinkError(written.payload)!.code} ${decodeLinkError(written.payload)!.seq}`;
      return written.type === 'DATA' ? `DATA ${written.seq}${flags}` : `${written.type} ${written.ack}`;
    }
    case 'setTimer':
      return `${effect.timer} in ${effect.afterMs}`;
    case 'clearTimer':
      return `no ${effect.timer}`;
    case 'deliver':
      return `deliver ${effect.message.length}`;
    case 'sent':
    case 'refused':
      return `${effect.kind} ${effect.messageId}`;
    case 'count':
      return `+${effect.name.replace('reader.link.', '')}`;
    case 'peerError':
      return `peerError ${effect.code} ${effect.seq}`;
    case 'openPort':
    case 'closePort':
    case 'up':
    case 'down':
      return effect.kind;
  }
}

const resetting = run(STOPPED, { kind: 'start' }, { kind: 'opened', nonce: NONCE }).state;
const open = run(resetting, rstack(NONCE)).state;
const sending = run(open, send(1)).state;
const receiving = run(open, data(0, { last: false })).state;

describe('link: reset', () => {
  it('opens, sends IDLE and RST, and is up at the RSTACK of its nonce', () => {
    const { state, told } = run(STOPPED, { kind: 'start' }, { kind: 'opened', nonce: NONCE }, rstack(NONCE));
    expect(told).toEqual(['openPort', '+resets', 'IDLE', 'RST 0.255', 'reset in 3200', 'no reset', 'up']);
    expect(state.at).toBe('open');
  });

  it('tries five times with a new nonce each, then closes and backs off', () => {
    const { state, told } = run(
      resetting,
      timer('reset'),
      timer('reset'),
      timer('reset'),
      timer('reset'),
      timer('reset'),
    );
    expect(told.filter((word) => word.startsWith('RST'))).toEqual(['RST 1.0', 'RST 1.1', 'RST 1.2', 'RST 1.3']);
    expect(told.slice(-3)).toEqual(['no reset', 'closePort', 'reopen in 500']);
    expect(state).toMatchObject({
      at: 'waiting',
      failures: 1,
      problem: expect.stringContaining('does not answer') as string,
    });
  });

  it('drops everything before the RSTACK, and an RSTACK for an older RST', () => {
    const again = run(resetting, timer('reset')).state;
    const { state, told } = run(again, data(0), fromPeer('NAK'), { kind: 'discarded', bytes: 9 }, rstack(NONCE));
    expect(told).toEqual(['+beforeReset', '+beforeReset', '+bytesDiscarded', '+staleRstack']);
    expect(run(state, rstack(nonceOf(256))).state.at).toBe('open');
  });

  const otherVersions: [string, LinkInput][] = [
    ['in RSTACK', rstack(NONCE, { version: 2 })],
    ['in the cell', { kind: 'cell', cell: cell('RSTACK', { version: 3 }) }],
    ['by ERROR unsupported', { kind: 'cell', cell: cell('ERROR', { payload: encodeLinkError('unsupported', 0) }) }],
  ];
  it.each(otherVersions)('refuses another version %s, and says so', (_name, input) => {
    const { state, told } = run(resetting, input);
    expect(told).toEqual(['+wrongVersion', 'no reset', 'closePort', 'reopen in 500']);
    expect(state).toMatchObject({ at: 'waiting', problem: expect.stringContaining('version') as string });
  });

  it('counts a malformed RSTACK and waits on', () => {
    expect(run(resetting, { kind: 'cell', cell: cell('RSTACK', { payload: new Uint8Array(50) }) }).told).toEqual([
      '+malformedRstack',
    ]);
  });

  it('backs off 0.5 → 30 s while the port is missing, and begins anew after it was up', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 99].map(reopenDelayMs)).toEqual([
      500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000,
    ]);
    let state = run(STOPPED, { kind: 'start' }).state;
    for (let failures = 1; failures <= 3; failures += 1) {
      const failed = run(state, { kind: 'notOpened', problem: 'missing' });
      expect(failed.told).toEqual([`reopen in ${reopenDelayMs(failures)}`]);
      state = run(failed.state, timer('reopen')).state;
    }
    const up = run(state, { kind: 'opened', nonce: NONCE }, rstack(NONCE)).state;
    expect(run(up, { kind: 'closed', problem: 'unplugged' }).told).toEqual([
      'no ack',
      'no message',
      'down',
      'reopen in 500',
    ]);
  });
});

describe('link: table', () => {
  const rows: [string, LinkState, LinkInput[], string[]][] = [
    ['sends one cell and waits', open, [send(1)], ['DATA 0 FIRST LAST', 'ack in 400']],
    [
      'holds the second until the first is acknowledged',
      sending,
      [send(2), fromPeer('ACK', { ack: 1 })],
      ['no ack', 'sent 1', 'DATA 1 FIRST LAST', 'ack in 400'],
    ],
    ['takes the ACK of any cell', sending, [data(0, { ack: 1 })], ['no ack', 'sent 1', 'ACK 1', 'deliver 1']],
    [
      'cuts a long message into cells',
      open,
      [send(1, 105), fromPeer('ACK', { ack: 1 }), fromPeer('ACK', { ack: 2 }), fromPeer('ACK', { ack: 3 })],
      [
        'DATA 0 FIRST',
        'ack in 400',
        'no ack',
        'DATA 1',
        'ack in 400',
        'no ack',
        'DATA 2 LAST',
        'ack in 400',
        'no ack',
        'sent 1',
      ],
    ],
    [
      'repeats after 0.4 · 0.8 · 1.6 s',
      sending,
      [timer('ack'), timer('ack'), timer('ack')],
      [800, 1600, 3200].flatMap((ms) => [
        '+ackTimeouts',
        '+retransmissions',
        'IDLE',
        'DATA 0 RETX FIRST LAST',
        `ack in ${ms}`,
      ]),
    ],
    [
      'repeats at once on NAK',
      sending,
      [fromPeer('NAK')],
      ['+naksReceived', '+retransmissions', 'IDLE', 'DATA 0 RETX FIRST LAST', 'ack in 400'],
    ],
    [
      'knows a NAK for the next cell as an acknowledgement',
      sending,
      [fromPeer('NAK', { ack: 1 })],
      ['no ack', 'sent 1', '+naksReceived'],
    ],
    ['counts an ACK out of range', sending, [fromPeer('ACK', { ack: 7 })], ['+ackOutOfRange']],
    [
      'pauses at NOT_READY and goes on after it',
      sending,
      [fromPeer('ACK', { notReady: true }), fromPeer('ACK')],
      ['ack in 3200', '+retransmissions', 'IDLE', 'DATA 0 RETX FIRST LAST', 'ack in 400'],
    ],
    [
      'sends nothing new while the peer is not ready, but tries after 3.2 s',
      open,
      [fromPeer('ACK', { notReady: true }), send(1), timer('ack')],
      ['ack in 3200', 'DATA 0 FIRST LAST', 'ack in 400'],
    ],
    ['refuses a message over 4 KiB', open, [send(1, 4097)], ['refused 1']],
    ['delivers in sequence and acknowledges', open, [data(0), data(1)], ['ACK 1', 'deliver 1', 'ACK 2', 'deliver 1']],
    [
      'drops a repeated cell but acknowledges it',
      open,
      [data(0), data(0, { retransmitted: true })],
      ['ACK 1', 'deliver 1', '+duplicates', 'ACK 1'],
    ],
    [
      'NAKs once what is out of sequence, then is silent until in sequence',
      open,
      [data(3), data(4), data(0), data(5)],
      [
        '+outOfSequence',
        '+naksSent',
        'NAK 0',
        '+outOfSequence',
        'ACK 1',
        'deliver 1',
        '+outOfSequence',
        '+naksSent',
        'NAK 1',
      ],
    ],
    [
      'NAKs damage once',
      open,
      [
        { kind: 'discarded', bytes: 64 },
        { kind: 'discarded', bytes: 3 },
      ],
      ['+bytesDiscarded', '+naksSent', 'NAK 0', '+bytesDiscarded'],
    ],
    [
      'puts fragments together',
      receiving,
      [data(1, { first: false, last: false }), data(2, { first: false })],
      ['ACK 2', 'ACK 3', 'no message', 'deliver 3'],
    ],
    [
      'drops the partial message at a new FIRST',
      receiving,
      [data(1)],
      ['ACK 2', '+messagesAbandoned', 'no message', 'deliver 1'],
    ],
    [
      'names a fragment without FIRST once',
      open,
      [
        data(0, { first: false, last: false }),
        data(1, { first: false, last: false }),
        data(2, { first: false }),
        data(3),
      ],
      [
        'ACK 1',
        '+fragmentsWithoutFirst',
        'ERROR fragment 0',
        'ACK 2',
        '+fragmentsDropped',
        'ACK 3',
        '+fragmentsDropped',
        'ACK 4',
        'deliver 1',
      ],
    ],
    [
      'gives up a message that does not end in its time',
      receiving,
      [timer('message'), data(1, { first: false, last: false }), data(2)],
      ['+messagesUnfinished', 'ERROR fragment 0', 'ACK 2', '+fragmentsDropped', 'ACK 3', 'deliver 1'],
    ],
    ['drops and counts cells of another session', open, [data(0, { session: 41 })], ['+wrongSession']],
    ['drops and counts cells of another version', open, [data(0, { version: 2 })], ['+wrongVersion']],
    [
      'drops and counts RST and RSTACK out of place',
      open,
      [{ kind: 'cell', cell: cell('RST') }, rstack(NONCE)],
      ['+unexpectedCells', '+unexpectedCells'],
    ],
    [
      "tells the peer's ERROR",
      open,
      [fromPeer('ERROR', { payload: encodeLinkError('malformedMessage', 4) })],
      ['+peerErrors', 'peerError malformedMessage 4'],
    ],
    ['counts an ERROR that is none', open, [fromPeer('ERROR')], ['+unexpectedCells']],
    [
      'tells the peer of a malformed message',
      open,
      [data(0), { kind: 'malformed' }],
      ['ACK 1', 'deliver 1', 'ERROR malformedMessage 0'],
    ],
    [
      'resets when asked, on the same port',
      sending,
      [{ kind: 'reset', why: 'x' }],
      ['no ack', 'no message', '+failures', 'down', '+resets', 'IDLE', 'RST 1.0', 'reset in 3200'],
    ],
    ['refuses to send before it is open', resetting, [send(1)], ['refused 1']],
    ['stops', open, [{ kind: 'stop' }], ['no ack', 'no message', 'down', 'closePort']],
    [
      'closes a port that opens after the stop',
      run(STOPPED, { kind: 'start' }, { kind: 'stop' }).state,
      [{ kind: 'opened', nonce: NONCE }],
      ['+illegalInputs', 'closePort'],
    ],
    ['counts a second start', open, [{ kind: 'start' }], ['+illegalInputs']],
    ['counts a timer out of place', open, [timer('reset')], ['+illegalInputs']],
    ['counts a cell while no port is open', STOPPED, [data(0)], ['+illegalInputs']],
  ];
  it.each(rows)('%s', (_name, state, inputs, told) => {
    expect(run(state, ...inputs).told).toEqual(told);
  });

  it('fails after four timeouts in a row and resets with the next nonce', () => {
    const { state, told } = run(sending, timer('ack'), timer('ack'), timer('ack'), timer('ack'));
    expect(told.slice(-7)).toEqual(['no message', '+failures', 'down', '+resets', 'IDLE', 'RST 1.0', 'reset in 3200']);
    expect(state.at).toBe('resetting');
  });

  it('fails when every repetition is refused', () => {
    const { told } = run(sending, ...Array.from({ length: 8 }, () => fromPeer('NAK')));
    expect(told.filter((word) => word.includes('RETX'))).toHaveLength(7);
    expect(told).toContain('down');
  });

  it('refuses messages when too many wait', () => {
    const { told } = run(open, ...Array.from({ length: 20 }, (_, index) => send(index + 1)));
    expect(told.filter((word) => word.startsWith('refused'))).toEqual(['refused 18', 'refused 19', 'refused 20']);
  });

  it('refuses a message that never ends at 4 KiB, holds no more, and takes the next one', () => {
    const cells = Array.from({ length: 300 }, (_, seq) =>
      data(seq & 255, { first: seq === 0, last: false, payload: new Uint8Array(52) }),
    );
    const { state, told } = run(open, ...cells);
    expect(told.filter((word) => word.startsWith('ERROR'))).toEqual(['ERROR tooLong 78']);
    expect(told.filter((word) => word.startsWith('deliver'))).toEqual([]);
    expect(state).toMatchObject({ receiver: { assembly: { at: 'refusing' } } });
    expect(run(state, data(300 & 255)).told).toContain('deliver 1');
  });

  it('delivers a message of exactly 4 KiB', () => {
    const cells = Array.from({ length: 79 }, (_, seq) =>
      data(seq, { first: seq === 0, last: seq === 78, payload: new Uint8Array(seq === 78 ? 40 : 52) }),
    );
    expect(run(open, ...cells).told).toContain('deliver 4096');
  });

  it('numbers cells mod 256 both ways', () => {
    let state = open;
    for (let turn = 0; turn < 600; turn += 1) {
      const sent = run(
        state,
        send(turn),
        fromPeer('ACK', { ack: (turn + 1) & 255 }),
        data(turn & 255, { ack: (turn + 1) & 255 }),
      );
      expect(sent.told).toEqual([
        `DATA ${turn & 255} FIRST LAST`,
        'ack in 400',
        'no ack',
        `sent ${turn}`,
        `ACK ${(turn + 1) & 255}`,
        'deliver 1',
      ]);
      state = sent.state;
    }
  });
});
