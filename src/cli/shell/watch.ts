import type { StatusView } from '../../api/status.js';
import { harmlessView } from '../../domain/text/harmless.js';
import type { Desk } from './command.js';

const EVERY_MS = 500;

/**
 * Looks at the agent's status again and again while a command waits for its answer. Never disturbs it: what goes
 * wrong here is left to that answer.
 *
 * @returns ends it
 */
export function watchStatus(desk: Desk, seen: (status: StatusView) => void): () => void {
  const { clock } = desk.surroundings;
  let stopped = false;
  let timer = clock.after(EVERY_MS, look);
  const again = (): void => {
    if (!stopped) timer = clock.after(EVERY_MS, look);
  };
  function look(): void {
    desk.ask('agent.status', {}).then((status) => {
      if (!stopped) seen(harmlessView(status));
      again();
    }, again);
  }
  return () => {
    stopped = true;
    timer.cancel();
  };
}

/** Tells each step once, when it begins. */
export function tellSteps(desk: Desk): (step: string | null) => void {
  let last = '';
  return (step) => {
    const now = step ?? '';
    if (now !== '' && now !== last) desk.output.progress(`  … ${now}`);
    last = now;
  };
}
