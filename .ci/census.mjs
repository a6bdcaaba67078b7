#!/usr/bin/env node
/**
 * The tree in figures: `make census`, or `node .ci/census.mjs [--root DIR] [--json]` for another checkout.
 *
 * Files and lines, median and longest file, functions over 60 lines, folders with more than 15 files side by side,
 * exports that no file imports (knip knows), lines over 120 columns. Generated code is left out.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const FUNCTION_LINES_MAX = 60;
const FOLDER_FILES_MAX = 15;
const COLUMNS_MAX = 120;
const TREES = ['src', 'hw-sim', 'test'];

const { values } = parseArgs({
  options: { root: { type: 'string', default: '.' }, json: { type: 'boolean', default: false } },
});
const root = resolve(values.root);
const require = createRequire(import.meta.url);
const ts = require('typescript');

function tracked(tree) {
  const listed = execFileSync('git', ['-C', root, 'ls-files', '--cached', '--others', '--exclude-standard', tree], {
    encoding: 'utf8',
  });
  return listed.split('\n').filter((path) => path !== '' && existsSync(join(root, path)));
}

function longFunctions(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line;
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body !== undefined) {
      const lines = lineOf(node.getEnd()) - lineOf(node.getStart()) + 1;
      const name = node.name?.getText() ?? node.parent?.name?.getText?.() ?? 'anonymous';
      if (lines > FUNCTION_LINES_MAX) found.push({ path, name, lines });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function describe(tree) {
  const paths = tracked(tree);
  const perFolder = new Map();
  for (const path of paths) perFolder.set(dirname(path), (perFolder.get(dirname(path)) ?? 0) + 1);
  const files = paths
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .map(({ path, text }) => ({ path, text, lines: text.split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines);
  return {
    tree,
    files: files.length,
    lines: files.reduce((sum, { lines }) => sum + lines, 0),
    median: files[Math.floor(files.length / 2)]?.lines ?? 0,
    longest: files.at(-1) === undefined ? null : { path: files.at(-1).path, lines: files.at(-1).lines },
    longFunctions: files.flatMap(({ path, text }) => longFunctions(path, text)).sort((a, b) => b.lines - a.lines),
    wideFolders: [...perFolder]
      .filter(([, count]) => count > FOLDER_FILES_MAX)
      .map(([folder, count]) => ({ folder, count })),
    wideLines: files.reduce(
      (sum, { text }) => sum + text.split('\n').filter((line) => line.length > COLUMNS_MAX).length,
      0,
    ),
  };
}

/** Exports and exported types that nothing imports, and files that nothing reaches. */
function deadExports() {
  const knip = join(resolve(import.meta.dirname, '..'), 'node_modules', '.bin', 'knip');
  const config = join(resolve(import.meta.dirname, '..'), 'knip.json');
  let printed;
  try {
    printed = execFileSync(knip, ['--config', config, '--reporter', 'json', '--no-exit-code'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
  } catch (error) {
    return {
      error: String(error.stderr ?? error.message)
        .trim()
        .split('\n')[0],
    };
  }
  const { issues = [], files = [] } = JSON.parse(printed);
  const exports = issues.flatMap(({ file, exports = [], types = [] }) =>
    [...exports, ...types].map(({ name }) => `${file}: ${name}`),
  );
  const unreached = issues.flatMap(({ files: own = [] }) => own.map(({ name }) => name)).concat(files);
  return { exports: exports.length, files: unreached.length };
}

const trees = TREES.map(describe);
const dead = deadExports();
if (values.json) {
  console.log(JSON.stringify({ trees, dead }, null, 2));
} else {
  for (const { tree, files, lines, median, longest, longFunctions: long, wideFolders, wideLines } of trees) {
    console.log(
      `${tree}: ${files} files, ${lines} lines, median ${median}, longest ${longest?.lines} (${longest?.path})`,
    );
    console.log(`  functions over ${FUNCTION_LINES_MAX} lines: ${long.length}`);
    for (const { path, name, lines: count } of long.slice(0, 5)) console.log(`    ${count}  ${name}, ${path}`);
    console.log(`  folders with more than ${FOLDER_FILES_MAX} files: ${wideFolders.length}`);
    for (const { folder, count } of wideFolders) console.log(`    ${count}  ${folder}`);
    console.log(`  lines over ${COLUMNS_MAX} columns: ${wideLines}`);
  }
  console.log(
    'error' in dead
      ? `dead exports: not counted: ${dead.error}`
      : `dead exports: ${dead.exports}, files nothing reaches: ${dead.files}`,
  );
}
