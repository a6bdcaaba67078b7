import { describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { AlertBoard } from '../../../src/health/alerts.js';
import { EventCounters } from '../../../src/health/counters.js';
import { createLogOn } from '../../../src/platform/log.js';
import type { Alerts, Counters, Log, LogFields } from '../../../src/ports/index.js';
import { HeardAlerts, HeardCounters, HeardLog } from '../../support/heard.js';
import { silentLog } from '../../support/silent-log.js';

/** What every module may ask for, besides time and chance: words, alarms, counts (ports/basics.ts). */

const LOGS: readonly (readonly [string, () => Log])[] = [
  ['pino', () => createLogOn({ write: () => undefined }, 'debug', new SimClock())],
  ['heard', () => new HeardLog()],
  ['silent', () => silentLog],
];

const circle: Record<string, unknown> = {};
circle['self'] = circle;
const FIELDS: readonly (LogFields | undefined)[] = [
  undefined,
  {},
  { error: new Error('broken', { cause: circle }) },
  { bytes: new Uint8Array(3), count: 5n, nothing: undefined, none: null, deep: { er: [1, { and: 'deeper' }] } },
  circle,
];

describe.each(LOGS)('log: %s', (_, make) => {
  it('takes every word and stops nobody, whatever the fields', () => {
    const log = make();
    for (const each of [log, log.child('sale'), log.child('sale').child('reader')]) {
      for (const level of ['debug', 'info', 'warn', 'error'] as const) {
        for (const fields of FIELDS) each[level]('something happened', fields);
      }
    }
  });
});

const BOARDS: readonly (readonly [string, () => Alerts])[] = [
  ['board', () => new AlertBoard({ clock: new SimClock(), log: silentLog, counters: new EventCounters() })],
  ['heard', () => new HeardAlerts()],
];

describe.each(BOARDS)('alerts: %s', (_, make) => {
  it('shows each condition once, with a count and the newest words, until it is over', () => {
    const alerts = make();
    expect(alerts.active()).toEqual([]);
    alerts.raise('READER_LOST', 'port 1', 'unplugged');
    alerts.raise('READER_LOST', 'port 2', 'busy');
    alerts.raise('READER_LOST', 'port 1', 'still unplugged');
    const seen = alerts.active().map(({ code, subject, text, count }) => ({ code, subject, text, count }));
    expect(seen).toEqual([
      { code: 'READER_LOST', subject: 'port 1', text: 'still unplugged', count: 2 },
      { code: 'READER_LOST', subject: 'port 2', text: 'busy', count: 1 },
    ]);
    alerts.clear('READER_LOST', 'port 1');
    alerts.clear('READER_LOST', 'port 1');
    alerts.clear('READER_TAMPER', 'port 2');
    expect(alerts.active().map(({ subject }) => subject)).toEqual(['port 2']);
    alerts.raise('READER_LOST', 'port 1', 'again');
    expect(alerts.active().at(-1)).toMatchObject({ subject: 'port 1', count: 1 });
  });
});

const COUNTERS: readonly (readonly [string, () => Counters])[] = [
  ['events', () => new EventCounters()],
  ['heard', () => new HeardCounters()],
];

describe.each(COUNTERS)('counters: %s', (_, make) => {
  it('adds up by name, and hands out a copy', () => {
    const counters = make();
    counters.add('cells');
    counters.add('bytes', 64);
    counters.add('bytes', 0);
    const before = counters.snapshot();
    counters.add('cells', 2);
    expect(before).toEqual({ cells: 1, bytes: 64 });
    expect(counters.snapshot()).toEqual({ cells: 3, bytes: 64 });
  });
});
