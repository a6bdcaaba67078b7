import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { moveView } from '../../../src/api/stopped.js';
import { MirroredCore } from '../../journal/mirror/mirrored.js';
import { approveOffline, order } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { agentIn } from '../agent.js';
import { type Ran, type RunOptions, tillpost, writeConfig } from '../till.js';

/** Payment rules, Identity: what a wrong merchant holds is moved by a technician's recorded command. */
describe('tillpost journal move', () => {
  const scratch = scratchDirectories();
  const WHY = 'typing error at set-up, ticket 4711';

  interface Shop {
    readonly state: string;
    readonly move: (words?: readonly string[], options?: RunOptions) => Promise<Ran>;
  }

  /** A stopped agent of M1, which sold twice as M0010, once in another currency, and once took back what it had sold. */
  async function stopped(work: (core: MirroredCore) => Promise<unknown> = async () => undefined): Promise<Shop> {
    const home = scratch();
    const config = writeConfig(home);
    const state = join(home, 'state');
    mkdirSync(state, { mode: 0o700 });
    const mirrorPath = join(home, 'state.mirror', 'mirror.log');
    const core = await MirroredCore.open(state, { mirrorPath, merchantId: 'M0010' });
    await core.owe(1_100);
    const { transaction } = await core.ask('begin', order({ amount: 1_200 }));
    await core.ask('apply', transaction.key, approveOffline());
    await core.ask('apply', transaction.key, { name: 'void', idempotencyKey: null });
    await work(core);
    await core.close();
    const { moveMerchant } = await import('../../../src/agent/stopped.js');
    return {
      state,
      move: (words = ['--from', 'M0010', '--reason', WHY], options = {}) =>
        tillpost(['journal', 'move', ...words, '--config', config], { moveMerchant, ...options }),
    };
  }

  it('shows what is held, asks, moves it and says so', async () => {
    const { move } = await stopped();
    const asked: string[] = [];
    const answers = ['what?', 'n', 'y'];
    const ask = async (question: string): Promise<string> => {
      asked.push(question);
      return answers.shift()!;
    };
    const no = await move(undefined, { watched: true, ask });
    expect(no).toMatchObject({ status: 11, out: '' });
    expect(no.err).toBe(
      'M0010 holds 2 advices of 23.00 EUR, 1 reversal of 12.00 EUR, and the host was never heard in that name\nnothing was moved\n',
    );
    const yes = await move(undefined, { watched: true, ask });
    expect(yes).toMatchObject({ status: 0 });
    expect(yes.out).toMatch(
      /^moved from M0010 to M1: 2 advices of 23\.00 EUR, 1 reversal of 12\.00 EUR; entry \d+ says why\nstart the agent: it delivers for M1\n$/,
    );
    expect(asked).toEqual(Array(3).fill('Move it to M1? [y/n] '));
    const again = await move(['--from', 'M0010', '--reason', WHY, '--yes']);
    expect(again).toMatchObject({ status: 78 });
    expect(again.err).toContain('nothing is held in the name of M0010 [MOVE_REFUSED]');
    expect(again.err).toContain('start the agent');
  });

  it('asks nobody with --yes, and prints one document with --json', async () => {
    const { move } = await stopped();
    const mute = await move();
    expect(mute).toMatchObject({ status: 65, out: '' });
    expect(mute.err).toContain('M0010 holds 2 advices of 23.00 EUR');
    expect(mute.err).toContain('Say --yes to move it to M1.');
    const ran = await move(['--from', 'M0010', '--reason', WHY, '--yes', '--json']);
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(moveView.parse(JSON.parse(ran.out))).toMatchObject({
      from: 'M0010',
      to: 'M1',
      reason: WHY,
      postings: [
        { kind: 'advice', currency: 'EUR', count: 2, amount: 2_300 },
        { kind: 'reversal', currency: 'EUR', count: 1, amount: 1_200 },
      ],
      batches: [],
      mirror_problem: null,
    });
  });

  it.each<readonly [name: string, words: readonly string[], said: string, status: number]>([
    ['the configured merchant', ['--from', 'M1', '--reason', WHY], 'the configuration still names M1', 78],
    ['a merchant who holds nothing', ['--from', 'M9', '--reason', WHY], 'nothing is held in the name of M9', 78],
    ['no merchant id', ['--from', 'M 9', '--reason', WHY], '--from: expected 1 to 16 of A-Z', 65],
    ['an empty reason', ['--from', 'M0010', '--reason', ' '], '--reason: expected 1 to 200 printable', 65],
    [
      'a card number as a reason',
      ['--from', 'M0010', '--reason', 'of 4111111111111111'],
      'free of what looks like',
      65,
    ],
  ])('refuses %s', async (_, words, said, status) => {
    const { move } = await stopped();
    const ran = await move([...words, '--yes']);
    expect(ran).toMatchObject({ status, out: '', err: expect.stringContaining(said) as string });
    expect(await move(['--from', 'M0010', '--reason', WHY, '--yes'])).toMatchObject({ status: 0 });
  });

  it.each([
    ['in the journal’s directory', 'state', `M0010 T0000001 ${'ab'.repeat(16)}\n`, 'has answered as M0010: its mark'],
    [
      'beside the mirror, under another key',
      'state.mirror',
      `M2 T1 ${'aa'.repeat(16)}\nM0010 T0000001 ${'cd'.repeat(16)}\n`,
      'has answered',
    ],
    ['cut off by a power cut', 'state.mirror', 'M0010 T00', 'has answered as M0010: its mark'],
    ['damaged', 'state', '\0\0\0\0', 'nobody can say whether the host has answered as M0010'],
  ])('refuses where a mark of the host’s answer stands %s', async (_, folder, text, said) => {
    const { state, move } = await stopped();
    writeFileSync(join(state, '..', folder, 'contacts'), text);
    const ran = await move(['--from', 'M0010', '--reason', WHY, '--yes']);
    expect(ran).toMatchObject({ status: 78, err: expect.stringContaining(said) as string });
  });

  it('lets marks of other merchants and terminals be', async () => {
    const { state, move } = await stopped();
    writeFileSync(join(state, 'contacts'), `M00101 T0000001 ${'ab'.repeat(16)}\nM0010 T0000002 ${'ab'.repeat(16)}\n`);
    expect(await move(['--from', 'M0010', '--reason', WHY, '--yes'])).toMatchObject({ status: 0 });
  });

  it('refuses while a sale is undecided, and names it', async () => {
    const { move } = await stopped(async (core) => core.ask('begin', order({ amount: 300 })));
    const ran = await move(['--from', 'M0010', '--reason', WHY, '--yes']);
    expect(ran.status).toBe(78);
    expect(ran.err).toMatch(
      /not decided yet: T0000001-9f1c2a0b7d3e4f55-b41c72de-3.*\n {2}Start the agent with its card/,
    );
  });

  it('refuses a damaged journal and leaves it as it is', async () => {
    const { state, move } = await stopped();
    const path = join(state, 'journal.db');
    const bytes = readFileSync(path);
    const at = bytes.indexOf('"stan"');
    expect(at).toBeGreaterThan(0);
    bytes[at + 1] = 0x53;
    writeFileSync(path, bytes);
    const ran = await move(['--from', 'M0010', '--reason', WHY, '--yes']);
    expect(ran).toMatchObject({ status: 78, err: expect.stringContaining('JOURNAL_CHAIN_BROKEN') as string });
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('exits with 75 while an agent answers, with 65 without a journal', async () => {
    const home = scratch();
    const { moveMerchant } = await import('../../../src/agent/stopped.js');
    const words = ['journal', 'move', '--from', 'M9', '--reason', WHY, '--config'];
    expect(await tillpost([...words, writeConfig(home)], { moveMerchant })).toMatchObject({ status: 65 });
    const agent = await agentIn(home, { 'agent.ping': { version: '1' } });
    expect(await tillpost([...words, agent.config], { moveMerchant })).toMatchObject({
      status: 75,
      err: expect.stringContaining('an agent runs on this journal') as string,
    });
    await agent.close();
  });
});
