import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SimClock } from '../../../hw-sim/sim-clock.js';
import { jsonOf, METHOD_NAMES } from '../../../src/api/describe.js';
import type { Schema } from '../../../src/api/schema-text.js';
import {
  type BackupListView,
  backupListView,
  type MoveView,
  moveView,
  type RestoreView,
  restoreView,
} from '../../../src/api/stopped.js';
import { createProgram } from '../../../src/cli/program.js';
import { ERROR_CODES, TillpostError } from '../../../src/domain/errors.js';
import { AlertBoard } from '../../../src/health/alerts.js';
import { EventCounters } from '../../../src/health/counters.js';
import { createLogOn } from '../../../src/platform/log.js';
import { scratchDirectories } from '../../support/scratch.js';
import { silentLog } from '../../support/silent-log.js';
import { type Agent, agentIn } from '../agent.js';
import { type Ran, tillpost } from '../till.js';

const scratch = scratchDirectories();
const open: Agent[] = [];
afterEach(async () => {
  for (const agent of open.splice(0)) await agent.close();
});

/** What readers, hosts, tills and file names may say: it turns the title, clears the screen, forges a line, hides, floods. */
const HOSTILE = [
  '=1+1',
  '\u001b]0;owned\u0007\u001b[2J\u009b31m\u0090x\u009c',
  '\r\n! FORGED line\nFORGED too\b\b\u007f',
  '\u202egnp.exe\u2066\u200b\u00ad\ufeff\u2028\u{e0041}',
  '\ud800',
  `e${'\u0301'.repeat(60)}`,
  'x'.repeat(3_000),
].join(' ');

const KEY = 'T0000001-9f1c2a0b7d3e4f55-b41c72de-7';
const SAMPLES = [
  KEY,
  '2027-01-15T08:00:00.000Z',
  '2027-01-15',
  'EUR',
  '9f1c2a0b7d3e4f55',
  'ab'.repeat(32),
  '411111******1111',
];

/** An answer that the schema allows, with hostile words wherever it says no more than text. */
function sample(schema: Schema & { readonly pattern?: string }, defs: Schema['$defs'] = schema.$defs): unknown {
  if (schema.$ref !== undefined) return sample(defs![schema.$ref.split('/').at(-1)!]!, defs);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return sample(schema.anyOf[0]!, defs);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0];
  switch (type) {
    case 'string': {
      const { pattern } = schema;
      return pattern === undefined ? HOSTILE : SAMPLES.find((text) => new RegExp(pattern).test(text));
    }
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    case 'array':
      return [sample(schema.items!, defs)];
    case 'object': {
      const { properties = {}, additionalProperties: other } = schema;
      const own = Object.entries(properties).map(([name, it]) => [name, sample(it, defs)] as const);
      return Object.fromEntries(other ? [...own, [HOSTILE, sample(other, defs)]] : own);
    }
    case undefined:
    default:
      return null;
  }
}

const ANSWERS = Object.fromEntries(METHOD_NAMES.map((name) => [name, sample(jsonOf(name).result)]));

const BACKUPS = sample(z.toJSONSchema(backupListView) as Schema) as BackupListView;
const RESTORED = sample(z.toJSONSchema(restoreView) as Schema) as RestoreView;
const MOVED = sample(z.toJSONSchema(moveView) as Schema) as MoveView;
/** No agent runs while a journal is restored, or moved. */
const STOPPED = new TillpostError('AGENT_NOT_RUNNING', HOSTILE, { operation: 'control' });

/** Every command that says something, by the words that run it. */
const LINES: readonly (readonly string[])[] = [
  ['sale', '12.50'],
  ['refund', '12.50'],
  ['void', KEY],
  ['confirm', 'yes', KEY],
  ['confirm', 'yes'],
  ['cancel', KEY],
  ['status'],
  ['limits'],
  ['queue'],
  ['late'],
  ['late', '--seen'],
  ['park', 'list'],
  ['park', 'retry', '1'],
  ['park', 'retry', '--all'],
  ['park', 'resolve', '1', '--reason', HOSTILE],
  ['resend', KEY, '--reason', HOSTILE, '--yes'],
  ['reader', 'release', '--serial', HOSTILE],
  ['show', KEY],
  ['settle'],
  ['batch', 'list'],
  ['batch', 'list', '--csv'],
  ['batch', 'show', '1'],
  ['batch', 'show', '1', '--csv'],
  ['batch', 'show', '1', '--report'],
  ['journal', 'verify'],
  ['journal', 'backup'],
  ['journal', 'backups'],
  ['journal', 'restore', HOSTILE],
  ['journal', 'move', '--from', HOSTILE, '--reason', HOSTILE, '--yes'],
  ['config', 'check'],
  ['api'],
  ['api', HOSTILE],
  ['run'],
];

const ASKING = LINES.filter(([first]) => !['run', 'api', 'config'].includes(first!));
const titleOf = (words: readonly string[]): string =>
  words.map((word) => (word === HOSTILE ? 'hostile' : word)).join(' ');

function leaves(command: Command, path: readonly string[] = []): readonly string[] {
  if (command.commands.length === 0) return [path.join(' ')];
  return command.commands.flatMap((child) => leaves(child, [...path, child.name()]));
}

async function hostileAgent(answers: Readonly<Record<string, unknown>> = ANSWERS): Promise<Agent> {
  const agent = await agentIn(scratch(), answers);
  open.push(agent);
  return agent;
}

/** What a person's terminal may be given: text that can be seen, in lines of ours. */
function harmOf({ out, err }: Ran, form: 'text' | 'csv' | 'json' = 'text'): readonly string[] {
  const text = form === 'csv' ? (out + err).replaceAll('\r\n', '\n') : out + err;
  return [
    ...(text.match(/[^\P{C}\n]|[\u2028\u2029]|\p{M}{4,}/gu) ?? []).map((char) => `obeys ${JSON.stringify(char)}`),
    ...text.split('\n').flatMap((line) => (/^(?:! )?FORGED/.test(line) ? [`forged: ${line.slice(0, 40)}`] : [])),
    ...text
      .split('\n')
      .flatMap((line) => (form !== 'json' && line.length > 20_000 ? [`a line of ${line.length}`] : [])),
  ];
}

describe('hostile words in every foreign field', () => {
  it('are tried on every command', () => {
    const program = createProgram({ bind: () => () => Promise.resolve(), more: () => '' }, '9.9.9', {
      writeOut: () => undefined,
      writeErr: () => undefined,
    });
    expect(leaves(program).filter((leaf) => !LINES.some((words) => words.join(' ').startsWith(leaf)))).toEqual([]);
  });

  it.each(LINES.map((words) => [titleOf(words), words] as const))('%s', async (_title, words) => {
    const agent = await hostileAgent(
      words.includes('restore') || words.includes('move') ? { 'agent.ping': STOPPED } : ANSWERS,
    );
    const options = {
      watched: true,
      listBackups: () => Promise.resolve(BACKUPS),
      restoreJournal: () => Promise.resolve(RESTORED),
      moveMerchant: () => Promise.resolve(MOVED),
    };
    expect(harmOf(await agent.run(words, options), words.includes('--csv') ? 'csv' : 'text')).toEqual([]);
    if (words.includes('--csv') || words.includes('--report')) return;
    const json = await agent.run([...words, '--json'], options);
    expect(harmOf(json, 'json')).toEqual([]);
    for (const text of [json.out, json.err]) if (text !== '') JSON.parse(text);
  });

  it.each(ASKING.map((words) => [titleOf(words), words] as const))('%s: an error', async (_title, words) => {
    const error = new TillpostError(ERROR_CODES[0], HOSTILE, { operation: HOSTILE, subject: HOSTILE, hint: HOSTILE });
    const agent = await hostileAgent(Object.fromEntries(METHOD_NAMES.map((name) => [name, error])));
    const fails = (): Promise<never> => Promise.reject(error);
    const options = { listBackups: fails, restoreJournal: fails, moveMerchant: fails };
    expect(harmOf(await agent.run(words, options))).toEqual([]);
    const { err } = await agent.run([...words, '--json'], options);
    expect(harmOf({ status: 0, out: '', err }, 'json')).toEqual([]);
    expect(JSON.parse(err)).toHaveProperty('error');
  });

  it('in what is typed, in a file name and in a configuration', async () => {
    const directory = scratch();
    const path = join(directory, '\u001b[2J\u009b\n! FORGED\u202e.toml');
    writeFileSync(path, `[terminal]\nmerchant_id = "\\u001b[2J\\u202e"\n"\\u009b" = 1\n`, { mode: 0o600 });
    for (const words of [
      ['config', 'check', '--config', path],
      ['status', '--config', path],
      ['\u001b[2J'],
      ['status', '--\u009b'],
      ['sale', HOSTILE],
      ['show', HOSTILE, HOSTILE],
    ]) {
      expect([words, harmOf(await tillpost(words))]).toEqual([words, []]);
      expect([words, harmOf(await tillpost([...words, '--json']), 'json')]).toEqual([words, []]);
    }
  });

  it('stay what they are in JSON', async () => {
    const { out } = await (await hostileAgent()).run(['show', KEY, '--json']);
    expect(JSON.parse(out)).toEqual(ANSWERS['transaction.show']);
  });

  it('in the log and in alerts', () => {
    let text = '';
    const log = createLogOn({ write: (line) => (text += line) }, 'info', new SimClock());
    log.child(HOSTILE).info(HOSTILE, { [HOSTILE]: HOSTILE, error: new Error(HOSTILE), list: [HOSTILE] });
    expect(harmOf({ status: 0, out: text, err: '' }, 'json')).toEqual([]);
    expect(text.split('\n')).toHaveLength(2);
    JSON.parse(text);
    const board = new AlertBoard({ clock: new SimClock(), log: silentLog, counters: new EventCounters() });
    board.raise('READER_TAMPER', HOSTILE, HOSTILE);
    const [alert] = board.active();
    expect(harmOf({ status: 0, out: `${alert?.subject}${alert?.text}`, err: '' })).toEqual([]);
    expect(alert?.text.length).toBeLessThan(600);
  });

  it('run no formula in a spreadsheet', async () => {
    for (const words of [
      ['batch', 'list', '--csv'],
      ['batch', 'show', '1', '--csv'],
    ]) {
      const { out } = await (await hostileAgent()).run(words);
      expect(out).toContain('\r\n');
      expect(out).not.toMatch(/(?:^|,)"?[=+\-@\t]/m);
    }
  });

  it('would be seen: the control', () => {
    expect(harmOf({ status: 0, out: `a ${HOSTILE}\n`, err: '' }).length).toBeGreaterThan(8);
  });
});
