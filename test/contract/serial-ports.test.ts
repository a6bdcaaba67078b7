import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PtyLine } from '../../hw-sim/reader/link/pty.js';
import { SimSerialCable } from '../../hw-sim/sim-serial.js';
import { SystemClock } from '../../src/platform/system-clock.js';
import { CELL_LENGTH } from '../../src/reader/cells/link/cell.js';
import { createSerialPorts } from '../../src/reader/serial/serial-link.js';
import { serialPortsContract } from './serial-ports.js';

serialPortsContract('serialport on a pty', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tillpost-'));
  const device = new PtyLine(join(directory, 'reader'), new SystemClock());
  return {
    ports: createSerialPorts(device.path, new SystemClock(), CELL_LENGTH),
    device,
    dispose: () => rmSync(directory, { recursive: true, force: true }),
  };
});

serialPortsContract('simulated cable', () => {
  const cable = new SimSerialCable();
  return { ports: cable.ports, device: cable, dispose: () => undefined };
});
