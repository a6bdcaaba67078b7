import { readdirSync, readFileSync } from 'node:fs';
import type { Clock, Timer } from '../ports/index.js';

const LOOK_EVERY_MS = 1000;

/** One text for the state of carriers, addresses and routes; changes when one of them does. */
export type NetworkState = () => string;

/**
 * Calls `changed` when a carrier, an address or a route changes (uplink rules, 8), so that a connection is tried
 * at once instead of after the backoff. Looks once a second: a handful of small kernel files, no library.
 *
 * @returns ends the watch
 */
export function watchNetwork(clock: Clock, changed: () => void, state: NetworkState = linuxNetworkState): () => void {
  let known = state();
  let timer: Timer;
  const look = (): void => {
    const seen = state();
    if (seen !== known) changed();
    known = seen;
    timer = clock.after(LOOK_EVERY_MS, look);
  };
  timer = clock.after(LOOK_EVERY_MS, look);
  return () => timer.cancel();
}

/** proc(5): routes and addresses of IPv4 and IPv6, and each interface's operational state. */
export function linuxNetworkState(): string {
  const interfaces = listed('/sys/class/net').sort();
  const carriers = interfaces.map((name) => `${name} ${text(`/sys/class/net/${name}/operstate`).trim()}`);
  const routes = text('/proc/net/route')
    .split('\n')
    // The counters of a route change with use; who leads where does not.
    .map((line) => line.split('\t').slice(0, 3).join(' '));
  const addresses = text('/proc/net/fib_trie')
    .split('\n')
    .filter((line) => line.includes('|--'));
  return [...carriers, ...routes, ...addresses, text('/proc/net/if_inet6')].join('\n');
}

/** What cannot be read counts as empty: a board without IPv6 is no fault. */
function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function listed(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
