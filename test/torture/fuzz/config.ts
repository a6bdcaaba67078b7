import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { mutateBytes, splice } from '../../../hw-sim/fuzz/bytes.js';
import { projectRoot } from '../../../hw-sim/part.js';
import type { SimRandom } from '../../../hw-sim/sim-random.js';
import { loadConfig } from '../../../src/config/config.js';
import { TillpostError } from '../../../src/domain/errors.js';
import { memoryFolder } from './memory-folder.js';
import type { FuzzSession, FuzzTarget } from './target.js';

/** The configuration: the shipped example, its optional lines on and off, damaged as text and as TOML. */
export const configTarget: FuzzTarget = {
  name: 'config',
  batch: 1000,
  every: 100,
  open: async (random, fragile) => new ConfigSession(random, fragile),
};

const EXPECTED: readonly string[] = ['CONFIG_MISSING', 'CONFIG_INVALID', 'CONFIG_PERMISSIONS'];
const SECRET = 'ab'.repeat(32);
/** Values that TOML knows and a schema may not expect. */
const VALUES = [
  '""',
  '-1',
  '0',
  '9007199254740993',
  '1e400',
  'nan',
  'inf',
  'true',
  '[]',
  '{}',
  '[[[[[[]]]]]]',
  '1979-05-27T07:32:00Z',
  '"\\u0000"',
  '"\\uFFFF"',
  '{ __proto__ = { polluted = 1 } }',
  "'''\n'''",
  '0xffffffff',
  '[1, "a"]',
  '"4761739001010010"',
];

class ConfigSession implements FuzzSession {
  readonly #folder = memoryFolder('config');
  readonly #path = join(this.#folder, 'tillpost.toml');
  readonly #lines: readonly string[];
  #reached = 0;

  constructor(
    private readonly random: SimRandom,
    private readonly fragile: boolean,
  ) {
    writeFileSync(join(this.#folder, 'message.key'), `${SECRET}\n`, { mode: 0o600 });
    const example = readFileSync(join(projectRoot(), 'packaging/tillpost.example.toml'), 'utf8');
    this.#lines = example
      .split('\n')
      .map((line) => line.replace(/\s+#.*$/, ''))
      .filter((line) => /^(# )?(\w+ = |\[)/.test(line));
  }

  input(): Uint8Array {
    const { random } = this;
    const text = this.#document(random.chance(0.5));
    const bytes = Buffer.from(text);
    switch (random.below(4)) {
      case 0:
        return mutateBytes(bytes, random, 8);
      case 1:
        return splice(bytes, Buffer.from(this.#document(true)), random);
      case 2:
        return mutateBytes(Buffer.from(this.#strange(text)), random, 1);
      default:
        return Buffer.from(this.#strange(text));
    }
  }

  feed(input: Uint8Array): void {
    if (this.fragile) {
      (parse(Buffer.from(input).toString('latin1'))['terminal'] as { merchant_id: string }).merchant_id.trim();
      return;
    }
    writeFileSync(this.#path, input);
    try {
      loadConfig(this.#path);
      this.#reached += 1;
    } catch (thrown) {
      if (!(thrown instanceof TillpostError) || !EXPECTED.includes(thrown.code)) throw thrown;
      if (`${thrown.message} ${thrown.hint}`.includes(SECRET))
        throw new Error('the message key stands in an error', { cause: thrown });
    }
  }

  async good(): Promise<string | null> {
    if ('polluted' in {}) return 'Object.prototype was changed';
    writeFileSync(this.#path, this.#document(false));
    try {
      const { terminal } = loadConfig(this.#path);
      return terminal.terminalId === 'T0000042' ? null : `terminal.id became ${terminal.terminalId}`;
    } catch (thrown) {
      return `the example was refused: ${String(thrown)}`;
    }
  }

  reached(): number {
    return this.#reached;
  }

  async close(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The example as shipped, without its comments; some optional lines switched on when asked. */
  #document(more: boolean): string {
    const { random } = this;
    return this.#lines
      .flatMap((line) => {
        if (!line.startsWith('# ')) return [line];
        return more && random.chance(0.2) ? [line.slice(2)] : [];
      })
      .join('\n');
  }

  /** One value of the document replaced by one of another kind. */
  #strange(text: string): string {
    const { random } = this;
    const lines = text.split('\n');
    const at = random.below(lines.length);
    lines[at] = random.chance(0.1)
      ? `${random.pick(['__proto__', 'constructor', 'a."b.c"', '"\\n"', 'offline.chip.EUR.ceiling'])} = ${random.pick(VALUES)}`
      : lines[at]!.replace(/= .*/, `= ${random.pick(VALUES)}`);
    return lines.join('\n');
  }
}
