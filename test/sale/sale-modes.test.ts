import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TillpostError } from '../../src/domain/errors.js';
import { type SaleInput, type SaleMode, saleOf, saleStep, UNSTARTED } from '../../src/sale/sale-modes.js';

type Mode = SaleMode<string>;
type Input = SaleInput<string>;
type Step = ReturnType<typeof saleStep<string>>;

const PROBLEM = new TillpostError('JOURNAL_IO', 'EIO', { operation: 'journal', retryable: true });
const SELLING = { kind: 'selling', holds: [], sale: 'S', afterwards: 'rest' } as const;
const SECOND = { kind: 'sell', sale: 'T' } as const;

/** A mode reached from a counter that has recovered. */
function after(...inputs: readonly Input[]): Mode {
  return inputs.reduce<Mode>((mode, input) => saleStep(mode, input)[0], { kind: 'open' });
}

describe('the modes of the sales counter', () => {
  // [mode, input, next mode, effects]
  it.each<[string, Mode, Input, Partial<Mode>, string[]]>([
    ['recovery ends', UNSTARTED, { kind: 'recovered' }, { kind: 'open' }, []],
    ['recovery fails', UNSTARTED, { kind: 'recoveryFailed', problem: PROBLEM }, { retryMs: 1000 }, ['retryRecovery']],
    ['a reader comes back to recovery', UNSTARTED, { kind: 'readerReady' }, UNSTARTED, []],
    ['a sale', { kind: 'open' }, { kind: 'sell', sale: 'S' }, SELLING, []],
    ['its end', SELLING, { kind: 'sold' }, { kind: 'open' }, []],
    ['a reader comes back', { kind: 'open' }, { kind: 'readerReady' }, { kind: 'open' }, ['reconcile']],
    ['the same in a sale', SELLING, { kind: 'readerReady' }, { afterwards: 'reconcile' }, []],
    ['and after it', after(SECOND, { kind: 'readerReady' }), { kind: 'sold' }, { kind: 'open' }, ['reconcile']],
    ['a commit in doubt', { kind: 'open' }, { kind: 'inDoubt' }, UNSTARTED, ['recover']],
    ['the same in a sale', SELLING, { kind: 'inDoubt' }, { afterwards: 'recover' }, ['recover']],
    ['and after it', after(SECOND, { kind: 'inDoubt' }), { kind: 'sold' }, UNSTARTED, []],
    ['a hold', { kind: 'open' }, { kind: 'hold', why: 'a' }, { kind: 'held', holds: ['a'] }, []],
    ['a second one', after({ kind: 'hold', why: 'a' }), { kind: 'hold', why: 'b' }, { holds: ['a', 'b'] }, []],
    ['one in a sale', SELLING, { kind: 'hold', why: 'a' }, { kind: 'selling', holds: ['a'] }, []],
    ['and after it', after(SECOND, { kind: 'hold', why: 'a' }), { kind: 'sold' }, { kind: 'held', holds: ['a'] }, []],
    ['doubt while held', after({ kind: 'hold', why: 'a' }), { kind: 'inDoubt' }, { holds: ['a'] }, ['recover']],
    ['release', after({ kind: 'hold', why: 'a' }), { kind: 'release', why: 'a' }, { kind: 'open' }, []],
    ['stop', { kind: 'open' }, { kind: 'stop' }, { kind: 'stopping', sale: null }, ['dropRetry']],
    ['stop in a sale', SELLING, { kind: 'stop' }, { kind: 'stopping', sale: 'S' }, ['dropRetry']],
    ['its end', after(SECOND, { kind: 'stop' }), { kind: 'sold' }, { kind: 'stopping', sale: null }, []],
    // The next start looks at it; a timer would outlive the journal.
    ['recovery fails', after({ kind: 'stop' }), { kind: 'recoveryFailed', problem: PROBLEM }, { kind: 'stopping' }, []],
    ['doubt', after({ kind: 'stop' }), { kind: 'inDoubt' }, { kind: 'stopping' }, []],
  ])('%s', (_, mode, input, next, effects) => {
    const [reached, run] = saleStep(mode, input);
    expect(reached).toMatchObject(next);
    expect(run.map(({ kind }) => kind)).toEqual(effects);
  });

  it.each<[Mode, Input]>([
    [SELLING, SECOND],
    [UNSTARTED, SECOND],
    [after({ kind: 'hold', why: 'a' }), SECOND],
    [after({ kind: 'stop' }), SECOND],
    [{ kind: 'open' }, { kind: 'sold' }],
    [after({ kind: 'stop' }), { kind: 'sold' }],
    [{ kind: 'open' }, { kind: 'recovered' }],
    [SELLING, { kind: 'recoveryFailed', problem: PROBLEM }],
    [{ kind: 'open' }, { kind: 'release', why: 'a' }],
    [after({ kind: 'hold', why: 'a' }), { kind: 'release', why: 'b' }],
  ])('%o names the illegal %o and stays', (mode, input) => {
    expect(saleStep(mode, input)).toEqual([mode, [{ kind: 'illegal', mode: mode.kind, input: input.kind }]]);
  });

  it('waits twice as long before each further recovery, half a minute at most', () => {
    const waits: number[] = [];
    let mode: Mode = UNSTARTED;
    for (let i = 0; i < 8; i += 1) {
      const [next, effects]: Step = saleStep(mode, { kind: 'recoveryFailed', problem: PROBLEM });
      waits.push(...effects.flatMap((effect) => (effect.kind === 'retryRecovery' ? [effect.afterMs] : [])));
      mode = next;
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('never takes a second sale, loses a hold or leaves *stopping*, whatever comes', () => {
    const input = fc.oneof<fc.Arbitrary<Input>[]>(
      fc.nat(99).map((sale) => ({ kind: 'sell', sale: `S${sale}` })),
      fc.constantFrom<Input>(
        { kind: 'sold' },
        { kind: 'inDoubt' },
        { kind: 'readerReady' },
        { kind: 'recovered' },
        { kind: 'recoveryFailed', problem: PROBLEM },
        { kind: 'stop' },
      ),
      fc.constantFrom('a', 'b').map((why) => ({ kind: 'hold', why })),
      fc.constantFrom('a', 'b').map((why) => ({ kind: 'release', why })),
    );
    fc.assert(
      fc.property(fc.array(input, { maxLength: 40 }), (inputs) => {
        let mode: Mode = UNSTARTED;
        const held: string[] = [];
        for (const each of inputs) {
          const before = mode;
          const [next, effects]: Step = saleStep(mode, each);
          const isLegal = effects.every(({ kind }) => kind !== 'illegal');
          if (!isLegal) expect(next).toBe(before);
          if (isLegal && each.kind === 'hold') held.push(each.why);
          if (isLegal && each.kind === 'release' && held.includes(each.why)) held.splice(held.indexOf(each.why), 1);
          const running = saleOf(before);
          if (running !== null && each.kind !== 'sold') expect(saleOf(next)).toBe(running);
          if (before.kind === 'stopping') expect(next.kind).toBe('stopping');
          else if (next.kind !== 'stopping') expect(next.kind === 'open' ? [] : next.holds).toEqual(held);
          mode = next;
        }
      }),
      { numRuns: 2000 },
    );
  });
});
