import type { Log } from '../ports/index.js';

export interface StopHandling {
  readonly log: Log;
  /** Ends the agent in order. */
  readonly stop: () => Promise<void>;
  /** Leaves at once; never returns in a real process. */
  readonly exit: (status: number) => void;
}

type Signal = 'SIGTERM' | 'SIGINT';
const SIGNALS: readonly Signal[] = ['SIGTERM', 'SIGINT'];
const NUMBERS: Readonly<Record<Signal, number>> = { SIGINT: 2, SIGTERM: 15 };

/** Exit status of a process that a signal ended, as shells count it. */
function statusOf(signal: Signal): number {
  return 128 + NUMBERS[signal];
}

type Events = Pick<NodeJS.EventEmitter, 'on' | 'off'>;

/**
 * The first SIGTERM or SIGINT stops the agent in order and exits 0 (1 when stopping failed), the second leaves
 * at once: what was committed is safe, the next boot recovers the rest. A rejection that nobody handles, or an
 * exception that nobody caught, leaves the agent in a state nobody thought of: logged, then exit 1, so that the
 * service manager starts it afresh.
 *
 * @returns ends the handling
 */
export function handleSignals({ log, stop, exit }: StopHandling, events: Events = process): () => void {
  let stopping = false;

  const onSignal = (signal: Signal): void => {
    if (stopping) {
      log.warn('second signal, leaving at once', { signal });
      exit(statusOf(signal));
      return;
    }
    stopping = true;
    log.info('stopping', { signal });
    stop().then(
      () => exit(0),
      (error: unknown) => {
        log.error('stopping failed', { error });
        exit(1);
      },
    );
  };
  const onFatal = (error: unknown): void => {
    log.error('defect, leaving at once', { error });
    exit(1);
  };

  for (const signal of SIGNALS) events.on(signal, onSignal);
  events.on('unhandledRejection', onFatal);
  events.on('uncaughtException', onFatal);
  return () => {
    for (const signal of SIGNALS) events.off(signal, onSignal);
    events.off('unhandledRejection', onFatal);
    events.off('uncaughtException', onFatal);
  };
}
