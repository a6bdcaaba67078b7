import { globSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from '../../hw-sim/part.js';

export interface Source {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

const NOT_OURS = /^(?:node_modules|dist|\.git)$/;

/** Files of the repository, by patterns from its root. */
export function paths(...patterns: readonly string[]): readonly string[] {
  return globSync(patterns, { cwd: projectRoot(), exclude: (name) => NOT_OURS.test(basename(name)) })
    .filter((path) => !path.startsWith('proto/gen/') && statSync(join(projectRoot(), path)).isFile())
    .sort();
}

export function sources(...patterns: readonly string[]): readonly Source[] {
  return paths(...patterns).map((path) => ({ path, text: readFileSync(join(projectRoot(), path), 'utf8') }));
}

const parsed = new WeakMap<Source, readonly ts.Node[]>();

/** Every node of a TypeScript file. */
export function nodes(source: Source): readonly ts.Node[] {
  const known = parsed.get(source);
  if (known !== undefined) return known;
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(source.path, source.text, ts.ScriptTarget.Latest, true));
  parsed.set(source, found);
  return found;
}

/** What a literal or template says, `…` in place of what is put in; null when it is neither. */
export function wordsOf(node: ts.Node | undefined): string | null {
  if (node === undefined) return null;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('');
  }
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [wordsOf(node.left), wordsOf(node.right)];
    return left === null || right === null ? null : left + right;
  }
  return null;
}
