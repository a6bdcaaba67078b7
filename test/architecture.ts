import { dirname } from 'node:path';

/** The rules of the house: which file may import what. A broken one is printed as `file imports target: rule`. */
export interface Import {
  readonly file: string;
  /** Repository path for our own files, package name otherwise. */
  readonly target: string;
}

/** A folder of more files side by side than this cannot be looked over. */
const FOLDER_FILES_MAX = 15;

export const roomOf = (path: string): string => dirname(path);
const moduleOf = (path: string): string => path.split('/').slice(0, 2).join('/');

const SIBLINGS = [
  'reader',
  'sale',
  'settlement',
  'operations',
  'journal',
  'uplink',
  'health',
  'control',
  'cli',
  'platform',
].map((name) => `src/${name}`);

/** Within a module, from the bottom up: a room imports its own and those before it. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'src/journal': [
    'file',
    'chain',
    'tables',
    'books',
    'mirror',
    'check',
    'core',
    'merchant',
    'renewal',
    'thread',
    'backup',
  ],
  'src/uplink': ['mqtt', 'link', 'delivery', ''],
  // A driver beside cells/ stands in its place: above what all drivers share, beside no other.
  'src/reader': ['serial', 'contract', 'cells/link', 'cells', ''],
  'src/sale': ['verdict', 'shown', ''],
  'src/cli': [
    'shell',
    'text',
    'taking',
    'commands/batch',
    'commands/config',
    'commands/journal',
    'commands/park',
    'commands/reader',
    'commands',
    '',
  ],
  'src/control': ['methods', ''],
};

/** The bytes of the default reader's link: what both ends of the line must agree on. */
const CODECS = [
  'src/reader/cells/link/cell.ts',
  'src/reader/cells/link/aligner.ts',
  'src/reader/cells/link/reset-payloads.ts',
  'src/reader/cells/message-shapes.ts',
  'src/reader/cells/message-values.ts',
];

/** The MQTT room's own door: a real broker or the simulated one stands behind it. */
const BROKER_DOOR = 'src/uplink/mqtt/broker.ts';

/** Rooms behind the Transport port, and the one file that chooses between them. */
const TRANSPORTS: readonly string[] = ['src/uplink/mqtt'];
const CHOOSES_TRANSPORT = 'src/agent/uplink-settings.ts';

/** What a simulator may wire in from the agent besides ports, domain and pure codecs, and why. */
const SHARED_WITH_SIMULATOR: Readonly<Record<string, readonly string[]>> = {
  // The simulated journal is the real core on a database in memory: a second implementation would prove nothing.
  'hw-sim/sim-journal.ts': ['src/journal/'],
  // A simulated world is about the agent itself: its wiring and the session on the serial line, as they ship.
  'hw-sim/world/terminal.ts': [
    'src/agent/core.ts',
    'src/health/',
    'src/platform/book-clock.ts',
    'src/platform/steady-clock.ts',
    'src/reader/drivers.ts',
    'src/uplink/mqtt/mqtt-transport.ts',
  ],
};

/** Packages that one adapter alone may import. */
const ALONE: Readonly<Record<string, readonly string[]>> = {
  serialport: ['src/reader/serial/serial-link.ts'],
  '@serialport/parser-byte-length': ['src/reader/serial/serial-link.ts'],
  'better-sqlite3': ['src/journal/file/database.ts'],
  mqtt: ['mqtt-link', 'mqtt-connection', 'client-options', 'handshake'].map((name) => `src/uplink/mqtt/${name}.ts`),
};

function climbs({ file, target }: Import): boolean {
  const module = moduleOf(file);
  const rooms = ROOMS[module];
  if (rooms === undefined || moduleOf(target) !== module) return false;
  const level = (path: string): number => rooms.indexOf(roomOf(path).slice(module.length + 1));
  return level(file) < level(target) || level(file) < 0 || level(target) < 0;
}

function reachesTransport({ file, target }: Import): boolean {
  const isInside = TRANSPORTS.includes(roomOf(file));
  if (TRANSPORTS.includes(roomOf(target))) {
    return file.startsWith('src/') && roomOf(file) !== roomOf(target) && file !== CHOOSES_TRANSPORT;
  }
  return isInside && moduleOf(target) === 'src/uplink';
}

const RULES: readonly { readonly rule: string; readonly broken: (found: Import) => boolean }[] = [
  {
    rule: 'src never imports hw-sim or test',
    broken: ({ file, target }) => file.startsWith('src/') && /^(hw-sim|test)\//.test(target),
  },
  {
    rule: 'domain imports nothing but domain and pure node helpers',
    broken: ({ file, target }) =>
      file.startsWith('src/domain/') && !target.startsWith('src/domain/') && target !== 'node:util',
  },
  {
    rule: 'ports import domain only',
    broken: ({ file, target }) => file.startsWith('src/ports/') && !/^src\/(domain|ports)\//.test(target),
  },
  {
    rule: 'doors are imported by ports/index.ts, which names them all',
    broken: ({ file, target }) =>
      target.startsWith('src/ports/') && target !== 'src/ports/index.ts' && !file.startsWith('src/ports/'),
  },
  {
    rule: 'siblings do not import each other',
    broken: ({ file, target }) =>
      SIBLINGS.includes(moduleOf(file)) && SIBLINGS.includes(moduleOf(target)) && moduleOf(file) !== moduleOf(target),
  },
  {
    rule: 'machine, protocol and api import domain and ports only',
    broken: ({ file, target }) =>
      /^src\/(machine|protocol|api)\//.test(file) &&
      target.startsWith('src/') &&
      !/^src\/(domain|ports)\//.test(target) &&
      moduleOf(target) !== moduleOf(file),
  },
  {
    rule: 'the host protocol is spoken by the uplink alone',
    broken: ({ file, target }) =>
      target.startsWith('src/protocol/') && file.startsWith('src/') && !/^src\/(protocol|uplink|agent)\//.test(file),
  },
  {
    rule: 'nothing below imports the composition root',
    broken: ({ file, target }) =>
      /^src\/(agent\/|main\.ts)/.test(target) && file.startsWith('src/') && !/^src\/(agent\/|main\.ts)/.test(file),
  },
  { rule: 'rooms of a module import downwards only', broken: climbs },
  {
    rule: 'a transport stands alone behind its port, and is chosen in one place',
    broken: reachesTransport,
  },
  {
    rule: 'only one adapter imports this package',
    broken: ({ file, target }) => file.startsWith('src/') && ALONE[target]?.includes(file) === false,
  },
  {
    rule: 'generated code is used by the two codecs only',
    broken: ({ file, target }) =>
      file.startsWith('src/') &&
      ((target === '#proto/host' && !/^src\/protocol\/(envelope|host-\w+)\.ts$/.test(file)) ||
        (target === '#proto/reader' && !/^src\/reader\/cells\/(messages|message-\w+)\.ts$/.test(file))),
  },
  {
    rule: 'hw-sim imports ports, domain, protocol, api, the cell codecs and the system clock only',
    broken: ({ file, target }) =>
      file.startsWith('hw-sim/') &&
      target.startsWith('src/') &&
      target !== 'src/ports/index.ts' &&
      !/^src\/(domain|protocol|api)\//.test(target) &&
      !target.startsWith('src/platform/system-') &&
      !CODECS.includes(target) &&
      target !== BROKER_DOOR &&
      !(SHARED_WITH_SIMULATOR[file] ?? []).some((prefix) => target.startsWith(prefix)),
  },
];

export function brokenArrows(imports: readonly Import[]): string[] {
  return imports.flatMap((found) =>
    RULES.filter(({ broken }) => broken(found)).map(({ rule }) => `${found.file} imports ${found.target}: ${rule}`),
  );
}

/** What a transport's own protocol calls things; the rest of the uplink has words that every transport has. */
const MQTT_WORDS =
  /\b(?:(?:MQTT|[Mm]qtt)\w*|CONNACK|PUBACK|SUBACK|QoS|qos|[Tt]opics?|topicOf|[Rr]etain(?:ed)?|reasonCode|Broker[A-Z]\w+|0x[\da-f]{2})\b/g;

/** Where those words do not belong. */
export const speaksOfNoTransport = (file: string): boolean =>
  /^src\/(?:uplink|ports|machine)\//.test(file)
    ? !TRANSPORTS.includes(roomOf(file))
    : ['src/agent/agent.ts', 'src/agent/core.ts', 'src/agent/wiring.ts'].includes(file);

export const transportWords = (text: string): string[] => text.match(MQTT_WORDS) ?? [];

export function wideFolders(files: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count > FOLDER_FILES_MAX)
    .map(([folder, count]) => `${folder}: ${count} files`);
}

/** Tarjan's strongly connected components of more than one member, each sorted. */
export function circles(imports: readonly Import[]): string[][] {
  const next = new Map<string, Set<string>>();
  for (const { file, target } of imports) next.set(file, (next.get(file) ?? new Set()).add(target));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    for (const other of next.get(node) ?? []) {
      if (!index.has(other)) visit(other);
      if (stack.includes(other)) low.set(node, Math.min(low.get(node)!, low.get(other)!));
    }
    if (low.get(node) !== index.get(node)) return;
    const circle = stack.splice(stack.indexOf(node));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const node of next.keys()) if (!index.has(node)) visit(node);
  return found;
}
