/**
 * The agent as it is installed, with the journal's maintenance ten times a second in place of once a minute: a
 * story of seconds then has as many checkpoints as a shift. Started as `src/main.js` is.
 */
import { SystemClock } from '../../../src/platform/system-clock.js';

const MINUTE_MS = 60_000;
const HASTY_MS = 100;

const patient = new SystemClock();
const after = patient.after.bind(patient);
SystemClock.prototype.after = (delayMs, run) => after(delayMs === MINUTE_MS ? HASTY_MS : delayMs, run);

await import('../../../src/main.js');
