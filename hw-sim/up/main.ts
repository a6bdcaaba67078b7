import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { auditLines } from '../audit/audit-report.js';
import { Stage, STAGE_PARTS } from '../stage/stage.js';

new Command('up')
  .description(
    'Reader, agent, network cutter, broker and host, kept running to play with. Ctrl-C stops them and tells the balance.',
  )
  .parse();

const folder = await mkdtemp(join(tmpdir(), 'tillpost-up-'));
let ending = false;

/** Runs until a signal, then stops every part and leaves nothing behind. */
const signalled = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // The parts share this terminal's Ctrl-C; a second one while they end changes nothing.
      ending = true;
      resolve();
    });
  }
});

try {
  console.log('starting the parts …');
  const stage = await Stage.open({ folder, readerArguments: ['--auto-card', 'contactless-arqc'] });
  try {
    if (!ending) {
      console.log(instructions(stage));
      await Promise.race([signalled, ...STAGE_PARTS.map((name) => watch(stage, name))]);
    }
  } finally {
    console.log('\nstopping the parts …');
    await stage.close();
  }
  noteVoids(stage);
  for (const line of auditLines(stage.audit())) console.log(line);
} catch (error) {
  console.error(`up: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The person at the second terminal is the till; what it was told of voids stands in the agent's log only. */
function noteVoids(stage: Stage): void {
  for (const line of readFileSync(join(stage.logFolder, 'agent.log'), 'utf8').split('\n')) {
    const key = /"key":"([^"]+)".*"msg":"void committed"/.exec(line)?.[1];
    if (key !== undefined) stage.noteTill({ key, told: 'voided' });
  }
}

/** A part that ends by itself is worth a word; the others go on. */
async function watch(stage: Stage, name: (typeof STAGE_PARTS)[number]): Promise<never> {
  const { code, signal } = await stage.part(name).exited;
  if (!ending)
    console.log(`${name} ended (${signal ?? `status ${code}`}); its log: ${join(stage.logFolder, `${name}.log`)}`);
  return new Promise<never>(() => undefined);
}

function instructions(stage: Stage): string {
  const here = process.cwd();
  const socket = (name: (typeof STAGE_PARTS)[number]): string =>
    relative(here, stage.controlSocket(name)).startsWith('..')
      ? stage.controlSocket(name)
      : relative(here, stage.controlSocket(name));
  const order = (name: (typeof STAGE_PARTS)[number], json: string): string =>
    `node dist/hw-sim/order.js ${socket(name)} '${json}'`;
  return `
All parts are running. In a second terminal, in this folder:

  export TILLPOST_CONFIG=${stage.configPath}

  npx tillpost sale 12.50 EUR          a contactless card is presented by itself
  npx tillpost status
  npx tillpost queue
  npx tillpost show --stan 1
  npx tillpost refund 3.00 EUR
  npx tillpost void --stan 1
  npx tillpost settle
  npx tillpost batch show --report

Another card (node dist/hw-sim/reader/main.js --list-cards names them):
  ${order('reader', '{"do":"auto","card":"chip-arqc-tc"}')}
Pull the network cable, sell, and put it back:
  ${order('network', '{"do":"mode","mode":"blackhole","direction":"both"}')}
  ${order('network', '{"do":"mode","mode":"pass","drop":true}')}
Unplug the reader and put it back:
  ${order('reader', '{"do":"unplug"}')}
  ${order('reader', '{"do":"plug"}')}
Lose the host's next receipt after its commit:
  ${order('host', '{"do":"lose-receipts","count":1}')}
Kill the agent and start it again:
  kill -9 ${stage.part('agent').pid}; node dist/src/main.js run --config ${stage.configPath}
What the host holds:
  node dist/hw-sim/host/main.js --print-ledger ${stage.ledgerPath}

Logs: ${stage.logFolder}
Ctrl-C here stops everything and compares what was shown with what was posted.`;
}
