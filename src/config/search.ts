import { TillpostError } from '../domain/errors.js';

export const DEFAULT_CONFIG_PATH = '/etc/tillpost/tillpost.toml';

/**
 * Which file rules: `--config`, then TILLPOST_CONFIG, then the machine's own.
 *
 * @throws CONFIG_MISSING when the flag or the variable is there but empty: a script lost its value, and
 *   the machine's own terminal must not answer instead
 */
export function findConfigPath(flag: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const named = flag ?? env['TILLPOST_CONFIG'];
  if (named === undefined) return DEFAULT_CONFIG_PATH;
  if (named.trim() !== '') return named;
  throw new TillpostError('CONFIG_MISSING', `${flag === undefined ? 'TILLPOST_CONFIG' : '--config'} names no file`, {
    operation: 'config.find',
    hint: `Give a path, or leave it out to use ${DEFAULT_CONFIG_PATH}.`,
  });
}
