import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryLine } from '../../hw-sim/reader/link/memory-line.js';
import { PtyLine } from '../../hw-sim/reader/link/pty.js';
import { SimSerialCable } from '../../hw-sim/sim-serial.js';
import { SystemClock } from '../../src/platform/system-clock.js';
import { CELL_LENGTH } from '../../src/reader/cells/link/cell.js';
import { createSerialPorts } from '../../src/reader/serial/serial-link.js';
import { serialPortsContract } from './serial-ports.js';

// The adapter is told its chunk length by the driver, and what it carries does not depend on it.
for (const chunkBytes of [CELL_LENGTH, 7]) {
  serialPortsContract(`serialport on a pty, in chunks of ${chunkBytes}`, () => {
    const directory = mkdtempSync(join(tmpdir(), 'tillpost-'));
    const device = new PtyLine(join(directory, 'reader'), new SystemClock());
    return {
      ports: createSerialPorts(device.path, new SystemClock(), chunkBytes),
      device,
      dispose: () => rmSync(directory, { recursive: true, force: true }),
    };
  });
}

serialPortsContract('simulated cable', () => {
  const cable = new SimSerialCable();
  return { ports: cable.ports, device: cable, dispose: () => undefined };
});

serialPortsContract('line in memory', () => {
  const line = new MemoryLine(new SystemClock());
  return { ports: line.ports, device: line, dispose: () => undefined };
});
