import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { METHOD_NAMES } from '../../src/api/describe.js';
import type { MethodName } from '../../src/api/table.js';
import { createProgram } from '../../src/cli/program.js';
import type { Kit, MoreHelp } from '../../src/cli/shell/command.js';
import { tillpost } from './till.js';

interface Leaf {
  readonly words: readonly string[];
  readonly command: Command;
}

/** All commands that do something, with what their help adds and the command line that ran. */
function commandTree(): { readonly leaves: readonly Leaf[]; readonly ran: string[]; readonly program: Command } {
  const ran: string[] = [];
  const kit: Kit = {
    bind: () =>
      function (this: Command) {
        ran.push(pathOf(this).join(' '));
        return Promise.resolve();
      },
    more: (help) => `${MARK}${JSON.stringify(help)}`,
  };
  const program = createProgram(kit, '9.9.9', { writeOut: () => undefined, writeErr: () => undefined });
  const leavesOf = (command: Command): readonly Leaf[] =>
    command.commands.length === 0
      ? [{ words: pathOf(command), command }]
      : command.commands.flatMap((child) => leavesOf(child));
  return { leaves: leavesOf(program), ran, program };
}

const MARK = '\u0000more ';

function pathOf(command: Command): readonly string[] {
  return command.parent === null ? [] : [...pathOf(command.parent), command.name()];
}

/** What a command's file hands to `more`. */
function addedTo(command: Command): MoreHelp {
  let shown = '';
  command.configureOutput({ writeOut: (text) => (shown += text) }).outputHelp();
  return JSON.parse(shown.slice(shown.indexOf(MARK) + MARK.length)) as MoreHelp;
}

/** As a shell splits a line without variables. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
}

const { leaves } = commandTree();

describe('--help', () => {
  it('is there for all commands', () => {
    expect(leaves.length).toBeGreaterThan(20);
  });

  it.each(leaves.map((leaf) => [leaf.words.join(' '), leaf] as const))(
    '%s: --json and examples',
    async (_name, leaf) => {
      const { status, out } = await tillpost([...leaf.words, '--help']);
      expect([status, out]).toEqual([0, expect.stringContaining('--json')]);
      const { examples, calls = [] } = addedTo(leaf.command);
      expect(examples.length).toBeGreaterThan(0);
      for (const [line] of examples) expect(out).toContain(`  ${line}`);
      for (const method of calls) expect(out).toContain(`  ${method}: `);
    },
  );

  it.each(
    leaves.flatMap(({ words: name, command }) => addedTo(command).examples.map(([line]) => [line, name] as const)),
  )('the example `%s` works as it stands', async (line, name) => {
    const { program, ran } = commandTree();
    const [first, ...rest] = words(line);
    expect(first).toBe('tillpost');
    await program.parseAsync(rest, { from: 'user' });
    expect(ran).toEqual([name.join(' ')]);
  });

  it('would notice an example that does not work', async () => {
    const { program } = commandTree();
    await expect(program.parseAsync(words('queue --state sent'), { from: 'user' })).rejects.toThrow('Allowed choices');
  });

  it('names every method of the socket somewhere', () => {
    const called = new Set<MethodName>(leaves.flatMap(({ command }) => addedTo(command).calls ?? []));
    expect([...called].sort()).toEqual([...METHOD_NAMES].sort());
  });
});

describe('tillpost api', () => {
  it('lists all methods', async () => {
    const { status, out } = await tillpost(['api']);
    expect([status, out.trimEnd().split('\n').length]).toEqual([0, METHOD_NAMES.length]);
    const json = JSON.parse((await tillpost(['api', '--json'])).out) as { methods: { method: string }[] };
    expect(json.methods.map(({ method }) => method)).toEqual(METHOD_NAMES);
  });

  it('shows one in words, and as JSON Schema', async () => {
    const { status, out } = await tillpost(['api', 'transaction.show']);
    expect(status).toBe(0);
    for (const part of [
      'stan',
      '1…999999, optional',
      'Exactly one of them',
      'NOT_FOUND',
      'JOURNAL_*',
      'TransactionState:',
    ])
      expect(out).toContain(part);
    const json = JSON.parse((await tillpost(['api', 'park.retry', '--json'])).out) as Record<string, unknown>;
    expect(json).toMatchObject({
      method: 'park.retry',
      parameters: { type: 'object', required: ['sequence'], additionalProperties: false },
      result: { $ref: '#/$defs/Posting' },
      errors: expect.arrayContaining(['NOT_FOUND', 'INVALID_REQUEST']) as string[],
    });
    expect((await tillpost(['api', 'agent.ping'])).out).toContain('Takes no parameters.');
  });

  it.each(['sale', 'constructor', '__proto__'])('does not know %s', async (method) => {
    const ran = await tillpost(['api', method, '--json']);
    expect([ran.status, ran.out]).toEqual([65, '']);
    expect(ran.err).toContain('NOT_FOUND');
  });
});
