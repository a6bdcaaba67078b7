import { type Config, configuredCurrencies, offlineLimits } from '../config/config.js';
import { createMethods, type MethodParts } from '../control/methods.js';
import { type ControlServer, createControlServer } from '../control/server.js';
import type { EntryMode } from '../domain/card.js';
import type { OfflineLimits } from '../domain/offline-policy.js';
import { limitGauges } from '../operations/limit-gauges.js';
import { VERSION } from '../platform/version.js';
import type { Clock, LimitReads, Log } from '../ports/index.js';
import type { AgentCore } from './core.js';

interface ControlParts extends Pick<
  MethodParts,
  'reader' | 'alerts' | 'counters' | 'ids' | 'startedAtMonotonicMs' | 'verify' | 'backup'
> {
  readonly journal: MethodParts['journal'] & Pick<LimitReads, 'offlineUsage'>;
  readonly core: AgentCore;
  readonly clock: Clock;
  readonly log: Log;
}

/** The socket of tills and technicians. @throws SOCKET_IN_USE, CONFIG_* */
export function openControl(config: Config, parts: ControlParts): Promise<ControlServer> {
  const { core, journal, clock, log, counters } = parts;
  const { desk, settlement, park, readers, late, resend, uplink: host } = core;
  return createControlServer({
    socketPath: config.control.socket,
    methods: createMethods({
      ...parts,
      desk,
      settlement,
      park,
      readers,
      late,
      resend,
      host,
      version: VERSION,
      gauges: () => limitGauges({ journal, configured: limitsOf(config), currencies: configuredCurrencies(config) }),
      lateAfterMs: config.settlement.lateAfterMs,
    }),
    clock,
    counters,
    log: log.child('control'),
    limits: { frameLimitBytes: config.control.frameLimitBytes, idleTimeoutMs: config.control.idleTimeoutMs },
  });
}

/** As configured; what the host replaced stands in the journal. */
export function limitsOf(config: Config): (entryMode: EntryMode, currency: string) => OfflineLimits {
  return (entryMode, currency) => offlineLimits(config, entryMode, currency);
}
