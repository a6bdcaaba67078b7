import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../hw-sim/part.js';
import {
  commandHelp,
  configKeys,
  hintsIn,
  strayCommands,
  strayKeys,
  strayLinks,
  strayPaths,
  textsIn,
  type World,
} from './names.js';
import { BOOKS, countCitations, readBook, strayCitations, strayProtoNames } from './rule-books.js';
import { paths, sources } from './sources.js';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const SRC = sources('src/**/*.ts');
const CITING = [...SRC, ...sources('{hw-sim,test}/**/*.{ts,c,h}', 'proto/*.proto', 'Makefile', 'packaging/*')].filter(
  // The checker's own examples.
  ({ path }) => !path.startsWith('test/docs/'),
);
const DOCUMENTS = sources('*.md', 'docs/*.md');
const HINTS = SRC.flatMap(hintsIn);
const TEXTS = SRC.flatMap(textsIn);

const KNOWN = configKeys();
const WORLD: World = {
  sections: KNOWN.sections,
  keys: KNOWN.keys,
  files: paths('**/*.{ts,md,proto,toml,mjs,svg,c,h,json,js}', 'LICENSE', 'Makefile', '.ci/*'),
  methods: new Set(
    sources('src/{api,control}/**/*.ts').flatMap(({ text }) =>
      [...text.matchAll(/'([a-z]+\.[a-z_]+)'/g)].map(([, name]) => name!),
    ),
  ),
  makeTargets: new Set([...read('Makefile').matchAll(/^([a-z0-9-]+):/gm)].map(([, target]) => target!)),
  help: commandHelp,
};

describe('rule books', () => {
  const books = Object.fromEntries(Object.entries(BOOKS).map(([name, path]) => [name, readBook(read(path))]));

  it('every citation of one leads to a section or rule that is there', () => {
    expect(CITING.reduce((sum, source) => sum + countCitations(source), 0)).toBeGreaterThan(60);
    expect(CITING.flatMap((source) => strayCitations(source, books))).toEqual([]);
  });

  it.each([
    '(payment rules, Reversals)',
    '(uplink rules, 2 and 12)',
    '(uplink rules, 1–11)',
    '(reader link, Link 4, 5)',
    'the reader link, at its best',
    ' * as it says (storage\n * rules, Entries\n * and states).',
    '// Payment rules, The host’s contract, and more'.replace('’', "'"),
  ])('follows %j', (text) => {
    expect(strayCitations({ path: 'x.ts', text }, books)).toEqual([]);
  });

  it.each([
    ['(payment rules, Reversal)', 'no such section'],
    ['(payment rules, Reversals 3)', 'no rule 3'],
    ['(payment rules 4)', 'no section'],
    ['(uplink rule 8)', 'no section'],
    ['(uplink rules, 99)', 'no rule 99'],
    ['(reader link, Link 4 and 7)', 'no rule 7'],
    ['(reader link)', 'no section'],
    ['(reader link, link 4)', 'no such section'],
    ['Reader link, Linking', 'no such section'],
    ['(storage rules)', 'no section'],
    ['(storage rules, Bootstrap)', 'no such section'],
  ])('would notice %j', (text, problem) => {
    expect(strayCitations({ path: 'x.ts', text }, books)).toEqual([expect.stringContaining(problem)]);
  });

  it('every name cited from a .proto stands there', () => {
    const protos = { host: read('proto/host.proto'), reader: read('proto/reader.proto') };
    expect(CITING.flatMap((source) => strayProtoNames(source, protos))).toEqual([]);
    expect(strayProtoNames({ path: 'x.ts', text: '(host.proto, Envelop3)' }, protos)).toHaveLength(1);
  });
});

describe('documents and hints', () => {
  it('every relative link of a document leads to a file and heading', () => {
    expect(DOCUMENTS.flatMap((document) => strayLinks(document, DOCUMENTS, WORLD))).toEqual([]);
    const text =
      '[a](docs/none.md) [b](docs/uplink.md#none) [c](#none) <img src="docs/none.svg"> [d](docs/uplink.md#topics)';
    expect(strayLinks({ path: 'README.md', text }, DOCUMENTS, WORLD)).toHaveLength(4);
  });

  it('every command that one names is there', async () => {
    const named = [...DOCUMENTS, ...TEXTS];
    expect(named.filter(({ text }) => text.includes('`tillpost ')).length).toBeGreaterThan(30);
    expect((await Promise.all(named.map((source) => strayCommands(source, WORLD)))).flat()).toEqual([]);
  }, 60_000);

  it.each([
    ['`tillpost settel`', 1],
    ['`tillpost park lost`', 1],
    ['`tillpost park list | retry | resolv`', 1],
    ['`tillpost batch show --repot`', 1],
    ['`make tets`', 1],
    ['```sh\nnpx tillpost stauts   # how it is\nmake demo\n```', 1],
    ['`tillpost park list | retry | resolve`, `tillpost sale 12.50 EUR --json`, `make sim SEED=7`', 0],
  ])('would notice what is wrong in %j', async (text, wrong) => {
    expect(await strayCommands({ path: 'x.md', text }, WORLD)).toHaveLength(wrong);
  });

  it('every key of the configuration that one names is there', () => {
    expect(HINTS.length).toBeGreaterThan(100);
    expect([...DOCUMENTS, ...TEXTS].flatMap((named) => strayKeys(named, WORLD, false))).toEqual([]);
    expect(HINTS.flatMap((hint) => strayKeys(hint, WORLD, true))).toEqual([]);
    const text =
      'Set terminal.id, journal.path, state.dir, and look at park.list, `host.ts`, broker.example.com, mirror.log.';
    expect(strayKeys({ path: 'x.ts', text }, WORLD, true)).toEqual([
      'x.ts: terminal.id: no such key',
      'x.ts: journal.path: no such key',
    ]);
  });

  it('every file that one names is there', () => {
    expect([...DOCUMENTS, ...TEXTS].flatMap((named) => strayPaths(named, WORLD))).toEqual([]);
    const text =
      'See `src/none.ts`, proto/reader.proto, docs/none.md, src/reader/<name>/x, `lifecycle.ts`, `sale/none.ts`.';
    expect(strayPaths({ path: 'x.md', text }, WORLD)).toEqual([
      'x.md: src/none.ts: no such file',
      'x.md: sale/none.ts: no such file',
      'x.md: src/none.ts: no such file',
      'x.md: docs/none.md: no such file',
    ]);
  });
});
