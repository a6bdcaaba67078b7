import { dirname, resolve } from 'node:path';
import { CARD_TIMEOUT_MS, DUPLICATE_ANSWER_MS } from '../../config/client-defaults.js';
import { type ConfigDocument, readDocument } from '../../config/document.js';
import { showValue } from '../../config/problem.js';
import { TillpostError } from '../../domain/errors.js';

/** The few settings that a command needs to reach the agent. */
export interface ClientSettings {
  /** Absolute. */
  readonly socketPath: string;
  /** For sales that name none. */
  readonly currency: string | null;
  readonly cardTimeoutMs: number;
  readonly duplicateAnswerMs: number;
}

/**
 * Reads only what a command needs, so that it starts fast and also while the rest of the file is being edited.
 * The whole file is checked by `tillpost run` and `tillpost config check`.
 *
 * @throws CONFIG_MISSING, CONFIG_INVALID, CONFIG_PERMISSIONS
 */
export function readClientSettings(path: string): ClientSettings {
  const document = readDocument(path);
  const socket = value(document, 'control', 'socket');
  if (typeof socket !== 'string' || socket === '') {
    const message = `${document.path}: control.socket: expected a path, found ${showValue(socket)}`;
    throw new TillpostError('CONFIG_INVALID', message, {
      operation: 'config.read',
      subject: document.path,
      hint: 'Run `tillpost config check`.',
    });
  }
  const currency = value(document, 'terminal', 'currency');
  return {
    socketPath: resolve(dirname(document.path), socket),
    currency: typeof currency === 'string' ? currency : null,
    cardTimeoutMs: number(document, 'reader', 'card_timeout_ms') ?? CARD_TIMEOUT_MS,
    duplicateAnswerMs: number(document, 'sale', 'duplicate_answer_ms') ?? DUPLICATE_ANSWER_MS,
  };
}

function number(document: ConfigDocument, section: string, key: string): number | null {
  const found = value(document, section, key);
  return typeof found === 'number' ? found : null;
}

function value({ tables }: ConfigDocument, section: string, key: string): unknown {
  const table = tables[section];
  return typeof table === 'object' && table !== null ? (table as Record<string, unknown>)[key] : undefined;
}
