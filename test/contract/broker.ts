import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TillpostError } from '../../src/domain/errors.js';
import type { Broker, BrokerConnection, BrokerWill, MqttMessage } from '../../src/uplink/mqtt/broker.js';

/** One broker under the contract: the real adapter on a real broker, or the simulated one. */
export interface BrokerStand {
  readonly protocolVersion: 4 | 5;
  /** A client of it; the same id twice is the same session. */
  client(clientId: string): Broker;
  /** A client whose broker is not there. */
  clientOfNobody(): Broker;
  /** Breaks the network under every connection. */
  cut(): void;
  /** Lets what was sent arrive: drives the clock, or waits a little for the network. */
  until<T>(promise: Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Messages as they come; `next` waits for one. */
class Inbox {
  readonly #messages: MqttMessage[] = [];
  readonly #waiting: ((message: MqttMessage) => void)[] = [];

  constructor(connection: BrokerConnection) {
    connection.onMessage((message) => {
      const wanted = this.#waiting.shift();
      if (wanted === undefined) this.#messages.push(message);
      else wanted(message);
    });
  }

  next(): Promise<MqttMessage> {
    const message = this.#messages.shift();
    return message !== undefined ? Promise.resolve(message) : new Promise((resolve) => this.#waiting.push(resolve));
  }
}

/** Every rule of the Broker port, for one implementation. */
export function brokerContract(name: string, build: () => Promise<BrokerStand>): void {
  describe(`broker contract: ${name}`, () => {
    let stand: BrokerStand;
    let run = '';
    const open: BrokerConnection[] = [];

    beforeAll(async () => {
      stand = await build();
    });
    afterAll(() => stand.close());
    afterEach(async () => {
      await stand.until(Promise.all(open.splice(0).map((connection) => connection.close(true))));
    });

    const fresh = (): string => (run = randomBytes(4).toString('hex'));
    const willOn = (topic: string): BrokerWill => ({
      topic,
      payload: Buffer.from('gone'),
      qos: 1,
      retain: false,
      delaySeconds: 0,
    });
    const connect = async (
      clientId: string,
      filters: readonly string[] = [`t/${run}/down`],
      will = willOn(`t/${run}/will`),
    ) => {
      const connection = await stand.until(stand.client(clientId).connect(will, filters));
      open.push(connection);
      return connection;
    };
    const send = (
      connection: BrokerConnection,
      topic: string,
      text: string | Uint8Array,
      change: Partial<MqttMessage> = {},
    ) => stand.until(connection.publish({ topic, payload: Buffer.from(text), qos: 1, retain: false, ...change }));
    const textOf = (message: MqttMessage): string => Buffer.from(message.payload).toString();

    it('grants a connection, and says what the broker allows', async () => {
      const { grant } = await connect(`a-${fresh()}`);
      expect(grant.protocolVersion).toBe(stand.protocolVersion);
      expect(grant.sessionPresent).toBe(false);
      expect(grant.receiveMaximum).toBeGreaterThan(0);
      expect(grant.maximumPacketSize).toBeGreaterThan(16 * 1024);
    });

    it('carries any bytes in both qualities, to those who subscribed', async () => {
      const host = new Inbox(await connect(`b-${fresh()}`, [`t/${run}/+/up`]));
      const terminal = await connect(`c-${run}`);
      const bytes = randomBytes(20_000);
      expect(await send(terminal, `t/${run}/x/up`, bytes)).toEqual({ reasonCode: 0 });
      const first = await stand.until(host.next());
      expect(first).toMatchObject({ topic: `t/${run}/x/up`, qos: 1, retain: false });
      expect(Buffer.from(first.payload).equals(bytes)).toBe(true);
      expect(await send(terminal, `t/${run}/x/up`, 'lightly', { qos: 0 })).toEqual({ reasonCode: 0 });
      expect(textOf(await stand.until(host.next()))).toBe('lightly');
    });

    it('keeps the order of what one client sends', async () => {
      const host = new Inbox(await connect(`d-${fresh()}`, [`t/${run}/up`]));
      const terminal = await connect(`e-${run}`);
      await Promise.all(Array.from({ length: 20 }, (_, n) => send(terminal, `t/${run}/up`, String(n))));
      for (let n = 0; n < 20; n += 1) expect(textOf(await stand.until(host.next()))).toBe(String(n));
    });

    it('keeps the session of a client that is away', async () => {
      const sender = await connect(`f-${fresh()}`);
      const away = await connect(`g-${run}`, [`t/${run}/session`]);
      await stand.until(away.close(true));
      await send(sender, `t/${run}/session`, 'kept');
      const back = await connect(`g-${run}`, [`t/${run}/session`]);
      expect(back.grant.sessionPresent).toBe(true);
      expect(textOf(await stand.until(new Inbox(back).next()))).toBe('kept');
    });

    it('gives retained messages to those who subscribe later', async () => {
      const sender = await connect(`h-${fresh()}`);
      await send(sender, `t/${run}/status`, 'birth', { retain: true });
      const late = new Inbox(await connect(`i-${run}`, [`t/${run}/status`]));
      expect(await stand.until(late.next())).toMatchObject({ topic: `t/${run}/status`, retain: true });
      await send(sender, `t/${run}/status`, '', { retain: true });
    });

    it('publishes the will of a client that was dropped, and not of one that said good-bye', async () => {
      const host = new Inbox(await connect(`j-${fresh()}`, [`t/${run}/wills/+`]));
      const polite = await connect(`k-${run}`, [], willOn(`t/${run}/wills/polite`));
      const dropped = await connect(`l-${run}`, [], willOn(`t/${run}/wills/dropped`));
      await stand.until(polite.close(true));
      await stand.until(dropped.close(false));
      // Had the polite one's will been published, it would have come first.
      expect((await stand.until(host.next())).topic).toBe(`t/${run}/wills/dropped`);
    });

    it('tells once that it closed, and takes nothing afterwards', async () => {
      const connection = await connect(`m-${fresh()}`);
      const told: string[] = [];
      const closed = new Promise<void>((resolve) => {
        connection.onClosed((why) => {
          told.push(why);
          resolve();
        });
      });
      await stand.until(connection.close(false));
      await stand.until(connection.close(true));
      await stand.until(closed);
      expect(told).toHaveLength(1);
      await expect(send(connection, 'x', 'y')).rejects.toMatchObject({ code: 'LINK_CLOSED' });
    });

    it('rejects what was under way when the network broke', async () => {
      const connection = await connect(`n-${fresh()}`);
      const lost = connection.publish({ topic: `t/${run}/x`, payload: Buffer.from('x'), qos: 1, retain: false });
      void connection.close(false);
      await expect(stand.until(lost)).rejects.toMatchObject({ code: 'LINK_CLOSED', retryable: true });
    });

    it('notices that the broker went away', async () => {
      const connection = await connect(`o-${fresh()}`);
      const closed = new Promise<string>((resolve) => connection.onClosed(resolve));
      stand.cut();
      expect(await stand.until(closed)).not.toBe('');
    });

    it('lets a second connection of the same client take the session over', async () => {
      const first = await connect(`p-${fresh()}`);
      const closed = new Promise<string>((resolve) => first.onClosed(resolve));
      const second = await connect(`p-${run}`);
      await stand.until(closed);
      expect(await send(second, `t/${run}/down`, 'to myself')).toEqual({ reasonCode: 0 });
    });

    it('says 0x10 when nobody listens, on MQTT 5', async () => {
      const connection = await connect(`q-${fresh()}`);
      const { reasonCode } = await send(connection, `t/${run}/nobody`, 'x');
      expect(reasonCode).toBe(stand.protocolVersion === 5 ? 0x10 : 0);
    });

    it('is unreachable, and says so with an error that may be retried, when nobody is there', async () => {
      const error: unknown = await stand
        .until(stand.clientOfNobody().connect(willOn('x'), []))
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(TillpostError);
      expect(error).toMatchObject({ code: 'BROKER_UNREACHABLE', retryable: true });
    });
  });
}
