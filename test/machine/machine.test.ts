import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { type Machine, runMachine } from '../../src/machine/machine.js';

/** Says what it did: the state is the list of inputs so far, and each input's effects are its own texts. */
type Told = readonly string[];
const telling = (effectsOf: (input: string) => readonly string[]): Machine<Told, string, string>['step'] => {
  return (state, input) => [[...state, input], effectsOf(input)];
};

describe('what runs a machine', () => {
  it('finishes the effects of one input before the next one that they bring', () => {
    const done: string[] = [];
    const running = runMachine<Told, string, string>([], {
      step: telling((input) => (input === 'first' ? ['a', 'b'] : [])),
      carryOut: (effect) => {
        done.push(`${effect} after ${running.state.join()}`);
        if (effect === 'a') running.input('second');
      },
    });
    running.input('first');
    expect(done).toEqual(['a after first', 'b after first']);
    expect(running.state).toEqual(['first', 'second']);
  });

  it('takes every input once, in the order in which it was asked to, however deep they nest', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 30 }), (brings) => {
        const asked: number[] = [];
        let next = 0;
        const running = runMachine<readonly number[], number, number>([], {
          step: (state, input) => [[...state, input], Array.from({ length: brings[input] ?? 0 }, () => input)],
          carryOut: () => ask(),
        });
        const ask = (): void => {
          asked.push(next);
          next += 1;
          running.input(next - 1);
        };
        ask();
        expect(running.state).toEqual(asked);
      }),
    );
  });

  it('goes on after an effect that threw, with the inputs that waited', () => {
    const running = runMachine<Told, string, string>([], {
      step: telling((input) => (input === 'bad' ? ['wait', 'throw', 'never'] : [])),
      carryOut: (effect) => {
        if (effect === 'wait') running.input('waiting');
        if (effect === 'throw') throw new Error('no');
        if (effect === 'never') running.input('never');
      },
    });
    expect(() => running.input('bad')).toThrow('no');
    running.input('next');
    expect(running.state).toEqual(['bad', 'waiting', 'next']);
  });

  it('brings the tick when the state is due, sets the timer anew after each input, and leaves none behind', async () => {
    const clock = new SimClock();
    const running = runMachine<number | null, number | 'tick', never>(null, {
      step: (_state, input) => [input === 'tick' ? null : input, []],
      carryOut: () => undefined,
      wake: { clock, atMs: (state) => state, tick: 'tick' },
    });
    const startMs = clock.monotonicMs();
    running.input(startMs + 100);
    running.input(startMs + 300);
    expect(clock.pending).toBe(1);
    await clock.advance(299);
    expect(running.state).toBe(startMs + 300);
    await clock.advance(1);
    expect(running.state).toBeNull();
    expect(clock.pending).toBe(0);
    // What is due already does not spin: its tick comes with the next millisecond.
    running.input(0);
    expect(running.state).toBe(0);
    await clock.advance(1);
    expect(running.state).toBeNull();
    running.input(Infinity);
    expect(clock.pending).toBe(0);
  });

  it('stands still once it is stopped, also in the middle of its effects', async () => {
    const clock = new SimClock();
    const done: string[] = [];
    const running = runMachine<Told, string, string>([], {
      step: telling((input) => (input === 'end' ? ['more', 'stop'] : [])),
      carryOut: (effect) => {
        done.push(effect);
        if (effect === 'more') running.input('queued');
        if (effect === 'stop') running.stop();
      },
      wake: { clock, atMs: () => clock.monotonicMs() + 10, tick: 'tick' },
    });
    running.input('start');
    expect(clock.pending).toBe(1);
    running.input('end');
    running.input('late');
    await clock.advance(100);
    expect([running.state, done, clock.pending]).toEqual([['start', 'end'], ['more', 'stop'], 0]);
  });
});
