import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { MemoryLine } from '../../../hw-sim/reader/link/memory-line.js';
import { DISPLAY_LOG } from '../../../hw-sim/reader/store/display-log.js';
import {
  startVirtualReader,
  type VirtualReader,
  type VirtualReaderOptions,
} from '../../../hw-sim/reader/virtual-reader.js';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { AgentDouble } from './agent-double.js';

const endings: (() => void)[] = [];

afterEach(() => {
  const failures: unknown[] = [];
  for (const end of endings.splice(0).reverse()) {
    try {
      end();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the bench was not left clean');
});

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tillpost-reader-'));
  endings.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface ReaderBench {
  readonly clock: SimClock;
  readonly line: MemoryLine;
  readonly reader: VirtualReader;
  readonly folder: string;
  readonly displayLogPath: string;
  /** Opens the line and resets it. */
  connect(): Promise<AgentDouble>;
}

/** A reader on a line in memory and a clock that the test moves. */
export function readerBench(options: Partial<VirtualReaderOptions> & { readonly storage?: string } = {}): ReaderBench {
  const clock = new SimClock();
  const line = new MemoryLine(clock);
  const folder = options.storage ?? temporaryFolder();
  const reader = startVirtualReader({ line, storage: folder, clock, random: new SimRandom(7), ...options });
  endings.push(() => {
    reader.stop();
    if (clock.pending > 0) throw new Error(`${clock.pending} timers of a stopped reader are still set`);
  });
  return {
    clock,
    line,
    reader,
    folder,
    displayLogPath: join(folder, DISPLAY_LOG),
    async connect() {
      const agent = new AgentDouble(await line.ports.open());
      agent.reset();
      await clock.advance(5);
      return agent;
    },
  };
}
