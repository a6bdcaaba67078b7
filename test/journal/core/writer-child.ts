import { createInterface } from 'node:readline';
import { asTillpostError } from '../../../src/domain/errors.js';
import { openJournal } from '../../../src/journal/thread/journal-client.js';
import { SystemClock } from '../../../src/platform/system-clock.js';
import { SystemRandom } from '../../../src/platform/system-random.js';
import {
  approveOffline,
  cancel,
  MERCHANT,
  order,
  settleAdvice,
  settleReversal,
  takeBack,
  TERMINAL,
} from '../../support/journal.js';

/**
 * A process that writes sales as fast as the disk allows and says on stdout what it was promised, one line
 * each: `opened`, `begun N`, `approved N S`, `cancelled N`, `posted N`, `voided N S`, `kept N`, `closed BATCH`, `health STATE`,
 * `refused CODE`.
 * Killed from outside at any moment; whatever line got out must be found in the journal.
 */
const [path = '', lanes = '4'] = process.argv.slice(2);

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const journal = await openJournal({
  path,
  terminalId: TERMINAL,
  merchantId: MERCHANT,
  clock: new SystemClock(),
  random: new SystemRandom(),
  mirror: null,
  reserveBytes: 0,
  lowWaterBytes: 0,
  maintenanceMs: 50,
});
journal.onHealth(({ state }) => say(`health ${state}`));
say('opened');

let stopped = false;
createInterface({ input: process.stdin }).once('line', () => {
  stopped = true;
});

async function sell(): Promise<void> {
  const { key } = (await journal.begin(order())).transaction;
  say(`begun ${key.number}`);
  if (key.number % 3 === 0) {
    await journal.apply(key, cancel);
    say(`cancelled ${key.number}`);
    return;
  }
  const { posting } = await journal.apply(key, approveOffline());
  say(`approved ${key.number} ${posting?.sequence}`);
  if (key.number % 2 === 0) return;
  await journal.apply(key, settleAdvice(key));
  say(`posted ${key.number}`);
  if (key.number % 5 !== 0) return;
  const taken = await journal.apply(key, takeBack()).catch(sealedMeanwhile);
  if (taken === null) return say(`kept ${key.number}`);
  await journal.apply(key, settleReversal(key, { batch: 1, reversedBatch: journal.openBatch() }));
  say(`voided ${key.number} ${taken.posting?.sequence}`);
}

/** What stands in a sealed batch is not voided any more; the other lane seals at any moment. */
function sealedMeanwhile(error: unknown): null {
  const { code, message } = asTillpostError(error, 'test');
  if (code === 'ILLEGAL_EVENT' && message.includes('is sealed')) return null;
  throw error;
}

/** One batch to its end, from wherever it was left. */
async function closeBatch(): Promise<void> {
  const open = (await journal.batches(2)).findLast(({ state }) => state !== 'closed');
  if (open === undefined) return;
  const { number, state } = open;
  const names = ['seal', 'fixTotals', 'matched'] as const;
  for (const name of names.slice(['open', 'sealed', 'reconciling'].indexOf(state))) {
    await journal.applyBatch(number, name === 'matched' ? { name, hostTotals: [] } : { name });
  }
  say(`closed ${number}`);
}

async function lane(work: () => Promise<void>): Promise<void> {
  while (!stopped) {
    try {
      await work();
    } catch (error) {
      say(`refused ${asTillpostError(error, 'test').code}`);
      if (journal.health().state === 'failed') await recovered();
    }
  }
}

function recovered(): Promise<void> {
  return new Promise((resolve) => {
    const stop = journal.onHealth(({ state }) => {
      if (state !== 'ok') return;
      stop();
      resolve();
    });
  });
}

await Promise.all([...Array.from({ length: Number(lanes) }, () => lane(sell)), lane(closeBatch)]);
await journal.close();
say('closed');
process.exit(0);
