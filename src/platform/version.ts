import { readFileSync } from 'node:fs';

/** Where package.json stands as seen from this file: compiled in dist/src/platform, or run from src/platform. */
const PLACES = ['../../../package.json', '../../package.json'] as const;

function packageVersion(): string {
  for (const place of PLACES) {
    const found = read(new URL(place, import.meta.url));
    if (found?.name === 'tillpost' && found.version !== undefined) return found.version;
  }
  return 'unknown';
}

function read(url: URL): { readonly name?: string; readonly version?: string } | null {
  try {
    return JSON.parse(readFileSync(url, 'utf8')) as { name?: string; version?: string };
  } catch {
    return null;
  }
}

/** The version of this package, for people and for the host. */
export const VERSION = packageVersion();
