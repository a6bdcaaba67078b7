import { TillpostError } from '../../domain/errors.js';

export interface BrokerAddress {
  /** `mqtts://host:port`, for people. */
  readonly text: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;

/**
 * @throws CONFIG_INVALID for another scheme, credentials in the address, or no TLS outside this machine
 */
export function parseAddress(text: string): BrokerAddress {
  const shown = text.replace(/\/\/[^/@]*@/, '//***@');
  const refuse = (problem: string, hint: string): never => {
    throw new TillpostError('CONFIG_INVALID', `broker address ${shown}: ${problem}`, {
      operation: 'uplink.address',
      subject: shown,
      hint,
    });
  };
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return refuse('is no URL', 'For example mqtts://broker.example.com:8883');
  }
  if (url.protocol !== 'mqtts:' && url.protocol !== 'mqtt:')
    return refuse('scheme is not mqtts', 'Use mqtts://host:port');
  if (url.username !== '' || url.password !== '')
    return refuse('bears credentials', 'Put them into their own settings.');
  const tls = url.protocol === 'mqtts:';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '') return refuse('has no host', 'For example mqtts://broker.example.com:8883');
  if (!tls && !LOOPBACK.test(host)) {
    return refuse(
      'mqtt:// is for this machine only',
      'Use mqtts://; there is no switch that turns TLS off on a network.',
    );
  }
  const port = url.port === '' ? (tls ? 8883 : 1883) : Number(url.port);
  return { text: `${url.protocol}//${url.hostname}:${port}`, host, port, tls };
}

/** Which of several addresses is next: the next one on failure, the preferred one after a connection that held. */
export interface AddressChoice {
  readonly count: number;
  readonly index: number;
}

const HELD_MS = 30_000;

export const afterFailure = ({ count, index }: AddressChoice): AddressChoice => ({ count, index: (index + 1) % count });

export const afterConnection = (choice: AddressChoice, connectedMs: number): AddressChoice =>
  connectedMs >= HELD_MS ? { count: choice.count, index: 0 } : afterFailure(choice);
