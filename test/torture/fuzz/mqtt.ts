import fc from 'fast-check';
import { tillpost } from '#proto/host';
import { mutateBytes, noise, splice } from '../../../hw-sim/fuzz/bytes.js';
import type { SimRandom } from '../../../hw-sim/sim-random.js';
import { TillpostError } from '../../../src/domain/errors.js';
import { openDown, openUp, PAYLOAD_MAX_BYTES, sealDown, sealUp } from '../../../src/protocol/envelope.js';
import { type DownLeaf, topicOf } from '../../../src/protocol/topics.js';
import { Bench } from '../../uplink/bench.js';
import { downContent, IDS, KEY, keyring, upContent, wrap } from '../../uplink/contents.js';
import type { FuzzSession, FuzzTarget } from './target.js';

import v1 = tillpost.host.v1;

/** MQTT payloads: both openers of the envelope, and the uplink behind the inbox, on a simulated broker. */
export const mqttTarget: FuzzTarget = {
  name: 'mqtt',
  batch: 500,
  every: 50,
  open: async (random, fragile) =>
    new MqttSession(random, await new Bench({ seed: random.below(2 ** 32) }).open(), fragile),
};

/** Valid messages of every kind, the same in every process: a batch draws from them by its own seed. */
const SAMPLES = 80;
const UP = fc.sample(upContent, { seed: 1, numRuns: SAMPLES }).map((content) => sealUp(IDS, KEY, content));
const DOWN = fc.sample(downContent, { seed: 2, numRuns: SAMPLES }).map((content) => sealDown(IDS, KEY, content));
const BODIES = [...UP, ...DOWN].map((payload) => v1.Envelope.decode(payload).body);
const LEAVES: readonly DownLeaf[] = ['down/reply', 'down/receipt', 'down/echo', 'down/settlement', 'down/command'];
const EXPECTED: readonly string[] = ['MESSAGE_TOO_LARGE', 'MESSAGE_INVALID', 'BAD_MAC', 'MESSAGE_FOREIGN'];
/** Every so many inputs also go over the simulated broker, to the whole uplink. */
const OVER_BROKER = 5;

class MqttSession implements FuzzSession {
  #fed = 0;
  #reached = 0;

  constructor(
    private readonly random: SimRandom,
    private readonly bench: Bench,
    private readonly fragile: boolean,
  ) {}

  input(): Uint8Array {
    const { random } = this;
    const kind = random.below(10);
    if (kind === 0) return noise(random, random.below(300));
    if (kind === 1 && random.chance(0.02)) return new Uint8Array(PAYLOAD_MAX_BYTES + 1 - random.below(3));
    if (kind <= 3) return mutateBytes(random.pick(random.chance(0.5) ? UP : DOWN), random);
    const label = random.chance(0.7) ? 'tillpost.v1.down' : 'tillpost.v1.up';
    // Behind a MAC that holds: two bodies joined, for protobuf merges them, or one damaged.
    if (kind === 4) return wrap(splice(random.pick(BODIES), random.pick(BODIES), random), label);
    if (kind === 5) return wrap(Buffer.concat([random.pick(BODIES), random.pick(BODIES)]), label);
    return wrap(mutateBytes(random.pick(BODIES), random, 3), label);
  }

  async feed(input: Uint8Array): Promise<void> {
    const { bench, random } = this;
    if (this.fragile) {
      readOnTrust(input);
      return;
    }
    for (const opened of [openUp, openDown]) this.#reached += opensAtMost(() => opened(IDS, keyring, input)) ? 1 : 0;
    this.#fed += 1;
    if (this.#fed % OVER_BROKER !== 0) return;
    bench.host.sayBytes(topicOf(IDS, random.pick(LEAVES)), input);
    if (this.#fed % (OVER_BROKER * 10) === 0) await bench.clock.advance(20);
  }

  /** An advice, posted at the host and settled here. */
  async good(): Promise<string | null> {
    const { bench } = this;
    await bench.clock.advance(50);
    const defect = bench.counters.of('message.INTERNAL');
    if (defect > 0)
      throw new Error(
        `${defect} messages ended in INTERNAL: ${bench.log.lines.find((line) => line.includes('INTERNAL'))}`,
      );
    const sale = await bench.advice(100 + this.random.below(5_000));
    for (let waitedS = 0; waitedS < 300; waitedS += 1) {
      await bench.clock.advance(1_000);
      if ((await bench.state(sale)) === 'posted') return null;
    }
    return `an advice stayed ${await bench.state(sale)}; the link is ${bench.uplink.status().state}`;
  }

  reached(): number {
    return this.#reached;
  }

  close(): Promise<void> {
    return this.bench.close();
  }
}

/** Whether it opened; throws what is no refusal. */
function opensAtMost(open: () => unknown): boolean {
  try {
    open();
    return true;
  } catch (thrown) {
    if (!(thrown instanceof TillpostError) || !EXPECTED.includes(thrown.code)) throw thrown;
    return false;
  }
}

/** The parser that is broken on purpose: no MAC, and what a body should hold is taken to be there. */
function readOnTrust(input: Uint8Array): void {
  const { body } = v1.Envelope.decode(input);
  v1.Body.decode(body).receipts!.receipts!.map(({ key }) => key!.terminalId!.length);
}
