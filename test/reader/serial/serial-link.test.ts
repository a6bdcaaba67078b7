import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadStream } from 'node:tty';
import * as nodePty from '@lydell/node-pty';
import { afterEach, describe, expect, it } from 'vitest';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import type { TillpostError } from '../../../src/domain/errors.js';
import { CELL_LENGTH } from '../../../src/reader/cells/link/cell.js';
import { createSerialPorts } from '../../../src/reader/serial/serial-link.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

interface OpenedPty {
  readonly master: ReadStream;
  readonly slave: ReadStream;
  readonly ptsName: string;
}
const { open: openPty } = nodePty as unknown as { readonly open: (options: { readonly encoding: null }) => OpenedPty };

/** What only the real port does; the rest stands in test/contract/serial-ports.ts. */
describe('serial link', () => {
  const scratch = scratchDirectories();
  const masters: ReadStream[] = [];
  afterEach(() => {
    for (const master of masters.splice(0)) master.destroy();
  });

  /** A device that takes no bytes. */
  function deafDevice(): string {
    const { master, slave, ptsName } = openPty({ encoding: null });
    slave.on('error', () => undefined);
    slave.destroy();
    master.removeAllListeners('error');
    master.on('error', () => undefined);
    master.pause();
    masters.push(master);
    return ptsName;
  }

  it('gives up a peer that takes no bytes, and frees the port', async () => {
    const clock = new SimClock();
    const ports = createSerialPorts(deafDevice(), clock, CELL_LENGTH);
    const link = await ports.open();
    const closings: { unplugged: boolean; error: Error | null }[] = [];
    const closed = new Promise<void>((resolve) => {
      link.onClosed((why) => {
        closings.push(why);
        resolve();
      });
    });
    link.onBytes(() => undefined);
    const stuck = Promise.allSettled(Array.from({ length: 8 }, () => link.write(new Uint8Array(64 * 1024))));
    await clock.advance(2000);
    await closed;
    const outcomes = await stuck;
    expect(outcomes.map(({ status }) => status)).toContain('rejected');
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect((outcome.reason as TillpostError).code).toBe('READER_LOST');
    }
    expect(closings).toEqual([
      { unplugged: false, error: expect.objectContaining({ code: 'READER_LOST' }) as unknown },
    ]);
    await link.close();
    const again = await ports.open();
    await again.close();
    expect(clock.pending).toBe(0);
  });

  it('says what to do about a port that is missing, held, or no port at all', async () => {
    const clock = new SimClock();
    const missing = await thrownBy(() => createSerialPorts(join(scratch(), 'ttyUSB9'), clock, CELL_LENGTH).open());
    expect(missing).toMatchObject({
      code: 'PORT_MISSING',
      retryable: true,
      hint: expect.stringContaining('/dev/serial/by-id') as string,
    });

    const ports = createSerialPorts(deafDevice(), clock, CELL_LENGTH);
    const holder = await ports.open();
    const busy = await thrownBy(() => ports.open());
    expect(busy).toMatchObject({ code: 'PORT_BUSY', hint: expect.stringMatching(/getty or ModemManager/) as string });
    await holder.close();

    const file = join(scratch(), 'plain-file');
    writeFileSync(file, '');
    expect(await thrownBy(() => createSerialPorts(file, clock, CELL_LENGTH).open())).toMatchObject({
      code: 'READER_LOST',
      hint: expect.stringContaining('serial port') as string,
    });
    expect(clock.pending).toBe(0);
  });
});
