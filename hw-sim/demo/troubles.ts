import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { TillOutcome } from '../stage/till.js';
import { until } from '../stage/wait.js';
import { drained, type HostState, type Sale, type Scene, sellAll, sellOne } from './chapters.js';

const LINK_WITHIN_MS = 15_000;
/** More than the story sends: it ends when the host is told that it is well. */
const FOR_A_WHILE = 10_000;

export async function hostBusy(scene: Scene): Promise<void> {
  const { stage, terminal, narrator } = scene;
  narrator.chapter('The host is in trouble: response code 96 for a while');
  const refusals = async (): Promise<number> =>
    ((await stage.order('host', { do: 'state' })) as HostState).counts['REJECTED'] ?? 0;
  const before = await refusals();
  await stage.order('host', { do: 'reject', code: '96', count: FOR_A_WHILE, kinds: ['advice', 'reversal'] });
  await sellAll(scene, [
    ['contactless-tc', 1110],
    ['contactless-tc', 1220],
    ['contactless-tc', 1330],
  ]);
  // Each refused more often than a host's decision may be before it is parked.
  const refused = await until('the host to refuse', 30_000, async () => {
    const count = (await refusals()) - before;
    return count >= 8 ? count : null;
  });
  const { queue } = await terminal.status();
  narrator.say(`refused ${refused} times; ${queue.advices} wait, ${queue.parked} parked: 96 is trouble, not an answer`);
  await stage.order('host', { do: 'reject', code: '96', count: 0 });
  const wellMs = performance.now();
  await drained(scene);
  narrator.say(`the host is well; everything was receipted ${Math.round(performance.now() - wellMs)} ms later`);
}

export async function statePutBack(scene: Scene): Promise<void> {
  const { stage, terminal, narrator } = scene;
  narrator.chapter('A state directory is put back: an image, a backup, a cloned card');
  await drained(scene);
  const copy = `${stage.stateFolder}-copy`;
  await stage.kill('agent');
  copyDirectory(stage.stateFolder, copy);
  await stage.start('agent');
  narrator.say('copied while the terminal was off; it goes on and sells:');
  const first = await sellThree(scene);
  await drained(scene);
  await stage.kill('agent');
  copyDirectory(copy, stage.stateFolder);
  await stage.start('agent');
  narrator.say('the copy was put back; it knows nothing of these three and sells the same amounts again:');
  const second = await sellThree(scene);
  const shared = second.filter(({ key }) => first.some((other) => other.key === key)).length;
  const { alerts } = await terminal.seen('the alert', LINK_WITHIN_MS, (status) =>
    status.alerts.some(({ code }) => code === 'JOURNAL_BEHIND'),
  );
  const { subject } = alerts.find(({ code }) => code === 'JOURNAL_BEHIND')!;
  narrator.say(`six sales, ${shared} keys given twice; JOURNAL_BEHIND about ${subject}`);
}

async function sellThree(scene: Scene): Promise<readonly TillOutcome[]> {
  await scene.terminal.seen('the reader', LINK_WITHIN_MS, (status) => status.reader.state === 'ready');
  const three: readonly Sale[] = [
    ['contactless-arqc', 610],
    ['contactless-tc', 620],
    ['chip-arqc-tc', 630],
  ];
  const outcomes: TillOutcome[] = [];
  for (const sale of three) outcomes.push(await sellOne(scene, sale));
  return outcomes;
}

/** With its modes and times, as a technician's image has them. */
function copyDirectory(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  execFileSync('cp', ['-a', from, to]);
}
