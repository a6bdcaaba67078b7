import { TillpostError } from '../../domain/errors.js';

/** @throws INVALID_REQUEST naming the option */
export function whole(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const message = `${option} ${JSON.stringify(text.slice(0, 24))} is not a whole number`;
  throw new TillpostError('INVALID_REQUEST', message, { operation: 'cli' });
}
