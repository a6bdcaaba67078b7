import { SimClock } from '../../hw-sim/sim-clock.js';
import type { AlertCode } from '../../src/domain/catalogue/alerts.js';
import type { Words } from '../../src/domain/redaction.js';
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

  override raise(code: AlertCode, subject: Words, text: Words): void {
    this.raised.push({ code, subject: String(subject), text: String(text) });
    super.raise(code, subject, text);
  }

  override clear(code: AlertCode, subject: Words): void {
    this.cleared.push({ code, subject: String(subject) });
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
