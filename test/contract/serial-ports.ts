import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReaderLine } from '../../hw-sim/reader/link/line.js';
import type { ByteLink, SerialPorts } from '../../src/ports/index.js';
import { thrownBy } from '../support/thrown.js';

/** Both ends of one serial line: the agent opens `ports`, the test plays the device on `device`. */
export interface SerialBench {
  readonly ports: SerialPorts;
  readonly device: ReaderLine;
  dispose(): void;
}

/** What every SerialPorts must do, real or simulated (ports.ts, serial line). */
export function serialPortsContract(name: string, makeBench: () => SerialBench): void {
  describe(`serial ports: ${name}`, () => {
    let bench: SerialBench;
    let atDevice: Inbox;
    const links: ByteLink[] = [];

    beforeEach(() => {
      bench = makeBench();
      bench.device.plug();
      atDevice = new Inbox();
      bench.device.onBytes((chunk) => atDevice.put(chunk));
    });
    afterEach(async () => {
      await Promise.all(links.splice(0).map((link) => link.close()));
      bench.device.unplug();
      bench.dispose();
    });

    async function open(): Promise<{ link: ByteLink; inbox: Inbox; closed: Promise<Closed>; closings: Closed[] }> {
      const link = await bench.ports.open();
      links.push(link);
      const inbox = new Inbox();
      const closings: Closed[] = [];
      const closed = new Promise<Closed>((resolve) => {
        link.onClosed((why) => {
          closings.push(why);
          resolve(why);
        });
      });
      link.onBytes((chunk) => inbox.put(chunk));
      return { link, inbox, closed, closings };
    }

    const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);

    it('carries all byte values both ways, unchanged and in order', async () => {
      const { link, inbox } = await open();
      await link.write(everyByte);
      expect(await atDevice.take(256)).toEqual(Buffer.from(everyByte));
      bench.device.write(everyByte);
      expect(await inbox.take(256)).toEqual(Buffer.from(everyByte));
    });

    it('delivers a tail that is no whole cell, and what comes after it', async () => {
      const { inbox } = await open();
      bench.device.write(everyByte.subarray(0, 71));
      expect(await inbox.take(71)).toEqual(Buffer.from(everyByte.subarray(0, 71)));
      bench.device.write(everyByte.subarray(71, 199));
      expect(await inbox.take(128)).toEqual(Buffer.from(everyByte.subarray(71, 199)));
    });

    it('keeps the order of writes that do not wait for each other', async () => {
      const { link } = await open();
      await Promise.all([1, 2, 3, 4].map((value) => link.write(new Uint8Array(100).fill(value))));
      const expected = Buffer.concat([1, 2, 3, 4].map((value) => Buffer.alloc(100, value)));
      expect(await atDevice.take(400)).toEqual(expected);
    });

    it('gives the port to one holder: the second is PORT_BUSY until the first has closed', async () => {
      const { link } = await open();
      expect((await thrownBy(() => bench.ports.open())).code).toBe('PORT_BUSY');
      await link.close();
      const again = await open();
      await again.link.write(Uint8Array.of(7));
      expect(await atDevice.take(1)).toEqual(Buffer.from([7]));
    });

    it('closes once, however often it is asked, and tells it to late listeners too', async () => {
      const { link, closed, closings } = await open();
      await Promise.all([link.close(), link.close()]);
      await link.close();
      expect(await closed).toEqual({ unplugged: false, error: null });
      expect(closings).toHaveLength(1);
      const late: Closed[] = [];
      link.onClosed((why) => late.push(why));
      expect(late).toHaveLength(1);
    });

    it('refuses a write after close, and never sends it later', async () => {
      const { link } = await open();
      await link.close();
      expect((await thrownBy(() => link.write(Uint8Array.of(1, 1, 1)))).code).toBe('READER_LOST');
      const again = await open();
      await again.link.write(Uint8Array.of(2));
      expect(await atDevice.take(1)).toEqual(Buffer.from([2]));
    });

    it.each([
      { when: 'at once', traffic: false },
      { when: 'after traffic', traffic: true },
    ])(
      'tells a device unplugged $when, is PORT_MISSING without it, and opens again when it is back',
      async ({ traffic }) => {
        const { link, inbox, closed, closings } = await open();
        if (traffic) {
          bench.device.write(everyByte);
          await inbox.take(256);
        }
        bench.device.unplug();
        expect((await closed).unplugged).toBe(true);
        expect((await thrownBy(() => link.write(Uint8Array.of(1)))).code).toBe('READER_LOST');
        expect((await thrownBy(() => bench.ports.open())).code).toBe('PORT_MISSING');
        await link.close();
        expect(closings).toHaveLength(1);

        bench.device.plug();
        const again = await open();
        bench.device.write(Uint8Array.of(9));
        expect(await again.inbox.take(1)).toEqual(Buffer.from([9]));
        await again.link.write(Uint8Array.of(8));
        expect(await atDevice.take(1)).toEqual(Buffer.from([8]));
      },
    );
  });
}

type Closed = Parameters<Parameters<ByteLink['onClosed']>[0]>[0];

/** Bytes as they come; `take` waits until enough are there. */
class Inbox {
  #bytes = Buffer.alloc(0);
  #waiting: (() => void) | null = null;

  put(chunk: Uint8Array): void {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    this.#waiting?.();
  }

  async take(count: number): Promise<Buffer> {
    while (this.#bytes.length < count) {
      await new Promise<void>((resolve) => (this.#waiting = resolve));
    }
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return Buffer.from(taken);
  }
}
