import { describe, expect, it } from 'vitest';
import { CAPS, DRIFT_CAPS, judgeVitals, readVitals, type Sample, type Vital, type Vitals } from './vitals.js';

const steady: Vitals = {
  residentBytes: 100e6,
  heapBytes: 60e6,
  descriptors: 30,
  walBytes: 4e6,
  mirrorBytes: 1e6,
  stateBytes: 8e6,
};
const many = (of: (at: number) => Partial<Vitals>): Sample[] =>
  Array.from({ length: 30 }, (_, at) => ({ atMs: 1000 * at, ...steady, ...of(at) }));

describe('vitals', () => {
  it('are read from a running process', () => {
    const seen = readVitals(process.pid, import.meta.dirname);
    expect(seen.residentBytes).toBeGreaterThan(10e6);
    expect(seen.heapBytes).toBeGreaterThan(5e6);
    expect(seen.heapBytes).toBeLessThanOrEqual(seen.residentBytes);
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

  it.each(Object.keys(CAPS) as Vital[])('%s above its cap, or drifting beyond it, fails', (vital) => {
    const above = many(() => ({ [vital]: CAPS[vital] + 1 }));
    const drifting = many((at) => ({ [vital]: at < 20 ? 0 : DRIFT_CAPS[vital] + 1 }));
    expect(judgeVitals(above).problems).toEqual([expect.stringMatching(`^${vital} reached`)]);
    expect(judgeVitals(drifting).problems).toContainEqual(expect.stringMatching(`^${vital} drifted`));
  });

  it('may grow with the books, and by nothing more', () => {
    const books = (mib: number) => many((at) => ({ stateBytes: (at * mib * 1024 * 1024) / 30 }));
    expect(judgeVitals(books(150)).problems).toHaveLength(2);
    expect(judgeVitals(books(150), 10_000).problems).toEqual([]);
    expect(judgeVitals(books(350), 10_000).problems).toHaveLength(2);
  });

  it('are told with start, end and slope', () => {
    const mib = 1024 * 1024;
    const { drift } = judgeVitals(many((at) => ({ heapBytes: (60 + at / 30) * mib, descriptors: at < 15 ? 30 : 29 })));
    expect(drift).toContain('heapBytes 60.1 MiB → 60.8 MiB, +2.00 MiB a minute (most 61.0 MiB)');
    expect(drift).toMatch(/descriptors 30 → 29, -\d\.\d a minute \(most 30\)/);
    expect(drift).toContain('walBytes 3.8 MiB → 3.8 MiB, +0.00 MiB a minute');
  });

  it('without a sample show nothing, and that is a problem', () => {
    expect(judgeVitals([]).problems).toHaveLength(1);
  });
});
