import { destination, type DestinationStream, type Logger, pino } from 'pino';
import { TillpostError } from '../domain/errors.js';
import { harmlessJson } from '../domain/text/harmless.js';
import type { Clock, Log, LogFields } from '../ports/index.js';
import { loggable, loggableText } from './log-fields.js';
import { LogFile } from './log-file.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogOptions {
  readonly level: LogLevel;
  /** Absolute; null: standard error. */
  readonly file: string | null;
  readonly fileMaxBytes: number;
}

/**
 * JSON lines: `level`, `time` (ISO 8601, UTC), `module`, `msg`, then the fields. Written synchronously, so that
 * the last line before a kill is there. What a terminal would obey is escaped. Everything passes `loggable`: card data cannot get in by a field.
 *
 * @throws CONFIG_PERMISSIONS, CONFIG_INVALID when the file cannot be opened
 */
export function createLog(options: LogOptions, clock: Clock): Log {
  const stream =
    options.file === null ? destination({ dest: 2, sync: true }) : openLogFile(options.file, options.fileMaxBytes);
  return createLogOn(stream, options.level, clock);
}

function openLogFile(path: string, maxBytes: number): LogFile {
  try {
    return new LogFile(path, maxBytes);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const refused = code === 'EACCES' || code === 'EPERM';
    throw new TillpostError(refused ? 'CONFIG_PERMISSIONS' : 'CONFIG_INVALID', `${path}: cannot be opened (${code})`, {
      operation: 'log.open',
      subject: path,
      hint: 'Correct log.file, or leave it out to log to standard error.',
      cause,
    });
  }
}

/** The same on any stream. */
export function createLogOn(stream: DestinationStream, level: LogLevel, clock: Clock): Log {
  const logger = pino(
    {
      level,
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: () => `,"time":"${isoTime(clock.wallMs())}"`,
    },
    { write: (line) => stream.write(harmlessJson(line)) },
  );
  return new PinoLog(logger);
}

/** A clock that is out of all bounds must not stop the log. */
function isoTime(wallMs: number): string {
  const time = new Date(wallMs);
  return Number.isNaN(time.getTime()) ? 'invalid' : time.toISOString();
}

class PinoLog implements Log {
  readonly #logger: Logger;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  debug(message: string, fields: LogFields = {}): void {
    if (this.#logger.isLevelEnabled('debug')) this.#logger.debug(safe(fields), loggableText(message));
  }

  info(message: string, fields: LogFields = {}): void {
    if (this.#logger.isLevelEnabled('info')) this.#logger.info(safe(fields), loggableText(message));
  }

  warn(message: string, fields: LogFields = {}): void {
    if (this.#logger.isLevelEnabled('warn')) this.#logger.warn(safe(fields), loggableText(message));
  }

  error(message: string, fields: LogFields = {}): void {
    this.#logger.error(safe(fields), loggableText(message));
  }

  child(module: string): Log {
    return new PinoLog(this.#logger.child({ module: loggableText(module) }));
  }
}

/** Names that the line itself uses are kept apart, so that a field cannot pose as the message. */
const OWN = new Set(['level', 'time', 'module', 'msg']);

function safe(fields: LogFields): object {
  const shown = loggable(fields);
  if (typeof shown !== 'object' || shown === null) return { fields: shown };
  const renamed = Object.entries(shown).map(([key, value]) => [OWN.has(key) ? `${key}_` : key, value as unknown]);
  return Object.fromEntries(renamed) as object;
}
