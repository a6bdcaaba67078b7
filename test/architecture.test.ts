import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The arrows of ARCHITECTURE.md: which file may import what. A broken arrow is printed as
 * `file imports target: rule`.
 */
const ROOT = resolve(import.meta.dirname, '..');

interface Import {
  readonly file: string;
  /** Repository path for our own files, package name otherwise. */
  readonly target: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|(?:^|\n)import\s*'([^']+)'|\bimport\('([^']+)'\)|new URL\('(\.[^']+\.js)'/g;

function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match.slice(1).find((group) => group !== undefined)!;
    if (!specifier.startsWith('.')) return { file, target: specifier };
    return { file, target: relative(ROOT, resolve(ROOT, dirname(file), specifier)).replace(/\.js$/, '.ts') };
  });
}

const folderOf = (path: string): string => path.split('/').slice(0, 2).join('/');
const SIBLINGS = [
  'reader', 'sale', 'settlement', 'operations', 'journal', 'uplink', 'health', 'control', 'cli', 'platform',
].map((name) => `src/${name}`);
const COMPOSERS = [
  'src/main.ts', 'src/agent.ts', 'src/agent-core.ts', 'src/wiring.ts', 'src/mirror-alerts.ts', 'src/backup-wiring.ts',
  'src/uplink-settings.ts',
];
const CODECS = [
  'src/reader/cell.ts', 'src/reader/aligner.ts', 'src/reader/reset-payloads.ts',
  'src/reader/messages.ts', 'src/reader/message-shapes.ts',
  'src/uplink/envelope.ts', 'src/uplink/topics.ts',
];
/** What a simulator may wire in from the agent besides ports, domain and pure codecs, and why. */
const SHARED_WITH_SIMULATOR: Readonly<Record<string, readonly string[]>> = {
  // The simulated journal is the real core on a database in memory: a second implementation would prove nothing.
  'hw-sim/sim-journal.ts': ['src/journal/'],
  // A simulated world is about the agent itself: its wiring and the session on the serial line, as they ship.
  'hw-sim/world/terminal.ts': ['src/agent-core.ts', 'src/health/', 'src/platform/book-clock.ts', 'src/reader/session.ts'],
};
/** Packages that one adapter alone may import. */
const ALONE: Readonly<Record<string, readonly string[]>> = {
  serialport: ['src/reader/serial-link.ts'],
  '@serialport/parser-byte-length': ['src/reader/serial-link.ts'],
  'better-sqlite3': ['src/journal/database.ts'],
  mqtt: ['src/uplink/mqtt-link.ts', 'src/uplink/mqtt-connection.ts'],
};

const RULES: readonly { readonly rule: string; readonly broken: (found: Import) => boolean }[] = [
  {
    rule: 'src never imports hw-sim or test',
    broken: ({ file, target }) => file.startsWith('src/') && /^(hw-sim|test)\//.test(target),
  },
  {
    rule: 'domain imports nothing but domain and pure node helpers',
    broken: ({ file, target }) => file.startsWith('src/domain/') && !target.startsWith('src/domain/') && target !== 'node:util',
  },
  {
    rule: 'ports import domain only',
    broken: ({ file, target }) => file.startsWith('src/ports') && !/^src\/(domain|ports)\//.test(target),
  },
  {
    rule: 'doors are imported by ports.ts, which names them all',
    broken: ({ file, target }) => target.startsWith('src/ports/') && !file.startsWith('src/ports'),
  },
  {
    rule: 'siblings do not import each other',
    broken: ({ file, target }) =>
      SIBLINGS.includes(folderOf(file)) && SIBLINGS.includes(folderOf(target)) && folderOf(file) !== folderOf(target),
  },
  {
    rule: 'nothing below imports the composition root',
    broken: ({ file, target }) => COMPOSERS.includes(target) && !COMPOSERS.includes(file) && file.startsWith('src/'),
  },
  {
    rule: 'only one adapter imports this package',
    broken: ({ file, target }) => file.startsWith('src/') && ALONE[target]?.includes(file) === false,
  },
  {
    rule: 'generated code is used by the two codecs only',
    broken: ({ file, target }) =>
      file.startsWith('src/') &&
      ((target === '#proto/host' && !/^src\/uplink\/(envelope|host-\w+)\.ts$/.test(file)) ||
        (target === '#proto/reader' && !/^src\/reader\/(messages|message-\w+)\.ts$/.test(file))),
  },
  {
    rule: 'hw-sim imports ports, domain, pure codecs and the system clock only',
    broken: ({ file, target }) =>
      file.startsWith('hw-sim/') &&
      target.startsWith('src/') &&
      target !== 'src/ports.ts' &&
      !target.startsWith('src/domain/') &&
      !target.startsWith('src/platform/system-') &&
      !CODECS.includes(target) &&
      !(SHARED_WITH_SIMULATOR[file] ?? []).some((prefix) => target.startsWith(prefix)),
  },
];


function brokenArrows(imports: readonly Import[]): string[] {
  return imports.flatMap((found) =>
    RULES.filter(({ broken }) => broken(found)).map(({ rule }) => `${found.file} imports ${found.target}: ${rule}`),
  );
}

describe('architecture', () => {
  it('points its arrows down', () => {
    const files = [...sources('src'), ...sources('hw-sim')];
    expect(files.length).toBeGreaterThan(30);
    expect(brokenArrows(files.flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8'))))).toEqual([]);
  });

  // Positive control: one import for each rule that must be caught.
  it.each([
    ['src/sale/sale-desk.ts', '../../hw-sim/sim-clock.js', 'src never imports hw-sim or test'],
    ['src/domain/money.ts', 'node:fs', 'domain imports nothing but domain and pure node helpers'],
    ['src/ports.ts', './sale/sale-desk.js', 'ports import domain only'],
    ['src/ports/till.ts', '../sale/sale-desk.js', 'ports import domain only'],
    ['src/sale/sale-desk.ts', '../ports/journal.js', 'doors are imported by ports.ts, which names them all'],
    ['src/sale/sale-desk.ts', '../journal/journal.js', 'siblings do not import each other'],
    ['src/sale/sale-desk.ts', '../agent.js', 'nothing below imports the composition root'],
    ['src/uplink/courier.ts', 'better-sqlite3', 'only one adapter imports this package'],
    ['src/sale/sale-desk.ts', '#proto/host', 'generated code is used by the two codecs only'],
    ['hw-sim/host/host.ts', '../../src/sale/sale-desk.js', 'hw-sim imports ports, domain, pure codecs and the system clock only'],
  ])('would catch %s importing %s', (file, specifier, rule) => {
    const text = `import { x } from '${specifier}';\n`;
    expect(brokenArrows(importsOf(file, text)).map((line) => line.split(': ')[1])).toContain(rule);
  });
});
