import { SimClock } from '../../hw-sim/sim-clock.js';
import type { AlertCode } from '../../src/domain/catalogue/alerts.js';
import { AlertBoard } from '../../src/health/alerts.js';
import { EventCounters } from '../../src/health/counters.js';
import type { Log } from '../../src/ports/index.js';
import { silentLog } from './silent-log.js';

/** Keeps what was logged, as it was given: a test looks in it for what must not be there. */
export class HeardLog implements Log {
  readonly lines: string[] = [];
  readonly #hear = (message: string, fields?: object): void => void this.lines.push(`${message} ${textOf(fields)}`);
  readonly debug = this.#hear;
  readonly info = this.#hear;
  readonly warn = this.#hear;
  readonly error = this.#hear;

  child(): Log {
    return this;
  }
}

function textOf(fields: object | undefined): string {
  try {
    return JSON.stringify(fields ?? {}, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
  } catch {
    return '[unprintable]';
  }
}

/** The board itself, and all that was ever said to it. */
export class HeardAlerts extends AlertBoard {
  readonly raised: { readonly code: AlertCode; readonly subject: string; readonly text: string }[] = [];
  readonly cleared: { readonly code: AlertCode; readonly subject: string }[] = [];

  constructor() {
    super({ clock: new SimClock(), log: silentLog, counters: new EventCounters() });
  }

  override raise(code: AlertCode, subject: string, text: string): void {
    this.raised.push({ code, subject, text });
    super.raise(code, subject, text);
  }

  override clear(code: AlertCode, subject: string): void {
    this.cleared.push({ code, subject });
    super.clear(code, subject);
  }

  codes(): readonly AlertCode[] {
    return this.raised.map(({ code }) => code);
  }
}

export class HeardCounters extends EventCounters {
  of(name: string): number {
    return this.snapshot()[name] ?? 0;
  }
}
