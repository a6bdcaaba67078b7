import { MALFORMED_CODES, TEMPORARY_CODES } from '../src/domain/postings/refusal-kind.js';

/**
 * How the agent's uplink is set in simulated worlds. What ships has its figures from the configuration's schema; these
 * are wider in some places, so that courses overlap more.
 */
export const SIM_UPLINK = {
  agentVersion: 'unknown',
  refusals: { parkAfter: 3, temporary: TEMPORARY_CODES, malformed: MALFORMED_CODES, parkTemporaryAfterMs: 21_600_000 },
  courier: {
    windowMessages: 8,
    windowPostings: 512,
    payloadMaxBytes: 16 * 1024,
    overdueMs: 10_000,
    graceMs: 5_000,
    readLimit: 64,
    deferredMax: 1_024,
  },
  link: { periodMs: 30_000, echoTimeoutMs: 1_500 },
  reconnectMaxMs: 60_000,
} as const;
