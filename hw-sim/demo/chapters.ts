import { execFileSync } from 'node:child_process';
import { partEntry } from '../part.js';
import type { Stage } from '../stage/stage.js';
import type { Terminal } from '../stage/terminal.js';
import { TillError, type TillOutcome } from '../stage/till.js';
import { until } from '../stage/wait.js';
import type { Narrator } from './narrator.js';

/** What every chapter works with. */
export interface Scene {
  readonly stage: Stage;
  readonly terminal: Terminal;
  readonly narrator: Narrator;
}

export type Sale = readonly [card: string, amount: number, currency?: string, type?: 'sale' | 'refund'];

const LINK_WITHIN_MS = 15_000;

export async function sellOne(
  { terminal, narrator }: Scene,
  [card, amount, currency = 'EUR', type = 'sale']: Sale,
): Promise<TillOutcome> {
  const startMs = performance.now();
  const outcome = await terminal.sell(card, amount, currency, { type });
  narrator.sale(card, amount, currency, outcome, performance.now() - startMs);
  return outcome;
}

export async function sellAll(scene: Scene, sales: readonly Sale[]): Promise<void> {
  for (const sale of sales) await sellOne(scene, sale);
}

export async function online(scene: Scene): Promise<void> {
  scene.narrator.chapter('Online: the host answers');
  await scene.terminal.seen(
    'the link',
    LINK_WITHIN_MS,
    ({ link, reader }) => link.state === 'online' && reader.state === 'ready',
  );
  await sellAll(scene, [
    ['contactless-arqc', 1250],
    ['chip-arqc-tc', 4999],
    ['magstripe', 12_000],
    ['contactless-arqc', 980, 'JPY'],
    ['chip-arqc-aac', 1234, 'BHD'],
    ['online-pin', 7500],
    ['contactless-arqc', 1051],
    ['chip-refuses-after-online', 2000],
  ]);
  scene.narrator.say(
    'the host declined one with 51; one card refused after the host had approved, so a reversal went up',
  );
}

export async function cablePulled(scene: Scene): Promise<void> {
  const { stage, terminal, narrator } = scene;
  narrator.chapter('Cable pulled: bytes vanish, nothing closes');
  await stage.order('network', { do: 'mode', mode: 'blackhole', direction: 'both' });
  narrator.say('black hole in both directions; the agent still believes that it is online');
  await sellOne(scene, ['contactless-arqc', 700]);
  const { link } = await terminal.seen(
    'the agent to notice',
    LINK_WITHIN_MS,
    (status) => status.link.state !== 'online',
  );
  narrator.say(`the agent knows by now: ${link.state}; sales no longer wait for the host`);
  await sellAll(scene, [
    ['contactless-arqc', 820],
    ['contactless-tc', 1190],
    ['chip-arqc-tc', 2350],
    ['contactless-arqc', 640],
    ['contactless-tc', 3100],
    ['chip-tc', 1775],
    ['contactless-arqc', 150],
    ['contactless-arqc', 5001],
    ['magstripe', 900],
    ['chip-arqc-aac', 450],
  ]);
}

export async function agentKilled(scene: Scene): Promise<void> {
  const { stage, terminal, narrator } = scene;
  narrator.chapter('The agent is killed in the middle of a sale');
  await stage.order('reader', { do: 'auto', card: null });
  const idempotencyKey = terminal.nextKey();
  const broken = terminal.again(1550, 'EUR', idempotencyKey);
  // If the story breaks off before it is awaited, that is what gets told.
  broken.catch(() => undefined);
  await reader(stage, 'waitingCard');
  // Stopped first, so that the card surely comes while the agent cannot see it.
  process.kill(stage.part('agent').pid, 'SIGSTOP');
  await stage.order('reader', { do: 'insert', card: 'contactless-tc' });
  await reader(stage, 'cardRead');
  await stage.kill('agent');
  narrator.say('kill -9 after the card had answered and before the agent heard of it; the till got no outcome');
  await stage.start('agent');
  const outcome = await broken;
  narrator.say(`agent is back; recovery asked the reader what became of ${outcome.key}`);
  narrator.say(
    `recovery decided: ${outcome.outcome} ${outcome.response_code}, the till that asked again got that very sale`,
  );
}

export async function readerUnplugged(scene: Scene): Promise<void> {
  const { stage, terminal, narrator } = scene;
  narrator.chapter('The reader is unplugged, and back');
  await stage.order('reader', { do: 'unplug' });
  await terminal.seen('the agent to miss the reader', LINK_WITHIN_MS, (status) => status.reader.state !== 'ready');
  try {
    await terminal.sell('contactless-tc', 300);
    throw new Error('a sale without a reader was taken');
  } catch (error) {
    if (!(error instanceof TillError)) throw error;
    narrator.say(`a sale is refused: ${error.code}, ${error.message}`);
  }
  const startMs = performance.now();
  await stage.order('reader', { do: 'plug' });
  await terminal.seen('the reader', LINK_WITHIN_MS, (status) => status.reader.state === 'ready');
  narrator.say(`plugged in again, ready after ${Math.round(performance.now() - startMs)} ms`);
  await sellOne(scene, ['contactless-tc', 300]);
}

export async function cableBack(scene: Scene): Promise<void> {
  const { stage, terminal, narrator } = scene;
  narrator.chapter('Cable back: the drain');
  const { queue } = await terminal.status();
  narrator.say(`${queue.advices} approvals and ${queue.reversals} reversals are owed to the host`);
  await stage.order('network', { do: 'mode', mode: 'pass', drop: true });
  const backMs = performance.now();
  await terminal.seen('the link', LINK_WITHIN_MS, ({ link }) => link.state === 'online');
  const onlineMs = performance.now();
  await drained(scene);
  const fromBack = Math.round(onlineMs - backMs);
  narrator.say(
    `online ${fromBack} ms after the cable; from link to last receipt ${Math.round(performance.now() - onlineMs)} ms`,
  );
  await sellOne(scene, ['contactless-arqc', 2222]);
}

export async function receiptLost(scene: Scene): Promise<void> {
  const { stage, narrator } = scene;
  narrator.chapter('A receipt is lost after the host’s commit');
  await stage.order('host', { do: 'lose-receipts', count: 1, of: 'receipt' });
  await sellOne(scene, ['contactless-tc', 1990]);
  await drained(scene);
  const { counts } = (await stage.order('host', { do: 'state' })) as HostState;
  narrator.say(
    `the posting was sent again with the repeat flag; the host answered "already posted" ${counts['ALREADY_POSTED'] ?? 0} time(s)`,
  );
}

export async function moneyBack(scene: Scene): Promise<void> {
  const { stage, terminal, narrator } = scene;
  narrator.chapter('Void, refund, reversal');
  const { key } = await sellOne(scene, ['contactless-arqc', 1500]);
  await terminal.void(key);
  await drained(scene);
  narrator.say(`the till voided ${key}: a reversal under the same key, receipted`);
  narrator.say('a refund:');
  await sellOne(scene, ['chip-arqc-tc', 700, 'EUR', 'refund']);
  await stage.order('host', { do: 'silent', on: true });
  narrator.say('the host commits but says nothing; the card refuses to go on without it');
  await sellOne(scene, ['chip-arqc-aac', 3300]);
  await stage.order('host', { do: 'silent', on: false });
  await drained(scene);
  narrator.say('the host speaks again: the reversal is receipted, what it had posted stands reversed');
}

export async function settlement(scene: Scene): Promise<void> {
  const { stage, terminal, narrator } = scene;
  narrator.chapter('Settlement, with one mismatch on purpose');
  await terminal.seen('the link', LINK_WITHIN_MS, ({ link }) => link.state === 'online');
  await stage.order('host', { do: 'lose-receipts', count: 1, of: 'receipt' });
  await sellOne(scene, ['contactless-tc', 880]);
  narrator.say('its receipt is lost: the host counts it, the terminal cannot know yet');
  const first = await terminal.settle();
  narrator.say(`batch ${first.number} is closed; what the terminal would print:`);
  for (const line of report(stage, first.number)) narrator.quote(line);
  await drained(scene);
  await sellOne(scene, ['contactless-arqc', 420]);
  const second = await terminal.settle();
  narrator.say(
    `the late receipt came; batch ${second.number}: ${report(stage, second.number)
      .find((line) => /MATCH|DIFFER/.test(line))
      ?.trim()}`,
  );
}

/** As a person would get it: the command line's own words. */
function report(stage: Stage, batch: number): readonly string[] {
  const words = ['batch', 'show', String(batch), '--report', '--config', stage.configPath];
  return execFileSync(process.execPath, [partEntry('agent'), ...words], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}

export interface HostState {
  readonly counts: Readonly<Record<string, number>>;
}

/** Everything owed has been receipted. */
export function drained({ terminal }: Scene): Promise<unknown> {
  return terminal.seen('the last receipt', 20_000, ({ queue }) => queue.advices + queue.reversals === 0);
}

function reader(stage: Stage, stageReached: string): Promise<unknown> {
  return until(`the reader at ${stageReached}`, 10_000, async () => {
    const state = (await stage.order('reader', { do: 'state' })) as {
      readonly open: { readonly stage: string } | null;
    };
    return state.open?.stage === stageReached ? state : null;
  });
}
