import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { auditLines } from '../audit/audit-report.js';
import { FAULTS } from '../host/fault.js';
import { Stage } from '../stage/stage.js';
import { Terminal } from '../stage/terminal.js';
import {
  agentKilled,
  cableBack,
  cablePulled,
  drained,
  moneyBack,
  online,
  readerUnplugged,
  receiptLost,
  type Scene,
  settlement,
} from './chapters.js';
import { Narrator } from './narrator.js';
import { hostBusy, statePutBack } from './troubles.js';

const command = new Command('demo')
  .description(
    'The main job on real parts, told line by line; then the proof. Exit status 0 only when nothing is wrong.',
  )
  .addOption(new Option('--fault <name>', 'run against a deliberately broken host; must end non-zero').choices(FAULTS))
  .option('--keep', 'keep the folder with journal, ledger, display log and the parts’ logs')
  .parse();
const { fault, keep } = command.opts<{ readonly fault?: string; readonly keep?: boolean }>();

process.exitCode = await demo();

async function demo(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'tillpost-demo-'));
  const narrator = new Narrator((line) => console.log(line));
  let keptFor: string | null = keep === true ? 'asked for' : null;
  try {
    narrator.chapter('The parts: reader on a pty, agent, network cutter, broker, host; each a process');
    const stage = await Stage.open({ folder, ...(fault === undefined ? {} : { hostFault: fault }) });
    try {
      if (fault !== undefined) narrator.say(`the host is broken on purpose: ${fault}`);
      await tell({ stage, terminal: new Terminal(stage), narrator });
    } finally {
      await stage.close();
    }
    narrator.chapter('Proof: what the reader showed against what the ledger holds');
    const result = stage.audit();
    for (const line of auditLines(result)) console.log(line);
    // What was broken on purpose needs no looking into.
    if (!result.ok && fault === undefined) keptFor ??= 'evidence';
    return result.ok ? 0 : 1;
  } catch (error) {
    keptFor ??= 'evidence';
    console.log(`\nFAIL: the story broke off: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  } finally {
    if (keptFor === null) await rm(folder, { recursive: true, force: true });
    else console.error(`kept (${keptFor}): ${folder}`);
  }
}

async function tell(scene: Scene): Promise<void> {
  const chapters = [
    online,
    cablePulled,
    agentKilled,
    readerUnplugged,
    cableBack,
    receiptLost,
    hostBusy,
    moneyBack,
    settlement,
    statePutBack,
    drained,
  ];
  for (const chapter of chapters) await chapter(scene);
}
