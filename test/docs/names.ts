import { posix } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { configSchema } from '../../src/config/schema.js';
import { tillpost } from '../cli/till.js';
import { withoutFences } from './rule-books.js';
import { nodes, type Source, wordsOf } from './sources.js';

/** What documents and hints may name. */
export interface World {
  /** Every file, from the root. */
  readonly files: readonly string[];
  /** `section.key` of the configuration. */
  readonly keys: ReadonlySet<string>;
  readonly sections: ReadonlySet<string>;
  /** Methods of the control socket, and other quoted names of that shape. */
  readonly methods: ReadonlySet<string>;
  readonly makeTargets: ReadonlySet<string>;
  /** Its help, or null when there is no such command. */
  help(words: readonly string[]): Promise<string | null>;
}

/** Made at run time, beside the journal. */
const STATE_FILES = ['journal.db', 'journal.key', 'mirror.log'];

export function configKeys(): { readonly keys: ReadonlySet<string>; readonly sections: ReadonlySet<string> } {
  const { properties = {} } = z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' });
  const sections = Object.entries(properties) as [string, z.core.JSONSchema.JSONSchema][];
  const keys = sections.flatMap(([section, { properties: fields = {} }]) =>
    Object.keys(fields).map((key) => `${section}.${key}`),
  );
  return { keys: new Set(keys), sections: new Set(Object.keys(properties)) };
}

/** By running `--help` of it: the program itself is asked. */
export async function commandHelp(words: readonly string[]): Promise<string | null> {
  const { out } = await tillpost([...words, '--help']);
  const usage = /^Usage: tillpost(.*)$/m.exec(out)?.[1]?.trim() ?? '';
  return usage === words.join(' ') || usage.startsWith([...words, ''].join(' ')) ? out : null;
}

/** Every text in a source file that is a hint: of an error, or of a catalogue. */
export function hintsIn(source: Source): readonly Source[] {
  return nodes(source).flatMap((node) => {
    if (!ts.isPropertyAssignment(node) || !/^(?:hint|todo|raised|cleared|means)$/.test(node.name.getText())) return [];
    const parts = ts.isConditionalExpression(node.initializer)
      ? [node.initializer.whenTrue, node.initializer.whenFalse]
      : [node.initializer];
    return parts.flatMap((part) => {
      const text = wordsOf(part);
      return text === null ? [] : [{ path: source.path, text }];
    });
  });
}

/** Every text of several words in a source file: what people may read. */
export function textsIn(source: Source): readonly Source[] {
  return nodes(source).flatMap((node) => {
    const text = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) ? wordsOf(node) : null;
    return text === null || !text.includes(' ') ? [] : [{ path: source.path, text }];
  });
}

/** Commands that are not there. */
export async function strayCommands({ path, text }: Source, world: World): Promise<readonly string[]> {
  const quoted = [...text.matchAll(/`(?:npx )?((?:tillpost|make) [^`]+)`/g)].map(([, command]) => command!);
  const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block]) => block!.split('\n'));
  const typed = blocks.flatMap((line) => /^ *(?:npx )?((?:tillpost|make) [^#]*)/.exec(line)?.[1] ?? []);
  const stray: string[] = [];
  for (const command of [...quoted, ...typed]) {
    const [program, ...words] = command.trim().split(/\s+/);
    const problem = program === 'make' ? makeProblem(words, world) : await commandProblem(words, world);
    if (problem !== null) stray.push(`${path}: \`${command.trim()}\`: ${problem}`);
  }
  return stray;
}

const makeProblem = ([target = '']: readonly string[], { makeTargets }: World): string | null =>
  makeTargets.has(target) ? null : `no target ${target}`;

/** Words up to the first argument name a command; ` | ` gives another last word. */
async function commandProblem(words: readonly string[], world: World): Promise<string | null> {
  const path: string[] = [];
  let help = (await world.help([])) ?? '';
  for (const [at, word] of words.entries()) {
    if (word === '|' || words[at - 1] === '|') {
      const sibling = [...path.slice(0, -1), word];
      if (word !== '|' && (await world.help(sibling)) === null) return `no command ${sibling.join(' ')}`;
    } else if (word.startsWith('--')) {
      if (!help.includes(word)) return `no option ${word}`;
    } else if (/^Commands:$/m.test(help)) {
      const next = await world.help([...path, word]);
      if (next === null) return `no command ${[...path, word].join(' ')}`;
      path.push(word);
      help = next;
    }
  }
  return null;
}

/** `section.key` that is neither. @param strict also of sections that are none: in a hint, such a name means a key */
export function strayKeys({ path, text }: Source, world: World, strict: boolean): readonly string[] {
  return [...text.matchAll(/(?<![\w./<…@-])([a-z]+)\.([a-z][a-z_]+)(?![\w(/-]|\.\w)/g)].flatMap(([name, section]) => {
    const known = world.keys.has(name) || world.methods.has(name) || STATE_FILES.includes(name) || isFile(name, world);
    return known || !(strict || world.sections.has(section!)) ? [] : [`${path}: ${name}: no such key`];
  });
}

/** Paths of files and folders that are not there. */
export function strayPaths({ path, text }: Source, world: World): readonly string[] {
  const named = [...text.matchAll(/`([\w./-]+\.(?:ts|md|proto|toml|mjs|svg|c|h))`/g)].map(([, name]) => name!);
  const rooted = [...text.matchAll(/(?<![\w./<-])((?:src|hw-sim|test|proto|packaging|docs)\/[\w./-]*\w)/g)].map(
    ([, name]) => name!,
  );
  return [...named, ...rooted]
    .filter((name) => !name.startsWith('/') && !isFile(name, world) && !isFolder(name, world))
    .map((name) => `${path}: ${name}: no such file`);
}

const isFile = (name: string, { files }: World): boolean =>
  files.some((file) => file === name || file.endsWith(`/${name}`));
const isFolder = (name: string, { files }: World): boolean => files.some((file) => file.startsWith(`${name}/`));

/** Relative links of a document to files or headings that are not there. */
export function strayLinks({ path, text }: Source, documents: readonly Source[], world: World): readonly string[] {
  return [...withoutFences(text).matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].flatMap(([, link, image]) => {
    const target = link ?? image!;
    if (/^[a-z]+:/.test(target)) return [];
    const [file = '', anchor] = target.split('#');
    const full = file === '' ? path : posix.join(posix.dirname(path), file);
    if (!world.files.includes(full) && !isFolder(full.replace(/\/$/, ''), world))
      return [`${path}: ${target}: no such file`];
    const there = documents.find((document) => document.path === full);
    if (anchor === undefined || (there !== undefined && anchors(there.text).has(anchor))) return [];
    return [`${path}: ${target}: no such heading`];
  });
}

/** As the readers of Markdown make them of headings. */
function anchors(markdown: string): ReadonlySet<string> {
  const headings = [...withoutFences(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading!);
  return new Set(
    headings.map((it) =>
      it
        .toLowerCase()
        .replace(/[^\w\s-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}
