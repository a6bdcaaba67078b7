/**
 * The positive control of the stalls: the agent as main.ts composes it, but every call of the journal also syncs
 * a file in the main thread, as a journal without a thread of its own would.
 *
 *   node dist/test/torture/mutants/blocking-agent.js run --config tillpost.toml
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Journal } from '../../../src/ports/index.js';
import { runChanged } from '../../support/changed-agent.js';

let path = '';
await runChanged(({ config }) => {
  path = join(config.state.dir, 'in-the-main-thread');
  return { around: { journal: blocking } };
});

function blocking(journal: Journal): Journal {
  return new Proxy(journal, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        if (name === 'begin' || name === 'apply' || name === 'receipts') syncHere();
        return Reflect.apply(value, target, args);
      };
    },
  });
}

function syncHere(): void {
  const file = openSync(path, 'w', 0o600);
  writeSync(file, 'x');
  fsyncSync(file);
  closeSync(file);
}
