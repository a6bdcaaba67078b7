import { describe, expect, it } from 'vitest';
import { TillpostError } from '../../../src/domain/errors.js';
import { WaitingGroup } from '../../../src/journal/core/waiting-group.js';
import { pack, packOutcome, unpack, unpackOutcome } from '../../../src/journal/thread/wire.js';
import { card, plain } from '../../support/journal.js';
import { thrownBy } from '../../support/thrown.js';

describe('the wire between the threads', () => {
  it('carries sealed bytes through a structured clone', () => {
    const value = { list: [card(), null, 1, 'x', true], nothing: undefined };
    const arrived = unpack(structuredClone(pack(value)));
    expect(plain(arrived)).toEqual(plain(value));
    // Positive control: unpacked it arrives empty.
    expect(plain(structuredClone(value))).not.toEqual(plain(value));
  });

  it('carries errors with code, hint and subject', () => {
    const error = new TillpostError('JOURNAL_FULL', 'full', {
      operation: 'journal.begin',
      subject: '/x',
      retryable: true,
      hint: 'free it',
    });
    const crossed = (from: TillpostError): unknown => {
      const arrived = unpackOutcome(structuredClone(packOutcome({ ok: false, error: from })));
      return arrived.ok ? arrived : arrived.error;
    };
    expect(crossed(error)).toBeInstanceOf(TillpostError);
    expect((crossed(error) as TillpostError).toJSON()).toEqual(error.toJSON());
    expect((crossed(new TillpostError('BUSY', 'b', { operation: 'o' })) as TillpostError).toJSON()).toEqual({
      code: 'BUSY',
      message: 'b',
      operation: 'o',
      retryable: false,
    });
  });

  it('refuses what would not arrive as it left', async () => {
    expect((await thrownBy(() => pack({ when: new Date(0) }))).code).toBe('INTERNAL');
    expect((await thrownBy(() => packOutcome({ ok: true, value: new Map() }))).code).toBe('INTERNAL');
  });
});

describe('the waiting group', () => {
  it('hands over what arrived by the time its turn comes, in order and in bounded groups', () => {
    const turns: (() => void)[] = [];
    const groups: (readonly number[])[] = [];
    const group = new WaitingGroup<number>(
      (jobs) => void groups.push(jobs),
      (run) => void turns.push(run),
      3,
    );
    for (const job of [1, 2, 3, 4]) group.add(job);
    expect(turns).toHaveLength(1);
    turns.shift()?.();
    group.add(5);
    expect(turns).toHaveLength(1);
    turns.shift()?.();
    expect(groups).toEqual([
      [1, 2, 3],
      [4, 5],
    ]);
    expect(turns).toHaveLength(0);
  });

  it('still serves the rest when a run throws', () => {
    const turns: (() => void)[] = [];
    const served: number[] = [];
    const group = new WaitingGroup<number>(
      (jobs) => {
        if (jobs.includes(1)) throw new Error('first');
        served.push(...jobs);
      },
      (run) => void turns.push(run),
      1,
    );
    group.add(1);
    group.add(2);
    expect(() => turns.shift()?.()).toThrow('first');
    turns.shift()?.();
    expect(served).toEqual([2]);
  });
});
