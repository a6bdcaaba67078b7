import type { SimRandom } from '../../sim-random.js';
import type { Behaviour, Direction } from './behaviour.js';
import type { BehaviourKind } from './behaviour.js';
import type { BehaviourSpec } from './behaviour-spec.js';

/** What one byte becomes when the fault strikes it. */
type Fault = (byte: number, random: SimRandom) => readonly number[];

const FAULTS: Readonly<Record<'drop' | 'flip' | 'insert' | 'duplicate', Fault>> = {
  drop: () => [],
  flip: (byte, random) => [byte ^ (1 << random.below(8))],
  insert: (byte, random) => [random.below(256), byte],
  duplicate: (byte) => [byte, byte],
};

/** Faults of single bytes, each with `rate` (of bytes), `times`, `dir` (in: to the reader, out, both). */
function byteFault(name: keyof typeof FAULTS): BehaviourKind {
  return {
    about: `rate=0.001,times=∞,dir=both  ${name}s single bytes`,
    make(spec: BehaviourSpec): Behaviour {
      const dir = spec.oneOf<Direction | 'both'>('dir', ['in', 'out', 'both'], 'both');
      const rate = spec.number('rate', 0.001, 1);
      let left = spec.number('times', Infinity);
      return {
        name,
        bytes(bytes, direction, { random }) {
          if (dir !== 'both' && dir !== direction) return bytes;
          const out: number[] = [];
          for (const byte of bytes) {
            const struck = left > 0 && random.chance(rate);
            if (struck) left -= 1;
            out.push(...(struck ? FAULTS[name](byte, random) : [byte]));
          }
          return Uint8Array.from(out);
        },
      };
    },
  };
}

export const WIRE_BEHAVIOURS: Readonly<Record<string, BehaviourKind>> = {
  drop: byteFault('drop'),
  flip: byteFault('flip'),
  insert: byteFault('insert'),
  duplicate: byteFault('duplicate'),

  noise: {
    about: 'everyMs=50,bytes=7  random bytes between the cells',
    make(spec) {
      const everyMs = Math.max(1, spec.number('everyMs', 50));
      const count = spec.number('bytes', 7, 1024);
      return {
        name: 'noise',
        attach({ clock, random, transmit }) {
          const emit = (): void => {
            transmit(random.bytes(count));
            timer = clock.after(everyMs, emit);
          };
          let timer = clock.after(everyMs, emit);
          return () => timer.cancel();
        },
      };
    },
  },

  foreign: {
    about: 'text=+CME ERROR: 3  another protocol: every cell goes out as a line of text',
    make(spec) {
      const line = Buffer.from(`${spec.string('text', '+CME ERROR: 3')}\r\n`, 'latin1');
      return { name: 'foreign', bytes: (bytes, direction) => (direction === 'out' ? line : bytes) };
    },
  },

  bootText: {
    about: 'text=…  boot messages on the line at power on and before the first RSTACK',
    make(spec) {
      const text = Buffer.from(spec.string('text', '\r\nU-Boot 2023.10 (SIM)\r\nDRAM: 64 MiB\r\n'), 'latin1');
      let bootsToAnnounce = 1;
      return {
        name: 'bootText',
        booted({ transmit }) {
          bootsToAnnounce = 1;
          transmit(text);
        },
        cell(cell, { transmit }) {
          if (cell.type === 'RSTACK' && bootsToAnnounce > 0) {
            bootsToAnnounce -= 1;
            transmit(text);
          }
          return false;
        },
      };
    },
  },
};
