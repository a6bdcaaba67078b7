import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { TillpostError } from '../../src/domain/errors.js';
import { Sealed } from '../../src/domain/redaction.js';
import { createLog, createLogOn, type LogLevel } from '../../src/platform/log.js';
import { loggable } from '../../src/platform/log-fields.js';
import { LogFile } from '../../src/platform/log-file.js';
import type { Log } from '../../src/ports/index.js';
import { scratchDirectories } from '../support/scratch.js';
import { thrownBy } from '../support/thrown.js';

const scratch = scratchDirectories();
// Published test numbers only.
const PAN = '4111111111111111';

function recorded(level: LogLevel = 'debug'): {
  readonly log: Log;
  readonly text: () => string;
  readonly lines: () => Record<string, unknown>[];
} {
  let text = '';
  const log = createLogOn({ write: (line) => (text += line) }, level, new SimClock(1_800_000_000_000));
  const lines = (): Record<string, unknown>[] =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, text: () => text, lines };
}

describe('log', () => {
  it('writes one JSON line with level, time, module and fields', () => {
    const { log, lines } = recorded();
    log.child('courier').warn('receipt overdue', { sequence: 7, key: { a: null } });
    expect(lines()).toEqual([
      {
        level: 'warn',
        time: '2027-01-15T08:00:00.000Z',
        module: 'courier',
        sequence: 7,
        key: { a: null },
        msg: 'receipt overdue',
      },
    ]);
  });

  it('keeps to its level', () => {
    const { log, lines } = recorded('warn');
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level);
    expect(lines().map(({ msg }) => msg)).toEqual(['warn', 'error']);
  });

  it('does not let a field pose as the message or the level', () => {
    const { log, text, lines } = recorded();
    log.info('true', { msg: 'false', level: 'error', time: 0, module: 'x' });
    expect(lines()[0]).toMatchObject({ level: 'info', msg: 'true', msg_: 'false', level_: 'error' });
    expect(text().match(/"msg":/g)).toHaveLength(1);
  });

  const cyclic: Record<string, unknown> = { pan: PAN };
  cyclic['self'] = cyclic;
  it.each([
    ['message', PAN, undefined],
    ['field', 'm', { pan: PAN }],
    ['name of a field', 'm', { [PAN]: 1 }],
    ['number', 'm', { pan: Number(PAN) }],
    ['bigint', 'm', { pan: BigInt(PAN) }],
    ['grouped text', 'm', { text: 'card 4111 1111 1111 1111 read' }],
    ['track', 'm', { text: `;${PAN}=2512` }],
    ['longer run', 'm', { text: `5A08${PAN}5F24999999` }],
    ['list', 'm', { list: [[PAN]] }],
    ['map', 'm', { map: new Map([[PAN, PAN]]) }],
    ['set', 'm', { set: new Set([PAN]) }],
    ['error', 'm', { error: new Error(`read ${PAN}`, { cause: new Error(PAN) }) }],
    [
      'TillpostError',
      'm',
      { error: new TillpostError('INTERNAL', PAN, { operation: PAN, subject: PAN, hint: PAN, cause: PAN }) },
    ],
    ['toJSON', 'm', { it: { toJSON: () => ({ pan: PAN }) } }],
    ['cycle', 'm', cyclic],
    [
      'bytes',
      'm',
      { bytes: Buffer.from(PAN), view: new Uint8Array(Buffer.from(PAN)), raw: new Uint8Array(Buffer.from(PAN)).buffer },
    ],
    ['sealed', 'm', { sealed: new Sealed(Buffer.from(PAN)) }],
  ])('lets no card number through by %s', (_by, message, fields) => {
    const { log, text, lines } = recorded();
    log.error(message, fields);
    const digits = text().replace(/[ -]/g, '');
    expect(lines()).toHaveLength(1);
    for (const form of [
      PAN,
      Buffer.from(PAN).toString('hex'),
      Buffer.from(PAN).toString('base64'),
      [...Buffer.from(PAN)].join(','),
    ]) {
      expect(digits).not.toContain(form);
    }
  });

  it('shows what is no card number, the wall clock in ms too', () => {
    const fields = { atMs: 1_800_000_000_001, amount: 999_999_999_999, epoch: '9f1c2a0b7d3e4f55', on: true };
    expect(loggable(fields)).toEqual(fields);
  });

  it('prints bytes and sealed values as their length, and names what it cannot read', () => {
    const hostile = {
      get secret(): string {
        throw new Error('no');
      },
    };
    expect(loggable({ bytes: new Uint8Array(3), sealed: new Sealed(new Uint8Array(5)), call: () => PAN })).toEqual({
      bytes: '[3 bytes]',
      sealed: '[sealed 5 bytes]',
      call: '[function]',
    });
    expect(loggable(hostile)).toBe('[unprintable]');
    expect((loggable('x'.repeat(1_000_000)) as string).length).toBeLessThan(5_000);
    expect((loggable(Array.from({ length: 1_000 }, () => 0)) as unknown[]).length).toBe(101);
  });

  it('makes JSON of anything', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withSet: true,
          withTypedArray: true,
          withNullPrototype: true,
          withSparseArray: true,
        }),
        (value) => {
          const { log, lines } = recorded();
          log.info('m', { value });
          expect(lines()).toHaveLength(1);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('log file', () => {
  it('rotates by size, keeps one generation, and is for its owner only', () => {
    const path = join(scratch(), 'logs', 'agent.log');
    const file = new LogFile(path, 100);
    for (let line = 0; line < 10; line += 1) file.write(`${String(line).padEnd(39, '.')}\n`);
    file.close();
    expect(
      readFileSync(path, 'utf8')
        .split('\n')
        .map((line) => line[0]),
    ).toEqual(['8', '9', undefined]);
    expect(
      readFileSync(`${path}.1`, 'utf8')
        .split('\n')
        .map((line) => line[0]),
    ).toEqual(['6', '7', undefined]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('goes on in a file that is there already', () => {
    const path = join(scratch(), 'agent.log');
    for (const line of ['a\n', 'b\n']) {
      const file = new LogFile(path, 100);
      file.write(line);
      file.close();
    }
    expect(readFileSync(path, 'utf8')).toBe('a\nb\n');
  });

  it('counts lines that a full disk refuses, and never throws', () => {
    // Every write to /dev/full fails with ENOSPC.
    const file = new LogFile('/dev/full', 1_000);
    file.write('a\n');
    file.write('b\n');
    expect(file.lost).toBe(2);
    file.close();
  });

  it('writes through createLog, and says which file cannot be opened', async () => {
    const path = join(scratch(), 'agent.log');
    createLog({ level: 'info', file: path, fileMaxBytes: 65_536 }, new SimClock()).info('here', { a: 1 });
    expect(readFileSync(path, 'utf8')).toContain('"msg":"here"');
    const error = await thrownBy(() =>
      createLog({ level: 'info', file: `${path}/x`, fileMaxBytes: 65_536 }, new SimClock()),
    );
    expect([error.code, error.subject]).toEqual(['CONFIG_INVALID', `${path}/x`]);
  });
});
