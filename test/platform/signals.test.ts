import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { handleSignals } from '../../src/platform/signals.js';
import { silentLog } from '../support/silent-log.js';

interface Handled {
  readonly events: EventEmitter;
  readonly exits: number[];
  readonly stops: () => number;
  readonly end: () => void;
}

function handled(stop: () => Promise<void>): Handled {
  const events = new EventEmitter();
  const exits: number[] = [];
  let stops = 0;
  const end = handleSignals(
    {
      log: silentLog,
      exit: (status) => exits.push(status),
      stop: () => {
        stops += 1;
        return stop();
      },
    },
    events,
  );
  return { events, exits, stops: () => stops, end };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('signals', () => {
  it.each(['SIGTERM', 'SIGINT'])('stops in order at the first %s', async (signal) => {
    const { events, exits, stops } = handled(() => Promise.resolve());
    events.emit(signal, signal);
    await settled();
    expect([stops(), exits]).toEqual([1, [0]]);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves at once at a second one (%s)', async (signal, status) => {
    const { events, exits, stops } = handled(() => new Promise(() => undefined));
    events.emit('SIGTERM', 'SIGTERM');
    await settled();
    expect(exits).toEqual([]);
    events.emit(signal, signal);
    expect([stops(), exits]).toEqual([1, [status]]);
  });

  it('exits 1 when stopping fails', async () => {
    const { events, exits } = handled(() => Promise.reject(new Error('no')));
    events.emit('SIGTERM', 'SIGTERM');
    await settled();
    expect(exits).toEqual([1]);
  });

  it.each(['unhandledRejection', 'uncaughtException'])('exits 1 at %s without an orderly stop', (event) => {
    const { events, exits, stops } = handled(() => Promise.resolve());
    events.emit(event, new Error('defect'));
    expect([stops(), exits]).toEqual([0, [1]]);
  });

  it('leaves no listener behind', () => {
    const { events, end } = handled(() => Promise.resolve());
    expect(events.eventNames()).toHaveLength(4);
    end();
    expect(events.eventNames()).toEqual([]);
  });
});
