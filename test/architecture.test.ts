import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  brokenArrows,
  circles,
  type Import,
  roomOf,
  speaksOfNoTransport,
  transportWords,
  wideFolders,
} from './architecture.js';

/** The arrows of ARCHITECTURE.md held against the tree; the rules stand in architecture.ts. */
const ROOT = resolve(import.meta.dirname, '..');

function below(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(join(ROOT, path)).isFile());
}

const sources = (folder: string): string[] => below(folder).filter((path) => path.endsWith('.ts'));

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^'";]*?from\s*'([^']+)'|(?:^|\n)import\s*'([^']+)'|\bimport\('([^']+)'\)|new URL\('(\.[^']+\.js)'/g;

/** Type-only imports too: a circle of types is a circle that a reader walks. */
function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => {
    const specifier = match.slice(1).find((group) => group !== undefined)!;
    if (!specifier.startsWith('.')) return { file, target: specifier };
    return { file, target: relative(ROOT, resolve(ROOT, dirname(file), specifier)).replace(/\.js$/, '.ts') };
  });
}

const importsBelow = (...folders: readonly string[]): Import[] =>
  folders.flatMap(sources).flatMap((file) => importsOf(file, readFileSync(join(ROOT, file), 'utf8')));

describe('architecture', () => {
  it('points its arrows down', () => {
    const imports = importsBelow('src', 'hw-sim');
    expect(imports.length).toBeGreaterThan(1_000);
    expect(brokenArrows(imports)).toEqual([]);
  });

  it('has no circles, between files or between rooms', () => {
    const imports = importsBelow('src', 'hw-sim').filter(({ target }) => /^(src|hw-sim)\//.test(target));
    expect(circles(imports)).toEqual([]);
    const rooms = imports.map(({ file, target }) => ({ file: roomOf(file), target: roomOf(target) }));
    expect(circles(rooms.filter(({ file, target }) => file !== target && file.startsWith('src')))).toEqual([]);
  });

  it('has rooms that can be looked over', () => {
    expect(wideFolders(['src', 'hw-sim', 'test'].flatMap(below))).toEqual([]);
  });

  it('knows MQTT in its own room alone', () => {
    const files = sources('src').filter(speaksOfNoTransport);
    expect(files.length).toBeGreaterThan(30);
    const found = files.flatMap((file) =>
      transportWords(readFileSync(join(ROOT, file), 'utf8')).map((word) => `${file}: ${word}`),
    );
    expect(found).toEqual([]);
    expect(transportWords('if (reasonCode === 0x97) // the topic has no PUBACK at QoS 0')).toHaveLength(5);
  });

  it('keeps nothing but main.ts loose in src', () => {
    expect(sources('src').filter((path) => dirname(path) === 'src')).toEqual(['src/main.ts']);
  });

  // Positive controls: one import for each rule that must be caught.
  it.each([
    ['src/sale/sale-desk.ts', '../../hw-sim/sim-clock.js', 'src never imports hw-sim or test'],
    ['src/domain/money.ts', 'node:fs', 'domain imports nothing but domain and pure node helpers'],
    ['src/ports/index.ts', '../sale/sale-desk.js', 'ports import domain only'],
    ['src/ports/till.ts', '../sale/sale-desk.js', 'ports import domain only'],
    ['src/sale/sale-desk.ts', '../ports/journal.js', 'doors are imported by ports/index.ts, which names them all'],
    ['src/sale/sale-desk.ts', '../journal/core/store.js', 'siblings do not import each other'],
    ['src/cli/commands/sale.ts', '../../control/methods.js', 'siblings do not import each other'],
    ['src/protocol/envelope.ts', '../uplink/uplink.js', 'machine, protocol and api import domain and ports only'],
    ['src/api/table.ts', '../control/methods.js', 'machine, protocol and api import domain and ports only'],
    ['src/machine/machine.ts', '../uplink/uplink.js', 'machine, protocol and api import domain and ports only'],
    ['src/sale/sale-desk.ts', '../protocol/envelope.js', 'the host protocol is spoken by the uplink alone'],
    ['src/sale/sale-desk.ts', '../agent/agent.js', 'nothing below imports the composition root'],
    ['src/journal/file/space.ts', '../books/writer.js', 'rooms of a module import downwards only'],
    ['src/sale/verdict/decision.ts', '../sale-desk.js', 'rooms of a module import downwards only'],
    ['src/uplink/mqtt/mqtt-link.ts', '../delivery/courier.js', 'rooms of a module import downwards only'],
    ...[
      ['src/uplink/delivery/outbox.ts', '../mqtt/reason-codes.js'],
      ['src/uplink/link/connector.ts', '../mqtt/broker.js'],
      ['src/uplink/mqtt/mqtt-link.ts', '../link/backoff.js'],
      ['src/uplink/uplink.ts', './mqtt/mqtt-transport.js'],
      ['src/agent/core.ts', '../uplink/mqtt/mqtt-transport.js'],
    ].map(([file, specifier]) => [
      file!,
      specifier!,
      'a transport stands alone behind its port, and is chosen in one place',
    ]),
    ['src/reader/contract/card-intake.ts', '../cells/link/cell.js', 'rooms of a module import downwards only'],
    ['src/reader/serial/serial-link.ts', '../cells/link/cell.js', 'rooms of a module import downwards only'],
    ['src/uplink/delivery/courier.ts', 'better-sqlite3', 'only one adapter imports this package'],
    ['src/sale/sale-desk.ts', '#proto/host', 'generated code is used by the two codecs only'],
    [
      'hw-sim/host/host.ts',
      '../../src/sale/sale-desk.js',
      'hw-sim imports ports, domain, protocol, api, the cell codecs and the system clock only',
    ],
  ])('would catch %s importing %s', (file, specifier, rule) => {
    const text = `import { x } from '${specifier}';\n`;
    expect(brokenArrows(importsOf(file, text)).map((line) => line.split(': ')[1])).toContain(rule);
  });

  it('would catch a circle of types, and a folder that is too wide', () => {
    const circle = [
      ...importsOf('src/a/one.ts', `import type { B } from './two.js';\n`),
      ...importsOf('src/a/two.ts', `import type { A } from './one.js';\n`),
    ];
    expect(circles(circle)).toEqual([['src/a/one.ts', 'src/a/two.ts']]);
    expect(wideFolders(Array.from({ length: 16 }, (_, index) => `src/a/${index}.ts`))).toEqual(['src/a: 16 files']);
  });
});
