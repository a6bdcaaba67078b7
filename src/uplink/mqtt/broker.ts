import type { ClosedBy } from '../../ports/index.js';

/** The door of this room: an MQTT broker, real or simulated. Above it only the Transport port is known. */

export interface MqttMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** What the broker granted at CONNECT. */
export interface BrokerGrant {
  readonly protocolVersion: 4 | 5;
  /** MQTT 5 Receive Maximum; 65535 when not told. */
  readonly receiveMaximum: number;
  /** MQTT 5 Maximum Packet Size in bytes; 268435455 when not told. */
  readonly maximumPacketSize: number;
  readonly sessionPresent: boolean;
}

/** One connection to one broker. Never reused. */
export interface BrokerConnection {
  readonly grant: BrokerGrant;
  /**
   * QoS 1 resolves at PUBACK with its reason code (0 on MQTT 3.1.1), QoS 0 once handed to the socket.
   * Rejects with LINK_CLOSED when the connection ends first.
   */
  publish(message: MqttMessage): Promise<{ readonly reasonCode: number }>;
  onMessage(listener: (message: MqttMessage) => void): void;
  /** Exactly once. */
  onClosed(listener: (why: string, by?: ClosedBy) => void): void;
  /** `polite` sends DISCONNECT, so that the will is not published; otherwise the socket is destroyed at once. */
  close(polite: boolean): Promise<void>;
}

export interface BrokerWill {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /** MQTT 5 only, seconds. */
  readonly delaySeconds: number;
}

/** A refused CONNACK carries its reason code; anything else is the network. */
export interface Broker {
  /**
   * Connects, resumes the session and subscribes to the filters before it resolves.
   * @throws BROKER_UNREACHABLE (retryable), BROKER_REFUSED (`cause` holds the CONNACK reason code)
   */
  connect(will: BrokerWill, filters: readonly string[]): Promise<BrokerConnection>;
  /** The address that the next connect tries, for people; never credentials. */
  readonly address: string;
}
