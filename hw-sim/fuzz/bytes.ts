import type { SimRandom } from '../sim-random.js';

/** Values at which lengths, counters and signs go wrong. */
const EDGES = [0, 1, 0x7f, 0x80, 0xfe, 0xff, 0x0a, 0x22, 0x7b, 0xa5, 0x5a] as const;
const RUN_MAX = 64;

type Change = (bytes: Buffer, random: SimRandom) => Buffer;

/** One damage each, at a random place; what a line, a disk or an enemy does to bytes. */
const CHANGES: readonly Change[] = [
  // a bit
  (bytes, random) => changed(bytes, random, (byte) => byte ^ (1 << random.below(8))),
  // a byte, often an edge
  (bytes, random) => changed(bytes, random, () => (random.chance(0.5) ? random.pick(EDGES) : random.below(256))),
  // a byte one more or less, as a length that is off by one
  (bytes, random) => changed(bytes, random, (byte) => byte + (random.chance(0.5) ? 1 : 255)),
  // bytes put in
  (bytes, random) => {
    const at = random.below(bytes.length + 1);
    return Buffer.concat([bytes.subarray(0, at), noise(random, 1 + random.below(8)), bytes.subarray(at)]);
  },
  // bytes lost
  (bytes, random) => {
    const [from, to] = run(bytes, random);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  // a run repeated
  (bytes, random) => {
    const [from, to] = run(bytes, random);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  // a run zeroed, as a sector that was never written
  (bytes, random) => {
    const [from, to] = run(bytes, random);
    return Buffer.from(bytes).fill(0, from, to);
  },
  // cut off
  (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  // twice
  (bytes) => Buffer.concat([bytes, bytes]),
];

/** One to `most` damages; the given bytes stay as they are. */
export function mutateBytes(bytes: Uint8Array, random: SimRandom, most = 4): Buffer {
  let result = Buffer.from(bytes);
  for (let times = 1 + random.below(most); times > 0; times -= 1)
    result = Buffer.from(random.pick(CHANGES)(result, random));
  return result;
}

/** The head of one and the tail of the other. */
export function splice(first: Uint8Array, second: Uint8Array, random: SimRandom): Buffer {
  return Buffer.concat([
    first.subarray(0, random.below(first.length + 1)),
    second.subarray(random.below(second.length + 1)),
  ]);
}

export function noise(random: SimRandom, count: number): Buffer {
  return Buffer.from(random.bytes(count));
}

function changed(bytes: Buffer, random: SimRandom, change: (byte: number) => number): Buffer {
  const result = Buffer.from(bytes);
  if (result.length === 0) return result;
  const at = random.below(result.length);
  result[at] = change(result[at]!) & 255;
  return result;
}

function run(bytes: Buffer, random: SimRandom): readonly [from: number, to: number] {
  const from = random.below(bytes.length + 1);
  return [from, Math.min(bytes.length, from + 1 + random.below(RUN_MAX))];
}
