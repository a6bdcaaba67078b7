import type { Socket } from 'node:net';
import type { Clock, Timer } from '../../ports/index.js';
import type { BrokerAddress } from './broker-address.js';
import type { MqttConnection } from './mqtt-connection.js';

export interface WatchParts {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly everyMs: number;
  open(to: BrokerAddress): Promise<Socket>;
}

/** Longer than any exchange of a sale, shorter than the pause between two heartbeats. */
const QUIET_MS = 12_000;
const QUIET_CHECK_MS = 1_000;

/**
 * While another broker serves: tries the preferred one now and then (network and TLS), and once it answers
 * closes the connection in a quiet moment, so that no sale and no drain is cut (uplink rules, 8).
 *
 * @returns what ends the watch
 */
export function watchPreferred(preferred: BrokerAddress, connection: MqttConnection, parts: WatchParts): () => void {
  let timer: Timer | null = null;
  let over = false;
  const later = (ms: number, run: () => void): void => {
    if (!over) timer = parts.clock.after(ms, run);
  };
  const leaveWhenQuiet = (): void => {
    if (connection.idleMs < QUIET_MS) {
      later(QUIET_CHECK_MS, leaveWhenQuiet);
      return;
    }
    connection.returning = true;
    void connection.close(true);
  };
  const tryPreferred = (): void => {
    parts.open(preferred).then(
      (socket) => {
        socket.destroy();
        later(0, leaveWhenQuiet);
      },
      () => later(parts.everyMs, tryPreferred),
    );
  };
  later(parts.everyMs, tryPreferred);
  return () => {
    over = true;
    timer?.cancel();
  };
}
