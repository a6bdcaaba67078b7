import type { Order } from '../control-socket.js';
import { Ledger } from './books/ledger.js';
import type { Fault } from './fault.js';
import { Host } from './host.js';
import { DEMO_ISSUER, type IssuerProfile } from './issuer.js';
import type { TerminalKeys } from './keys.js';
import { connectDesk } from './mqtt-desk.js';
import { panProver } from './pan-proof.js';

export interface HostOptions {
  /** mqtt://address:port */
  readonly broker: string;
  readonly ledgerPath: string;
  readonly keys: TerminalKeys;
  /** Base derivation key of the readers, 16 bytes. */
  readonly bdk: Uint8Array;
  readonly fault?: Fault | null;
  readonly issuer?: IssuerProfile;
  readonly clientId?: string;
  /** One line for each thing that happens; card data is never among it. */
  readonly say?: (line: string) => void;
  /** How it dies when ordered to; a whole process by SIGKILL when left out. */
  readonly die?: () => void;
}

export interface SimulatedHost {
  readonly host: Host;
  orders(order: Order): unknown;
  readonly subscribed: Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** The host with its ledger and its connection: what `hw-sim/host/main.ts` runs and a story may run inside itself. */
export function startHost(options: HostOptions): SimulatedHost {
  const say = options.say ?? (() => undefined);
  const ledger = new Ledger(options.ledgerPath, options.fault ?? null);
  const timers = new Set<NodeJS.Timeout>();
  const host = new Host({
    ledger,
    keys: options.keys,
    issuer: options.issuer ?? DEMO_ISSUER,
    provePan: panProver(options.bdk),
    publish: (topic, payload, qos) => desk.publish(topic, payload, qos),
    connected: () => desk.connected,
    nowMs: () => Date.now(),
    after: (delayMs, run) => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, delayMs);
      timers.add(timer);
    },
    die: options.die ?? (() => process.kill(process.pid, 'SIGKILL')),
    say,
  });
  const clientId = options.clientId ?? 'tillpost-host';
  const desk = connectDesk(options.broker, clientId, (topic, payload) => host.receive(topic, payload), say);
  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    for (const timer of timers) clearTimeout(timer);
    await desk.close();
    ledger.close();
  };
  return {
    host,
    orders: (order) => {
      const result = host.orders(order);
      return order.do === 'state' ? { connected: desk.connected, ...(result as object) } : result;
    },
    subscribed: desk.subscribed,
    close: () => (closing ??= close()),
  };
}
