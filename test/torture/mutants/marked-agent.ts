/**
 * The agent, broken on purpose: the start mark is not drawn anew at each start. A state that is put back must show as
 * approvals that no ledger holds.
 *
 *   node dist/test/torture/mutants/marked-agent.js run --config tillpost.toml
 */
import { SystemRandom } from '../../../src/platform/system-random.js';

const MARK_BYTES = 4;

const random = new SystemRandom();
const bytes = random.bytes.bind(random);
SystemRandom.prototype.bytes = (count) => (count === MARK_BYTES ? new Uint8Array(MARK_BYTES).fill(0xaa) : bytes(count));

await import('../../../src/main.js');
