import { closeSync, openSync, realpathSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { shortKey } from '../../../src/domain/key.js';
import { MirrorLog } from '../../../src/journal/mirror/mirror-log.js';
import { openJournal } from '../../../src/journal/thread/journal-client.js';
import { approveOffline, ask, bootCore, MERCHANT, order, TERMINAL } from '../../support/journal.js';
import type { Mark } from '../disk/promises.js';
import { amountOf, idempotencyKeyOf, SALE_OF_RECOVERY } from '../disk/sale-scripts.js';
import { HastyClock, tellStory } from '../disk/story.js';
import { STAGE_RESERVE_BYTES, STAGE_TERMINAL } from './agent-judge.js';
import { markText } from './agent-promises.js';

/**
 * The process that the shim records. `story DIR SEED SALES` tells a story on the real, threaded journal;
 * `recover-journal DIR…` and `recover-agent DIR…` open what cuts left as the recording's own program does, sell,
 * and close: marks `recovering DIR`, `recovered DIR`.
 */
const [what = '', ...rest] = process.argv.slice(2);
const marks = openSync(process.env['TILLPOST_SHIM_MARKS']!, 'a', 0o600);
const say = (text: string): void => void writeSync(marks, `${text}\n`);
const tell = (mark: Mark): void => say(JSON.stringify(mark));

if (what === 'story') await story(realpathSync(rest[0]!), Number(rest[1]), Number(rest[2]));
else if (what === 'recover-journal') rest.forEach(recoverJournal);
else for (const dir of rest) await recoverAgent(dir);
closeSync(marks);

async function story(directory: string, seed: number, sales: number): Promise<void> {
  const journal = await openJournal({
    path: join(directory, 'journal.db'),
    terminalId: TERMINAL,
    merchantId: MERCHANT,
    clock: new HastyClock(40),
    random: new SimRandom(seed),
    mirror: null,
    reserveBytes: 8192,
    lowWaterBytes: 0,
    maintenanceMs: 40,
  });
  for (let first = 0; first < sales; first += 9) {
    const lanes = [0, 1, 2].map((lane) => [0, 1, 2].map((turn) => seed + first + 3 * turn + lane));
    const failed = (error: Error): Promise<void> => Promise.reject(error);
    await tellStory({ journal, mark: tell, lanes, books: false, failed });
    await tellStory({ journal, mark: tell, lanes: [[]], books: true, failed });
  }
  await journal.close();
}

function recoverJournal(directory: string): void {
  say(`recovering ${directory}`);
  const { store } = bootCore(directory, { reserveBytes: 8192 });
  const sale = SALE_OF_RECOVERY;
  const idempotencyKey = idempotencyKeyOf(sale);
  tell({ said: 'try', what: 'sale', sale, step: 0 });
  const { key } = ask(store, 'begin', order({ idempotencyKey, amount: amountOf(sale) })).transaction;
  tell({ said: 'ok', what: 'sale', sale, step: 0 });
  tell({ said: 'try', what: 'sale', sale, step: 1 });
  const sequence = ask(store, 'apply', key, approveOffline()).posting!.sequence;
  tell({ said: 'ok', what: 'sale', sale, step: 1, sequence });
  store.close();
  say(`recovered ${directory}`);
}

/** Journal and mirror as the agent opens them, without its reader and its link. */
async function recoverAgent(directory: string): Promise<void> {
  say(`recovering ${directory}`);
  const path = join(directory, 'mirror.log');
  const journal = await openJournal({
    path: join(directory, 'journal.db'),
    terminalId: STAGE_TERMINAL,
    merchantId: MERCHANT,
    clock: new HastyClock(40),
    random: new SimRandom(1),
    mirror: new MirrorLog(path),
    mirrorPath: path,
    reserveBytes: STAGE_RESERVE_BYTES,
    lowWaterBytes: 0,
    maintenanceMs: 40,
  });
  const sale = { type: 'sale', amount: amountOf(SALE_OF_RECOVERY) } as const;
  const idempotencyKey = idempotencyKeyOf(SALE_OF_RECOVERY);
  say(markText({ said: 'asked', sale: idempotencyKey, ...sale }));
  const { key } = (await journal.begin(order({ idempotencyKey, amount: sale.amount }))).transaction;
  await journal.apply(key, approveOffline());
  say(markText({ said: 'shown', key: shortKey(key), shown: 'approved', ...sale }));
  await journal.close();
  say(`recovered ${directory}`);
}
