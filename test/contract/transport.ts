import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Arrival, DownChannel, Transport, TransportConnection, UpChannel } from '../../src/ports/index.js';

export interface Heard {
  readonly channel: UpChannel;
  readonly payload: Uint8Array;
}

/** One transport of one terminal under the contract, with what stands at its other end. */
export interface TransportStand {
  readonly transport: Transport;
  /** One whose broker is not there. */
  readonly toNobody: Transport;
  /** What the host hears next of this terminal. */
  heard(): Promise<Heard>;
  say(channel: DownChannel, payload: Uint8Array): void;
  /** Breaks the network under the terminal's connection. */
  cut(): void;
  /** Lets what was sent arrive: drives the clock, or waits a little for the network. */
  until<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** What comes before someone asks for it, and those who ask before it comes. */
export class Next<T> {
  readonly #items: T[] = [];
  readonly #waiting: ((item: T) => void)[] = [];

  add(item: T): void {
    const wanted = this.#waiting.shift();
    if (wanted === undefined) this.#items.push(item);
    else wanted(item);
  }

  take(): Promise<T> {
    const item = this.#items.shift();
    return item !== undefined ? Promise.resolve(item) : new Promise((resolve) => this.#waiting.push(resolve));
  }
}

const WITH_WORD: readonly UpChannel[] = ['request', 'posting', 'status', 'settlement', 'command'];
const DOWN: readonly DownChannel[] = ['reply', 'receipt', 'echo', 'settlement', 'command'];

/** Every rule of the Transport port, for one implementation. */
export function transportContract(name: string, build: () => Promise<TransportStand>): void {
  describe(`transport contract: ${name}`, () => {
    let stand: TransportStand;
    const open: TransportConnection[] = [];

    beforeAll(async () => {
      stand = await build();
    });
    afterAll(() => stand.close());
    afterEach(async () => {
      await stand.until(Promise.all(open.splice(0).map((connection) => connection.close(true))));
    });

    const connect = async (lastWord = 'gone'): Promise<TransportConnection> => {
      const connection = await stand.until(stand.transport.connect(Buffer.from(lastWord)));
      open.push(connection);
      return connection;
    };
    const textOf = ({ payload }: { readonly payload: Uint8Array }): string => Buffer.from(payload).toString();

    /** Whatever of an earlier connection is still on its way is passed over. */
    const hears = async (text: string): Promise<Heard> => {
      for (;;) {
        const heard = await stand.heard();
        if (textOf(heard) === text) return heard;
      }
    };

    it('grants room for messages, and says where each channel leads', async () => {
      const { grant } = await connect();
      expect(grant.messagesMax).toBeGreaterThan(0);
      expect(grant.payloadMaxBytes).toBeGreaterThan(16 * 1024);
      const places = [...WITH_WORD, 'heartbeat' as const].map((channel) => stand.transport.place(channel));
      expect(new Set(places).size).toBe(places.length);
    });

    it('carries any bytes up, each on its channel and in order, with the broker’s word', async () => {
      const connection = await connect();
      for (const channel of WITH_WORD) {
        const payload = randomBytes(10_000);
        expect(await stand.until(connection.deliver(channel, payload))).toEqual({ kind: 'taken' });
        const heard = await stand.until(stand.heard());
        expect(heard.channel).toBe(channel);
        expect(Buffer.from(heard.payload).equals(payload)).toBe(true);
      }
      expect(await stand.until(connection.deliver('heartbeat', Buffer.from('beat')))).toEqual({ kind: 'handedOver' });
      expect(await stand.until(stand.heard())).toMatchObject({ channel: 'heartbeat' });
      await stand.until(Promise.all(['1', '2', '3'].map((n) => connection.deliver('posting', Buffer.from(n)))));
      for (const n of ['1', '2', '3']) expect(textOf(await stand.until(stand.heard()))).toBe(n);
    });

    it('brings down what the host says, and keeps what came before anyone listened', async () => {
      const connection = await connect();
      for (const channel of DOWN) stand.say(channel, Buffer.from(`for ${channel}`));
      // Behind the host's words on the same way: they have come once this is heard.
      await stand.until(connection.deliver('request', Buffer.from('after')));
      await stand.until(stand.heard());
      const arrivals = new Next<Arrival>();
      connection.onArrival((arrival) => arrivals.add(arrival));
      for (const channel of DOWN) {
        const arrival = await stand.until(arrivals.take());
        expect(arrival).toMatchObject({ kind: 'message', channel });
        expect(arrival.kind === 'message' && textOf(arrival)).toBe(`for ${channel}`);
      }
    });

    it('says the last word of who was dropped, and not of who said good-bye', async () => {
      await stand.until((await connect('polite')).close(true));
      await stand.until((await connect('dropped')).close(false));
      // Had the polite one's been said, it would have come first.
      const heard = await stand.until(stand.heard());
      expect([heard.channel, textOf(heard)]).toEqual(['status', 'dropped']);
    });

    it('tells once that it closed, and rejects what was under way and what comes after', async () => {
      const connection = await connect();
      const told: string[] = [];
      connection.onClosed((why) => told.push(why));
      const lost = connection.deliver('posting', Buffer.from('x'));
      const closing = connection.close(false);
      await expect(stand.until(lost)).rejects.toMatchObject({ code: 'LINK_CLOSED', retryable: true });
      await stand.until(closing);
      await stand.until(connection.close(true));
      expect(told).toHaveLength(1);
      await expect(connection.deliver('posting', Buffer.from('x'))).rejects.toMatchObject({ code: 'LINK_CLOSED' });
    });

    it('notices that the network broke', async () => {
      const connection = await connect('broken');
      const closed = new Promise<string>((resolve) => connection.onClosed(resolve));
      stand.cut();
      expect(await stand.until(closed)).not.toBe('');
      expect(await stand.until(hears('broken'))).toMatchObject({ channel: 'status' });
    });

    it('is unreachable, and says so with an error that may be retried, when nobody is there', async () => {
      await expect(stand.until(stand.toNobody.connect(Buffer.from('x')))).rejects.toMatchObject({
        code: 'BROKER_UNREACHABLE',
        retryable: true,
      });
    });
  });
}
