import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { Output } from '../../../src/cli/shell/output.js';
import { currencyByCode } from '../../../src/domain/currency.js';
import { TillpostError } from '../../../src/domain/errors.js';
import { keyText } from '../../../src/domain/key.js';
import { formatMoney } from '../../../src/domain/money.js';
import { own } from '../../../src/domain/redaction.js';
import { AlertBoard } from '../../../src/health/alerts.js';
import { EventCounters } from '../../../src/health/counters.js';
import { createLogOn } from '../../../src/platform/log.js';
import { silentLog } from '../../support/silent-log.js';

const RUNS = 10_000;

/** Of the hexadecimal digits those of ten most often: what looks most like a card number is what we look for. */
const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof({ weight: 30, arbitrary: fc.integer({ min: 0, max: 9 }) }, { weight: 1, arbitrary: fc.constant('b') }),
      {
        minLength: length,
        maxLength: length,
      },
    )
    .map((parts) => parts.join(''));
const key = fc
  .record({
    terminalId: fc.oneof(digits(8), fc.stringMatching(/^[A-Za-z0-9_-]{1,16}$/)),
    epoch: digits(16),
    mark: digits(8),
    number: fc.integer({ min: 1, max: 0xffff_ffff }),
  })
  .map(keyText);
const amount = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999_999 }), fc.constantFrom('EUR', 'JPY', 'BHD'))
  .map(([minor, code]) => formatMoney({ amount: minor, currency: currencyByCode(code) }));
const time = fc.integer({ min: 0, max: 2_500_000_000_000 }).map((ms) => new Date(ms).toISOString());
const number = fc.oneof(
  fc.integer({ min: 0, max: 999_999_999_999 }),
  fc.integer({ min: 1_000_000_000_000, max: 2_999_999_999_999 }),
);

function sinks(text: string): {
  readonly log: string;
  readonly alert: string;
  readonly error: string;
  readonly cli: string;
} {
  let log = '';
  const clock = new SimClock();
  createLogOn({ write: (line) => (log += line) }, 'info', clock).info('it', { text });
  const board = new AlertBoard({ clock, log: silentLog, counters: new EventCounters() });
  board.raise('POSTING_PARKED', text, text);
  const error = new TillpostError('NOT_FOUND', `no ${text} here`, {
    operation: 'x',
    subject: text,
    hint: `see ${text}.`,
  });
  let cli = '';
  const screen = {
    out: (it: string) => void (cli += it),
    err: (it: string) => void (cli += it),
    watched: false,
    ask: null,
  };
  new Output(screen, false).error(TillpostError.fromJSON(JSON.parse(JSON.stringify(error)), 'x'));
  const [alert] = board.active();
  return {
    log,
    alert: `${alert?.subject} ${alert?.text}`,
    error: `${error.message} ${error.subject} ${error.hint}`,
    cli,
  };
}

describe('what is ours is never taken for a card number', () => {
  it.each([
    ['keys', key],
    ['amounts', amount],
    ['times', time],
  ] as const)('%s: in log, alert, error and on the command line', (_what, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const { log, alert, error, cli } = sinks(text);
        expect((JSON.parse(log) as { text: string }).text).toBe(text);
        expect(alert).toBe(`${text} ${text}`);
        expect(error).toBe(`no ${text} here ${text} see ${text}.`);
        expect(cli).toContain(`no ${text} here`);
      }),
      { numRuns: RUNS },
    );
  });

  it('what is own(): ids, epochs and paths of digits alone, in alert, error and log', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{13,19}$/), (text) => {
        let log = '';
        const told = createLogOn({ write: (line) => (log += line) }, 'info', new SimClock());
        const board = new AlertBoard({ clock: new SimClock(), log: told, counters: new EventCounters() });
        board.raise('JOURNAL_BEHIND', own(text), own(`epoch ${text}`));
        const error = new TillpostError('NOT_FOUND', own(`no ${text}`), { operation: 'x', subject: own(text) });
        told.info('it', { epoch: own(text), error });
        expect(board.active()).toEqual([expect.objectContaining({ subject: text, text: `epoch ${text}` })]);
        expect([error.message, error.subject]).toEqual([`no ${text}`, text]);
        expect(log).not.toContain('[redacted]');
        expect(log.split(text).length).toBeGreaterThan(5);
      }),
      { numRuns: 2_000 },
    );
  });

  it('numbers in the log', () => {
    fc.assert(
      fc.property(number, (value) => {
        let log = '';
        createLogOn({ write: (line) => (log += line) }, 'info', new SimClock()).info('it', { value });
        expect((JSON.parse(log) as { value: number }).value).toBe(value);
      }),
      { numRuns: RUNS },
    );
  });
});
