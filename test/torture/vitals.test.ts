import { describe, expect, it } from 'vitest';
import { type Vitals, judgeVitals, readVitals } from './vitals.js';

const steady: Vitals = { residentBytes: 100e6, descriptors: 30, walBytes: 4e6, stateBytes: 8e6 };
const many = (of: (at: number) => Partial<Vitals>): Vitals[] => Array.from({ length: 30 }, (_, at) => ({ ...steady, ...of(at) }));

describe('vitals', () => {
  it('are read from a running process', () => {
    const seen = readVitals(process.pid, import.meta.dirname);
    expect(seen.residentBytes).toBeGreaterThan(10e6);
    expect(seen.descriptors).toBeGreaterThan(3);
    expect(seen.stateBytes).toBeGreaterThan(1000);
  });

  it.each<[string, (at: number) => Partial<Vitals>, string[]]>([
    ['steady', () => ({}), []],
    ['noisy', (at) => ({ residentBytes: 100e6 + (at % 7) * 3e6 }), []],
    ['memory that creeps', (at) => ({ residentBytes: 80e6 + at * 5e6 }), ['residentBytes drifted']],
    ['descriptors that creep', (at) => ({ descriptors: 30 + at }), ['descriptors drifted']],
    ['one that leaps', (at) => ({ descriptors: at === 15 ? 500 : 30 }), ['descriptors reached']],
    ['a WAL that grows', (at) => ({ walBytes: at * 2e6 }), ['walBytes reached', 'walBytes drifted']],
  ])('%s', (_, of, expected) => {
    const { problems } = judgeVitals(many(of));
    expect(problems.map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });

  it('without a sample show nothing, and that is a problem', () => {
    expect(judgeVitals([]).problems).toHaveLength(1);
  });
});
