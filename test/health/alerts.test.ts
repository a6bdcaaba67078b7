import { beforeEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import type { Log } from '../../src/ports/index.js';
import { silentLog } from '../support/silent-log.js';

describe('alert board', () => {
  let clock: SimClock;
  let counters: EventCounters;
  let said: string[];
  let board: AlertBoard;

  beforeEach(() => {
    clock = new SimClock(1_000);
    counters = new EventCounters();
    said = [];
    const note = (message: string, fields = {}): void => void said.push(`${message} ${JSON.stringify(fields)}`);
    const log: Log = { ...silentLog, info: note, warn: note };
    board = new AlertBoard({ clock, log, counters, limit: 3 });
  });

  it('stands once for each code and subject, with count and first time', async () => {
    board.raise('READER_LOST', '/dev/x', 'gone');
    await clock.advance(50);
    board.raise('READER_LOST', '/dev/x', 'still gone');
    board.raise('READER_LOST', '/dev/y', 'gone');
    expect(board.active()).toEqual([
      { code: 'READER_LOST', subject: '/dev/x', text: 'still gone', atMs: 1_000, count: 2 },
      { code: 'READER_LOST', subject: '/dev/y', text: 'gone', atMs: 1_050, count: 1 },
    ]);
  });

  it('is logged when raised and when over, not at each repeat', () => {
    for (let i = 0; i < 5; i += 1) board.raise('BAD_MAC', 't', 'text');
    board.clear('BAD_MAC', 't');
    board.clear('BAD_MAC', 't');
    board.clear('DISK_LOW', 't');
    expect(said.map((line) => line.split(' {')[0])).toEqual(['alert raised', 'alert cleared']);
    expect(said[1]).toContain('"count":5');
    expect(counters.snapshot()).toEqual({ 'alert.BAD_MAC': 5 });
    expect(board.active()).toEqual([]);
  });

  it('is bounded: the oldest makes room and that is told', () => {
    for (const subject of ['a', 'b', 'c', 'd']) board.raise('POSTING_PARKED', subject, 'x');
    expect(board.active().map(({ subject }) => subject)).toEqual(['b', 'c', 'd']);
    expect(counters.snapshot()['alerts.dropped']).toBe(1);
    expect(said.some((line) => line.startsWith('alert board full'))).toBe(true);
  });

  it('never holds a card number', () => {
    board.raise('CLEAR_CARD_DATA', '4111111111111111', 'track ;4111111111111111=2512');
    expect(JSON.stringify(board.active()) + said.join('')).not.toMatch(/4111111111111111/);
    board.clear('CLEAR_CARD_DATA', '4111111111111111');
    expect(board.active()).toEqual([]);
    expect(said.join('')).not.toContain('4111111111111111');
  });
});

describe('event counters', () => {
  it('count by name and keep what is beyond the bound in one', () => {
    const counters = new EventCounters();
    counters.add('b');
    counters.add('a', 3);
    counters.add('b', 2);
    expect(Object.entries(counters.snapshot())).toEqual([
      ['a', 3],
      ['b', 3],
    ]);
    for (let i = 0; i < 1_000; i += 1) counters.add(`made up ${i}`);
    const snapshot = counters.snapshot();
    expect(Object.keys(snapshot)).toHaveLength(501);
    expect(Object.values(snapshot).reduce((sum, count) => sum + count, 0)).toBe(1_006);
  });
});
