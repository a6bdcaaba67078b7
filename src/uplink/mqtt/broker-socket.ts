import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { TillpostError } from '../../domain/errors.js';
import type { Clock } from '../../ports/index.js';
import type { BrokerAddress } from './broker-address.js';
import { chainOf, tlsProblem, type TlsScene } from './tls-problem.js';

/** Contents of PEM files. */
export interface TlsMaterial {
  /** Null: the system's authorities. */
  readonly ca: string | null;
  /** Client certificate and its key; both or none. */
  readonly cert: string | null;
  readonly key: string | null;
}

/** Certificates and handshakes: someone has to change something. Everything else is the network. */
const TLS_PROBLEM =
  /^(?:ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO|INVALID_CA)/;

/** What a failed handshake is judged by, beside what the broker showed. */
export type Judged = Omit<TlsScene, 'chain'>;

/** @returns BROKER_REFUSED with the certificate problem's name as `cause`, or BROKER_UNREACHABLE */
export function networkError(error: unknown, address: string, scene: TlsScene): TillpostError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  const details = { operation: 'broker.connect', subject: address, retryable: true };
  if (TLS_PROBLEM.test(code)) {
    const { what, hint } = tlsProblem(code, scene);
    return new TillpostError('BROKER_REFUSED', `TLS with ${address} ${what}`, {
      ...details,
      cause: `${code}: ${message.slice(0, 200)}`,
      hint,
    });
  }
  return new TillpostError('BROKER_UNREACHABLE', `${address}: ${code === '' ? message : code}`, {
    ...details,
    cause: error,
  });
}

/**
 * A connected socket, TLS handshake included.
 *
 * @throws BROKER_UNREACHABLE, BROKER_REFUSED
 */
export function openSocket(
  address: BrokerAddress,
  tls: TlsMaterial | null,
  clock: Clock,
  timeoutMs: number,
  judged: () => Judged,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let socket: Socket;
    let chain: TlsScene['chain'] = [];
    const problem = (error: unknown): TillpostError => networkError(error, address.text, { ...judged(), chain });
    try {
      socket = address.tls
        ? tlsSocket(address, tls, (shown) => (chain = shown))
        : connectTcp({ host: address.host, port: address.port });
    } catch (error) {
      // Unreadable PEM.
      reject(problem(error));
      return;
    }
    const fail = (error: unknown): void => {
      deadline.cancel();
      socket.destroy();
      reject(problem(error));
    };
    const deadline = clock.after(timeoutMs, () => fail(new Error(`no connection within ${timeoutMs} ms`)));
    // For good: an error after a destroy has no one else to hear it.
    socket.on('error', fail);
    socket.once('close', () => fail(new Error('closed while connecting')));
    socket.once(address.tls ? 'secureConnect' : 'connect', () => {
      deadline.cancel();
      // mqtt.js does not; small packets must not wait for ACKs (uplink rules, 15).
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

/** @param shown is told what the broker showed, before it is judged: what failed has none to ask any more */
function tlsSocket(
  { host, port }: BrokerAddress,
  material: TlsMaterial | null,
  shown: (chain: TlsScene['chain']) => void,
): Socket {
  const socket = connectTls({
    host,
    port,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.3',
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(material?.ca ? { ca: material.ca } : {}),
    ...(material?.cert && material.key ? { cert: material.cert, key: material.key } : {}),
  });
  // The handshake's own event, not documented for clients: where it does not come, no dates are named.
  socket.prependListener('secure', () => shown(chainOf(socket.getPeerCertificate(true))));
  return socket;
}
