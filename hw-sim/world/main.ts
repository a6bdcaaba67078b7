/**
 * Simulated worlds from seeds:
 *
 *   node dist/hw-sim/world/main.js --seed 7            one world, its hash and what it met
 *   node dist/hw-sim/world/main.js --seed 1 --runs 500
 *   node dist/hw-sim/world/main.js --weeks --seed 7    a week of shop life, most of its idle time skipped
 *
 * A world that fails prints how to replay it and the last things that happened in it. Exit status 0 only when
 * all were sound.
 */
import { Command, InvalidArgumentError, Option } from 'commander';
import { isSound, TERMS } from '../audit/audit.js';
import { type Fault, FAULTS } from '../host/fault.js';
import { runWeek } from '../weeks/run-week.js';
import { runWorld, type WorldResult } from './run-world.js';

interface Options {
  readonly seed: number;
  readonly runs: number;
  readonly fault?: Fault;
  readonly weeks?: true;
  readonly story?: true;
  readonly json?: true;
}

await new Command('world')
  .description(
    'Agent, reader, host, broker, disk and clock in one process, from a seed; faults, then rest, then judgement.',
  )
  .option('--seed <number>', 'the first seed', wholeNumber, 1)
  .option('--runs <number>', 'so many worlds, each with the next seed', wholeNumber, 1)
  .addOption(new Option('--fault <name>', 'a host that is broken on purpose: worlds must find it').choices(FAULTS))
  .option('--weeks', 'weeks of shop life in place of minutes of faults')
  .option('--story', 'print the last things that happened also when all is well')
  .option('--json', 'one JSON document a line, one for each world')
  .action(run)
  .parseAsync();

async function run(options: Options): Promise<void> {
  const { seed, runs, fault, weeks, json } = options;
  const startMs = performance.now();
  const seconds = (): number => (performance.now() - startMs) / 1000;
  const what = weeks ? 'weeks' : 'worlds';
  let failed = 0;
  let events = 0;
  for (let done = 0; done < runs; done += 1) {
    const result = await (weeks ? runWeek : runWorld)(seed + done, fault === undefined ? {} : { host: fault });
    events += result.events;
    if (!isSound(result)) failed += 1;
    if (json) console.log(JSON.stringify({ ...result, faults: Object.fromEntries(result.faults), story: undefined }));
    else if (!isSound(result) || runs === 1) console.log(report(result, options));
    if (!json && (done + 1) % 500 === 0)
      console.error(`${done + 1} of ${runs} ${what}, ${((done + 1) / seconds()).toFixed(1)} a second`);
  }
  if (!json) {
    const rate = `${(runs / seconds()).toFixed(1)} ${what} and ${Math.round(events / seconds())} events a second`;
    console.log(`${failed === 0 ? 'PASS' : 'FAIL'}: ${runs} ${what} from seed ${seed}, ${failed} unsound; ${rate}`);
  }
  process.exitCode = failed === 0 ? 0 : 1;
}

function report(result: WorldResult, { weeks, fault, story }: Options): string {
  const { seed, hash, events, lastedMs, approved, faults } = result;
  const findings = TERMS.flatMap((kind) => result[kind].map((what) => `  ${kind}: ${what}`));

  const sound = findings.length === 0;
  return [
    `seed ${seed}: ${sound ? 'sound' : 'UNSOUND'}, trace ${hash}`,
    `  ${approved} approved, ${events} events in ${Math.round(lastedMs / 1000)} s of its time`,
    `  faults: ${[...faults].map(([name, count]) => `${count} × ${name}`).join(', ') || 'none'}`,
    ...findings,
    ...(sound
      ? []
      : [`  replay: make sim ${weeks ? 'WEEKS=1 ' : ''}SEED=${seed}${fault === undefined ? '' : ` FAULT=${fault}`}`]),
    ...(sound && story !== true ? [] : ['  the last of it:', ...result.story.map((line) => `  ${line}`)]),
  ].join('\n');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('expected a whole number');
  return value;
}
