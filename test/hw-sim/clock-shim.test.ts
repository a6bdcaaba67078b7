import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ShiftedClock } from '../../hw-sim/clock/shim.js';
import { withShim } from '../support/with-shim.js';

/** Tells its clocks from both threads for each line it hears. */
const TELLER = `
const { Worker } = require('node:worker_threads');
const look = '({ wallMs: Date.now(), dateMs: new Date().getTime(), monotonicMs: performance.now() })';
const worker = new Worker("const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => parentPort.postMessage((" + look + ")))", { eval: true });
worker.on('message', (inWorker) => console.log(JSON.stringify({ main: eval(look), worker: inWorker })));
process.stdin.on('data', () => worker.postMessage('tell')).on('end', () => process.exit(0));
`;
const DAY_MS = 86_400_000;

interface Told {
  readonly wallMs: number;
  readonly dateMs: number;
  readonly monotonicMs: number;
}

withShim('clock', 'the wall clock of a process', () => {
  let folder: string;
  let clock: ShiftedClock;
  let child: ChildProcessWithoutNullStreams;
  let lines: AsyncIterableIterator<string>;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tillpost-clock-'));
    clock = new ShiftedClock(join(folder, 'clock'));
    child = spawn(process.execPath, ['-e', TELLER], { env: { ...process.env, ...clock.environment } });
    lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  });
  afterEach(async () => {
    const gone = new Promise((resolve) => child.once('close', resolve));
    child.stdin.end();
    await gone;
    clock.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the child told, and between which moments of its shifted clock. */
  async function tell(): Promise<{
    readonly main: Told;
    readonly worker: Told;
    readonly from: number;
    readonly to: number;
  }> {
    const from = clock.wallMs();
    child.stdin.write('tell\n');
    const { value } = (await lines.next()) as { value: string };
    return { ...(JSON.parse(value) as { main: Told; worker: Told }), from, to: clock.wallMs() };
  }

  it('sets the wall clock of a running process, in both threads, and leaves its monotonic clock alone', async () => {
    let before = await tell();
    for (const offsetMs of [-Date.now(), 30 * DAY_MS, -3_600_000, 3_600_000, -DAY_MS, 0]) {
      clock.shift(offsetMs);
      const told = await tell();
      for (const thread of [told.main, told.worker]) {
        for (const ms of [thread.wallMs, thread.dateMs]) {
          expect(ms).toBeGreaterThanOrEqual(told.from);
          expect(ms).toBeLessThanOrEqual(told.to);
        }
      }
      expect(told.main.monotonicMs).toBeGreaterThan(before.main.monotonicMs);
      expect(told.main.monotonicMs - before.main.monotonicMs).toBeLessThan(3_600_000);
      before = told;
    }
  });

  it('stands still at 1970 where the offset leads before it', async () => {
    clock.shift(-2 * Date.now());
    expect((await tell()).main.wallMs).toBe(0);
  });

  it('is nothing without its file: a process whose clock cannot jump must not start', async () => {
    const lost = spawn(process.execPath, ['-e', ''], {
      env: { ...process.env, ...clock.environment, TILLPOST_CLOCK_FILE: join(folder, 'none') },
    });
    expect(await new Promise((resolve) => lost.once('close', resolve))).toBe(97);
  });
});
