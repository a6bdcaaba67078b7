import { describe, expect, it } from 'vitest';
import { OFF, type Watch, watch, type WatchInput } from '../../../src/reader/cells/watch.js';

const idle: Watch = { at: 'listening', waitingCard: false };
const waiting: Watch = { at: 'listening', waitingCard: true };
const timer = (afterMs: number) => ({ kind: 'setTimer', afterMs });

const rows: [string, Watch, WatchInput, Watch, unknown[]][] = [
  ['up: asks after the idle time', OFF, { kind: 'up' }, idle, [timer(10_000)]],
  ['START taken: KEEPALIVE is due', idle, { kind: 'heard', waitingCard: true }, waiting, [timer(1750)]],
  ['KEEPALIVE: begins anew', waiting, { kind: 'heard', waitingCard: true }, waiting, [timer(1750)]],
  [
    'a message that does not speak of it keeps the wait',
    waiting,
    { kind: 'heard', waitingCard: null },
    waiting,
    [timer(1750)],
  ],
  ['CARD: the wait is over', waiting, { kind: 'heard', waitingCard: false }, idle, [timer(10_000)]],
  [
    'three missing: PING',
    waiting,
    { kind: 'timer' },
    { at: 'probing', waitingCard: true },
    [{ kind: 'ping' }, timer(1500)],
  ],
  ['idle: PING', idle, { kind: 'timer' }, { at: 'probing', waitingCard: false }, [{ kind: 'ping' }, timer(1500)]],
  [
    'an answer in time',
    { at: 'probing', waitingCard: true },
    { kind: 'heard', waitingCard: null },
    waiting,
    [timer(1750)],
  ],
  [
    'no answer: reset',
    { at: 'probing', waitingCard: true },
    { kind: 'timer' },
    OFF,
    [{ kind: 'reset', why: 'the reader went silent while it waited for a card' }],
  ],
  [
    'no answer when idle: reset',
    { at: 'probing', waitingCard: false },
    { kind: 'timer' },
    OFF,
    [{ kind: 'reset', why: 'the reader does not answer PING' }],
  ],
  ['down ends it', waiting, { kind: 'down' }, OFF, [{ kind: 'clearTimer' }]],
  ['down twice', OFF, { kind: 'down' }, OFF, []],
  ['off hears nothing', OFF, { kind: 'heard', waitingCard: true }, OFF, []],
];

describe('watch', () => {
  it.each(rows)('%s', (_name, before, input, after, effects) => {
    expect(watch(before, input, 10_000)).toEqual([after, effects]);
  });
});
