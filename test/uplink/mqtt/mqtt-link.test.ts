import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { Aedes } from 'aedes';
import { afterEach, describe, expect, it } from 'vitest';
import type { TillpostError } from '../../../src/domain/errors.js';
import { Sealed } from '../../../src/domain/redaction.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import type { BrokerConnection, BrokerWill } from '../../../src/uplink/mqtt/broker.js';
import { createMqttBroker, type MqttBrokerOptions } from '../../../src/uplink/mqtt/mqtt-link.js';
import { findMosquitto, freePort, listen, mqttOptions, startMosquitto } from '../../contract/broker-stands.js';

const WILL: BrokerWill = { topic: 'will', payload: Buffer.from('gone'), qos: 1, retain: false, delaySeconds: 0 };
const V5_REFUSED_IN_V4_FORM = Buffer.from([0x20, 0x02, 0x00, 0x01]);

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A real broker on a port; with `tls`, behind TLS. */
async function aedes(
  configure: (broker: Aedes) => unknown = () => undefined,
  tls: TlsOptions | null = null,
): Promise<number> {
  const broker = await Aedes.createBroker();
  configure(broker);
  // aedes closes what breaks; the tests look at the client's side.
  broker.on('clientError', () => undefined);
  broker.on('connectionError', () => undefined);
  cleanups.push(() => new Promise<void>((resolve) => broker.close(resolve)));
  if (tls === null) {
    const server = await listen((socket) => broker.handle(socket));
    cleanups.push(() => server.close());
    return server.port;
  }
  const server = createTlsServer(tls, (socket) => broker.handle(socket));
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => new Promise<void>((resolve) => server.close(() => resolve())));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A server that does what it is told with each connection; counts them. */
async function scripted(
  run: (socket: Socket, nth: number) => void,
  cleanFlags: boolean[] = [],
): Promise<{ port: number; connections: () => number; versions: number[] }> {
  let count = 0;
  const versions: number[] = [];
  const server = await listen((socket) => {
    count += 1;
    const nth = count;
    // CONNECT: fixed header, remaining length (1 or 2 bytes), 'MQTT' with its length, version.
    socket.once('data', (bytes) => {
      versions.push(bytes[bytes.indexOf('MQTT') + 4] ?? 0);
      cleanFlags.push(((bytes[bytes.indexOf('MQTT') + 5] ?? 0) & 0x02) !== 0);
      run(socket, nth);
    });
  });
  cleanups.push(() => server.close());
  return { port: server.port, connections: () => count, versions };
}

async function open(options: MqttBrokerOptions, filters: readonly string[] = []): Promise<BrokerConnection> {
  const connection = await createMqttBroker(options).connect(WILL, filters);
  cleanups.push(() => connection.close(true));
  return connection;
}

const at = (port: number, change: Partial<MqttBrokerOptions> = {}): MqttBrokerOptions => ({
  ...mqttOptions(`mqtt://127.0.0.1:${port}`, 'link-test'),
  timeoutMs: 2_000,
  ...change,
});
const connecting = (options: MqttBrokerOptions): Promise<unknown> =>
  createMqttBroker(options)
    .connect(WILL, [])
    .then(
      (connection) => connection.close(true).then(() => 'connected'),
      (error: unknown) => error,
    );

describe('protocol version', () => {
  it('falls back to 3.1.1 when the broker says so, and remembers it', async () => {
    let refusals = 0;
    const port = await aedes((broker) => broker.on('connectionError', () => (refusals += 1)));
    const broker = createMqttBroker(at(port));
    for (let n = 0; n < 3; n += 1) {
      const connection = await broker.connect(WILL, []);
      expect(connection.grant.protocolVersion).toBe(4);
      await connection.close(true);
    }
    expect(refusals).toBe(1);
  });

  it('falls back when the broker only closes in good order, and asks for 5 again next time', async () => {
    const server = await scripted((socket, nth) => {
      if (nth % 2 === 1) socket.end();
      else socket.write(Buffer.from([0x20, 0x02, 0x00, 0x00]));
    });
    const broker = createMqttBroker(at(server.port));
    for (let n = 0; n < 2; n += 1) {
      const connection = await broker.connect(WILL, []);
      expect(connection.grant.protocolVersion).toBe(4);
      await connection.close(false);
    }
    expect(server.versions).toEqual([5, 4, 5, 4]);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['reset', (socket) => socket.resetAndDestroy()],
    ['silence', () => undefined],
  ])('does not take a %s of the network for a refusal', async (_what, run) => {
    const server = await scripted(run);
    expect(await connecting(at(server.port, { timeoutMs: 300 }))).toMatchObject({
      code: 'BROKER_UNREACHABLE',
      retryable: true,
    });
    expect(server.versions).toEqual([5]);
  });

  it('gives up with a refusal when neither version is spoken', async () => {
    const server = await scripted((socket) => socket.end(V5_REFUSED_IN_V4_FORM));
    expect(await connecting(at(server.port))).toMatchObject({ code: 'BROKER_REFUSED', cause: 0x84 });
    expect(server.versions).toEqual([5, 4]);
  });
});

describe('refusals and strangers', () => {
  it('names bad credentials by their reason code, on 3.1.1', async () => {
    const port = await aedes((broker) => {
      broker.authenticate = (_client, username, password, done) =>
        done(null, username === 'till' && password?.toString() === 'right');
    });
    const wrong = { username: 'till', password: new Sealed(Buffer.from('wrong')) };
    const error = await connecting(at(port, wrong));
    expect(error).toMatchObject({ code: 'BROKER_REFUSED', retryable: true, cause: 0x87 });
    expect(JSON.stringify(error)).not.toContain('wrong');
    expect(await connecting(at(port, { ...wrong, password: new Sealed(Buffer.from('right')) }))).toBe('connected');
  });

  const mosquitto = findMosquitto();
  it(
    mosquitto === null
      ? 'mosquitto: not installed, refusals not tried on MQTT 5'
      : 'names refused anonymity by its reason code, on MQTT 5',
    async () => {
      if (mosquitto === null) {
        expect(findMosquitto()).toBeNull();
        return;
      }
      const broker = await startMosquitto(mosquitto, 'allow_anonymous false');
      cleanups.push(() => broker.stop());
      expect(await connecting(at(broker.port))).toMatchObject({ code: 'BROKER_REFUSED', cause: 0x87 });
    },
  );

  it('knows what is no MQTT broker', async () => {
    const server = await scripted((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await connecting(at(server.port))).toMatchObject({ code: 'BROKER_UNREACHABLE' });
    expect(server.connections()).toBe(1);
  });

  it.each(['with the CONNACK', 'later'])(
    'drops a connection that brings a packet too large to take %s, and asks for a clean session next',
    async (when) => {
      const cleanFlags: boolean[] = [];
      const huge = Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f, 0x00]);
      const connack = Buffer.from([0x20, 0x03, 0x00, 0x00, 0x00]);
      const server = await scripted((socket, nth) => {
        socket.write(nth === 1 && when !== 'later' ? Buffer.concat([connack, huge]) : connack);
        if (nth === 1) socket.once('data', () => socket.write(huge));
      }, cleanFlags);
      const broker = createMqttBroker(at(server.port));
      if (when === 'later') {
        const connection = await broker.connect(WILL, []);
        const closed = new Promise<string>((resolve) => connection.onClosed(resolve));
        await connection.publish({ topic: 'x', payload: Buffer.from('x'), qos: 0, retain: false });
        expect(await closed).toBe('a packet too large to take');
      } else {
        await expect(broker.connect(WILL, [])).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
      }
      await (await broker.connect(WILL, [])).close(false);
      await (await broker.connect(WILL, [])).close(false);
      expect(cleanFlags).toEqual([false, true, false]);
    },
  );

  it('does not hang on a broker that never acknowledges the subscription', async () => {
    const server = await scripted((socket) => socket.write(Buffer.from([0x20, 0x03, 0x00, 0x00, 0x00])));
    const broker = createMqttBroker(at(server.port, { timeoutMs: 300 }));
    await expect(broker.connect(WILL, ['x'])).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
  });

  it('says good-bye in bounded time while acknowledgements are missing', async () => {
    const port = await aedes((broker) => {
      broker.authorizePublish = () => undefined; // never
    });
    const connection = await open(at(port));
    const lost = connection.publish({ topic: 'x', payload: Buffer.from('x'), qos: 1, retain: false });
    await Promise.all([expect(lost).rejects.toMatchObject({ code: 'LINK_CLOSED' }), connection.close(true)]);
  });
});

describe('several addresses', () => {
  it('takes the next on failure, and tells which comes next', async () => {
    const [dead, port] = [await freePort(), await aedes()];
    const addresses = [`mqtt://127.0.0.1:${dead}`, `mqtt://127.0.0.1:${port}`];
    const broker = createMqttBroker(at(port, { addresses }));
    expect(broker.address).toBe(addresses[0]);
    await expect(broker.connect(WILL, [])).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
    expect(broker.address).toBe(addresses[1]);
    const connection = await broker.connect(WILL, []);
    await connection.close(true);
  });

  it('goes back to the preferred one in a quiet moment once it is there again', async () => {
    const preferred = await freePort();
    const port = await aedes();
    const addresses = [`mqtt://127.0.0.1:${preferred}`, `mqtt://127.0.0.1:${port}`];
    // A clock that runs a thousand times faster for what it waits for.
    const real = new SystemClock();
    const clock = {
      wallMs: () => real.wallMs(),
      monotonicMs: () => real.monotonicMs() * 1_000,
      after: (ms: number, run: () => void) => real.after(ms >= 5_000 ? ms / 1_000 : ms, run),
    };
    const broker = createMqttBroker(at(port, { addresses, clock, preferredEveryMs: 60_000, timeoutMs: 4_000 }));
    await expect(broker.connect(WILL, [])).rejects.toMatchObject({ code: 'BROKER_UNREACHABLE' });
    const connection = await broker.connect(WILL, []);
    const closed = new Promise<string>((resolve) => connection.onClosed(resolve));
    expect(broker.address).toBe(addresses[1]);
    const back = await listenAt(preferred);
    cleanups.push(() => back.close());
    await closed;
    expect(broker.address).toBe(addresses[0]);
  });
});

describe('TLS', () => {
  const pem = (name: string): string =>
    readFileSync(join(import.meta.dirname, '../../vectors/tls', `${name}.pem`), 'utf8');
  const secure = (port: number, ca: string, client: boolean): MqttBrokerOptions => ({
    ...at(port),
    addresses: [`mqtts://127.0.0.1:${port}`],
    tls: () => ({ ca: pem(ca), cert: client ? pem('client') : null, key: client ? pem('client-key') : null }),
  });
  const serverTls = {
    cert: pem('server'),
    key: pem('server-key'),
    ca: pem('ca'),
    requestCert: true,
    rejectUnauthorized: true,
  };

  it('connects with a client certificate, by TLS 1.3', async () => {
    const port = await aedes(undefined, serverTls);
    expect(await connecting(secure(port, 'ca', true))).toBe('connected');
  });

  it.each<[string, TlsOptions, string, boolean, RegExp]>([
    ['an unknown authority', serverTls, 'other-ca', true, /^(UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/],
    [
      'a certificate for another name',
      { ...serverTls, cert: pem('misnamed'), key: pem('misnamed-key') },
      'ca',
      true,
      /^ERR_TLS_CERT_ALTNAME_INVALID/,
    ],
    ['no client certificate', serverTls, 'ca', false, /CERTIFICATE_REQUIRED/],
    ['TLS 1.2 only', { ...serverTls, maxVersion: 'TLSv1.2' }, 'ca', true, /^ERR_SSL/],
  ])('refuses %s and names it', async (_what, tls, ca, client, cause) => {
    const port = await aedes(undefined, tls);
    const error = await connecting(secure(port, ca, client));
    expect(error).toMatchObject({ code: 'BROKER_REFUSED', cause: expect.stringMatching(cause) as string });
    expect(JSON.stringify(error)).not.toContain('PRIVATE KEY');
  });
});

describe('TLS with a wrong date', () => {
  const pem = (name: string): string =>
    readFileSync(join(import.meta.dirname, '../../vectors/tls', `${name}.pem`), 'utf8');
  const known = Date.UTC(2026, 10, 27);
  const told = async (broker: string, wallMs: number, knownMs: number | null): Promise<TillpostError> => {
    const port = await aedes(undefined, { cert: pem(broker), key: pem(`${broker}-key`) });
    const system = new SystemClock();
    const error = await connecting({
      ...at(port),
      addresses: [`mqtts://127.0.0.1:${port}`],
      clock: {
        wallMs: () => wallMs,
        monotonicMs: () => system.monotonicMs(),
        after: (ms, run) => system.after(ms, run),
      },
      knownMs: () => knownMs,
      tls: () => ({ ca: pem('dated-ca'), cert: null, key: null }),
    });
    return error as TillpostError;
  };

  it.each([
    [
      'a clock that was never set',
      'future',
      12_000,
      known,
      /clock is wrong: it says 1970-01-01T00:00:12.000Z, and it was 2026-11-27/,
    ],
    ['the same in a new terminal', 'future', 12_000, null, /clock is wrong: it says 1970-.* and it was 2026-01-01/],
    [
      'a clock that went back',
      'expired',
      known - 86_400_000,
      known,
      /clock is wrong: it says 2026-11-26.* and it was 2026-11-27/,
    ],
    [
      'a clock far ahead',
      'expired',
      Date.UTC(2031, 0, 1),
      known,
      /clock is wrong: it says 2031-.* more than a year after 2026-11-27/,
    ],
  ])('names %s before the certificate', async (_, broker, wallMs, knownMs, said) => {
    const error = await told(broker, wallMs, knownMs);
    expect(error).toMatchObject({ code: 'BROKER_REFUSED', message: expect.stringMatching(said) as string });
    expect(error.hint).toMatch(/^Set the clock/);
  });

  it.each([
    ['expired', /^CERT_HAS_EXPIRED/, /certificate \(CN=broker of 2020\) is valid from 2020-01-01 to 2021-01-01/],
    ['future', /^CERT_NOT_YET_VALID/, /certificate \(CN=broker of 2090\) is valid from 2090-01-01 to 2099-01-01/],
  ])('names the certificate that is %s where the clock can be right', async (broker, cause, said) => {
    for (const [wallMs, knownMs] of [
      [known + 60_000, known],
      [known + 300 * 86_400_000, known],
      [Date.UTC(2030, 0, 1), null],
    ] as const) {
      const error = await told(broker, wallMs, knownMs);
      expect(error).toMatchObject({ code: 'BROKER_REFUSED', cause: expect.stringMatching(cause) as string });
      expect(error.message).toMatch(said);
      expect(error.hint).toContain('renewed');
    }
  });
});

/** Takes connections at a port and does nothing with them. */
async function listenAt(port: number): Promise<{ close(): Promise<void> }> {
  const { createServer } = await import('node:net');
  const sockets = new Set<Socket>();
  const server = createServer((socket) => void sockets.add(socket.on('error', () => socket.destroy())));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      sockets.forEach((socket) => socket.destroy());
      await closed;
    },
  };
}
