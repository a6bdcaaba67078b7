import { TillpostError } from '../../../domain/errors.js';
import type { Desk } from '../../shell/command.js';

/** The file's lock says so too, but not when the file has been taken away under an agent. @throws JOURNAL_LOCKED */
export async function mustNotRun(desk: Desk, operation: string): Promise<void> {
  try {
    await desk.ask('agent.ping', {});
  } catch (error) {
    if (error instanceof TillpostError && error.code === 'AGENT_NOT_RUNNING') return;
    throw error;
  }
  throw new TillpostError('JOURNAL_LOCKED', 'an agent runs on this journal', {
    operation,
    retryable: true,
    hint: 'Stop it first. Its journal is sound as far as it knows: `tillpost journal verify`.',
  });
}
