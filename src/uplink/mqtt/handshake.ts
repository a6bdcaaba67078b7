import type { IConnackPacket, MqttClient } from 'mqtt';
import { TillpostError } from '../../domain/errors.js';
import type { Clock } from '../../ports/index.js';
import type { BrokerAddress } from './broker-address.js';
import { type Judged, networkError } from './broker-socket.js';
import type { Version } from './client-options.js';
import type { MqttConnection } from './mqtt-connection.js';
import type { GuardFinding } from './packet-guard.js';
import { reasonFromV4, reasonText } from './reason-codes.js';

export interface HandshakeParts {
  readonly client: MqttClient;
  readonly connection: MqttConnection;
  readonly to: BrokerAddress;
  readonly version: Version;
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** What the broker sends is too large to take. */
  readonly tooLarge: () => void;
  readonly judged: () => Judged;
}

/** The broker does not speak this version. `told`: by a CONNACK, not only by closing. */
export interface VersionRefused {
  readonly told: boolean;
}

export const TOO_LARGE = 'a packet too large to take';
const VERSION_NOT_SUPPORTED = 0x84;

/**
 * CONNECT and CONNACK. Null: granted.
 *
 * @throws BROKER_UNREACHABLE, BROKER_REFUSED
 */
export function handshake(parts: HandshakeParts): Promise<VersionRefused | null> {
  const { client, connection, to, version, clock, timeoutMs, tooLarge, judged } = parts;
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      deadline.cancel();
      settle();
    };
    const fail = (problem: string): void =>
      end(() => reject(networkError(connection.failure ?? new Error(problem), to.text, { ...judged(), chain: [] })));
    const deadline = clock.after(timeoutMs, () => fail(`no CONNACK within ${timeoutMs} ms`));
    connection.beforeClosed(() => {
      // Closed in good order before any answer: some brokers refuse a version that way.
      if (!connection.endedInOrder || connection.failure !== null) fail('connection lost before CONNACK');
      end(() => resolve({ told: false }));
    });
    connection.onFinding((finding) => {
      if (finding.kind === 'tooLarge') tooLarge();
      const problem = notConnack(finding);
      if (problem !== null) return fail(problem);
      const refusal = refusalIn(finding, version);
      if (refusal === null) return;
      end(() => (refusal === VERSION_NOT_SUPPORTED ? resolve({ told: true }) : reject(refused(to, refusal))));
    });
    client.once('connect', (packet) => {
      grant(connection, packet, version);
      end(() => resolve(null));
    });
    client.connect();
  });
}

function notConnack(finding: GuardFinding): string | null {
  switch (finding.kind) {
    case 'connack':
      return null;
    case 'tooLarge':
      return TOO_LARGE;
    case 'foreign':
      return 'what answers is no MQTT broker';
  }
}

/** Reason code of a CONNACK that says no; an answer in 3.1.1's form to a CONNECT of 5 is a no to the version. */
function refusalIn(finding: GuardFinding, version: Version): number | null {
  if (finding.kind !== 'connack') return null;
  if (version === 5 && finding.v4Form) return VERSION_NOT_SUPPORTED;
  const code = finding.v4Form ? reasonFromV4(finding.code) : finding.code;
  return code === 0 ? null : code;
}

function grant(connection: MqttConnection, packet: IConnackPacket, version: Version): void {
  const properties: Record<string, unknown> = { ...packet.properties };
  const number = (name: string, otherwise: number): number =>
    typeof properties[name] === 'number' ? properties[name] : otherwise;
  connection.grant = {
    protocolVersion: version,
    receiveMaximum: number('receiveMaximum', connection.grant.receiveMaximum),
    maximumPacketSize: number('maximumPacketSize', connection.grant.maximumPacketSize),
    sessionPresent: packet.sessionPresent,
  };
  connection.retains = properties['retainAvailable'] !== false;
}

export function refused(to: BrokerAddress, cause: number | string): TillpostError {
  return new TillpostError('BROKER_REFUSED', `${to.text} refused the connection`, {
    operation: 'broker.connect',
    subject: to.text,
    retryable: true,
    cause,
    hint: `${reasonText(cause)}: check user name, password, client id and certificate with the broker’s operator.`,
  });
}
