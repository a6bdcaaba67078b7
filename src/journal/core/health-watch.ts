import { TillpostError } from '../../domain/errors.js';
import type { JournalHealth, Unsubscribe } from '../../ports/index.js';
import type { Status } from './status.js';

/** Tells listeners of the journal's health when its state or its problem changes, not with every commit. */
export class HealthWatch {
  readonly #listeners = new Set<(health: JournalHealth) => void>();
  #told = '';

  listen(listener: (health: JournalHealth) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(health: JournalHealth): void {
    const digest = `${health.state} ${health.problem?.code ?? ''}`;
    if (digest === this.#told) return;
    this.#told = digest;
    for (const listener of this.#listeners) listener(health);
  }
}

/** @param problem what is wrong beyond lack of space */
export function healthOf(status: Status, failed: boolean, problem: TillpostError | null): JournalHealth {
  const { diskFreeBytes, lowSpace } = status;
  if (failed) return { state: 'failed', problem, diskFreeBytes };
  if (!lowSpace) return { state: 'ok', problem, diskFreeBytes };
  return { state: 'lowSpace', problem: problem ?? noRoom(diskFreeBytes), diskFreeBytes };
}

function noRoom(freeBytes: number): TillpostError {
  return new TillpostError('JOURNAL_FULL', `${freeBytes} bytes are free: no new sale begins`, {
    operation: 'journal.health',
    retryable: true,
    hint: 'Free space on the file system of the journal.',
  });
}
