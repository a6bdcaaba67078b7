import { configSchema } from '../../src/config/schema.js';
import type { ControlSettings } from '../../src/control/server.js';

const section = configSchema.shape.control.parse({ socket: 'control.sock' });

/** As an agent has them whose configuration names none. */
export const CONTROL_LIMITS: ControlSettings = {
  frameLimitBytes: section.frame_limit_bytes,
  idleTimeoutMs: section.idle_timeout_ms,
};
