import { until } from '../../hw-sim/stage/wait.js';
import {
  approved,
  batchText,
  before,
  cancelled,
  ceilingOf,
  closeBatch,
  commandAnswered,
  cutNetwork,
  healNetwork,
  lateReplyNoted,
  moreRequestsThan,
  openBatch,
  refused,
  requestsAtHost,
  ringUp,
  type Run,
  stepOf,
} from './people.js';

/**
 * A flow as people live it: a till, a cardholder and a person at settlement, all patient. They ask again until
 * they have an answer, and when a sale ended only because the terminal died they ring it up again.
 */
export interface Flow {
  readonly name: string;
  /** Names of points that the recording must hold: an empty recording would prove nothing. */
  readonly expects: readonly string[];
  /**
   * Brings the world to where the flow begins, no point of which counts.
   * @returns the flow itself, which tells what belongs to its end beside money
   */
  readonly begin: (run: Run) => Promise<() => Promise<string | null>>;
  /** What somebody does before the terminal is switched on again. */
  readonly beforeRestart?: (run: Run) => Promise<void>;
}

const SALE = ['commit begin', 'reader start'];
/** What was shown is on disk before the reader may forget it. */
const TOLD = ['reader complete', 'commit shown', 'reader confirm'];
const ASKED = ['commit goOnline', 'publish up/request'];
const ADVISED = ['publish up/posting', 'hear down/receipt', 'commit receipts'];
const REVERSED = ['publish up/posting', 'hear down/receipt', 'commit receipts'];
const BATCH = ['commit batch seal', 'commit batch fixTotals', 'publish up/settlement', 'hear down/settlement'];
const LATE_MS = 900;
const UNPLUGGED_WITHIN_MS = 1000;
/** Time enough for an operator, and less than the host may take. */
const SLOW_MS = 3_000;
const CARD_WITHIN_MS = 10_000;

export const onlineSale: Flow = {
  name: 'online sale',
  expects: [...SALE, ...ASKED, 'hear down/reply', 'reader continueOnline', 'commit approveOnline', ...TOLD],
  begin: async (run) => async () => {
    await approved(run, 'chip-arqc-tc', run.sums.A);
    return null;
  },
};

/** A card of a single cryptogram: nothing but the host's word lies between request and approval. */
export const contactlessSale: Flow = {
  name: 'contactless sale',
  expects: [...SALE, ...ASKED, 'hear down/reply', 'commit approveOnline', ...TOLD],
  begin: async (run) => async () => {
    await approved(run, 'contactless-arqc', run.sums.A);
    return null;
  },
};

/** What was shown of the first rides on the commit that begins the second; only then may the reader forget it. */
export const nextSale: Flow = {
  name: 'one sale after the other',
  expects: ['reader complete#1', 'commit begin#2', 'reader confirm#1', 'reader start#2', 'reader complete#2'],
  begin: async (run) => async () => {
    await approved(run, 'chip-arqc-tc', run.sums.A);
    await approved(run, 'chip-arqc-tc', run.sums.B);
    return null;
  },
};

export const refund: Flow = {
  name: 'refund',
  expects: onlineSale.expects,
  begin: async (run) => async () => {
    await approved(run, 'chip-arqc-tc', run.sums.A, 'refund');
    return null;
  },
};

export const offlineSale: Flow = {
  name: 'offline sale',
  expects: [...SALE, 'reader unableOnline', 'commit approveOffline', ...TOLD, ...ADVISED],
  begin: async (run) => {
    await cutNetwork(run);
    return async () => {
      await approved(run, 'chip-arqc-tc', run.sums.A);
      await healNetwork(run);
      return null;
    };
  },
};

export const timeoutStandIn: Flow = {
  name: 'timeout → stand-in',
  expects: [...SALE, ...ASKED, 'reader unableOnline', 'commit approveOffline', ...TOLD, ...ADVISED],
  begin: async (run) => {
    await loseOneReply(run);
    return async () => {
      await approved(run, 'chip-arqc-tc', run.sums.A);
      return null;
    };
  },
};

export const lateReply: Flow = {
  name: 'timeout → stand-in, late reply',
  expects: [...timeoutStandIn.expects, 'hear down/reply', 'commit lateReply'],
  begin: async (run) => {
    await run.stage.order('host', { do: 'delay', ms: LATE_MS });
    const known = await requestsAtHost(run);
    return async () => {
      const sale = approved(run, 'chip-arqc-tc', run.sums.A);
      const asked = await before(sale, 'the request at the host', () => moreRequestsThan(run, known));
      // Only this answer is late: what follows is answered as usual.
      await run.stage.order('host', { do: 'delay', ms: 0 });
      const { key } = await sale;
      // A new agent may get it as well, or never; by then it has left the host.
      const neverComes = run.agentGone.then(() => pause(LATE_MS));
      if (asked) await before(neverComes, 'the late reply', () => lateReplyNoted(run, key));
      return null;
    };
  },
};

export const timeoutReversal: Flow = {
  name: 'timeout → reversal',
  expects: [...SALE, ...ASKED, 'reader unableOnline', 'commit reverse', ...TOLD, ...REVERSED],
  begin: async (run) => {
    await loseOneReply(run);
    return async () => {
      await refused(run, 'chip-arqc-aac', run.sums.A);
      return null;
    };
  },
};

/** A card of a single cryptogram is not asked whether it would do without the host. */
export const contactlessReversal: Flow = {
  name: 'timeout → reversal, contactless',
  expects: [...SALE, ...ASKED, 'commit reverse', ...TOLD, ...REVERSED],
  begin: async (run) => {
    await loseOneReply(run);
    return async () => {
      await refused(run, 'contactless-arqc', run.sums.A);
      return null;
    };
  },
};

export const cardRefuses: Flow = {
  name: 'host approves, card refuses',
  expects: [...SALE, ...ASKED, 'hear down/reply', 'reader continueOnline', 'commit reverse', ...TOLD, ...REVERSED],
  begin: async (run) => async () => {
    await refused(run, 'chip-refuses-after-online', run.sums.A);
    return null;
  },
};

export const hostCommand: Flow = {
  name: 'host command',
  expects: ['hear down/command', 'commit command', 'commit settings', 'commit commandResult', 'publish up/command'],
  begin: async (run) => async () => {
    const order = { kind: 'setLimits', entryMode: 'chip', currency: 'JPY', limits: { ceiling: run.sums.A } };
    const { counter } = (await run.stage.order('host', { do: 'command', order })) as { readonly counter: number };
    await commandAnswered(run, counter);
    return `ceiling ${(await ceilingOf(run, 'chip', 'JPY')) === run.sums.A ? 'A' : 'another'}`;
  },
};

export const voidPosted: Flow = {
  name: 'void of a posted sale',
  expects: ['commit void', ...REVERSED],
  begin: async (run) => {
    const { key } = await approved(run, 'contactless-arqc', run.sums.A);
    await run.quiet();
    return async () => {
      await run.terminal.void(key);
      return null;
    };
  },
};

export const voidUnposted: Flow = {
  name: 'void of an unposted sale',
  expects: ['commit void', ...REVERSED, 'commit receipts#2'],
  begin: async (run) => {
    await cutNetwork(run);
    const { key } = await approved(run, 'chip-arqc-tc', run.sums.A);
    return async () => {
      await run.terminal.void(key);
      await healNetwork(run);
      return null;
    };
  },
};

export const settlement: Flow = {
  name: 'settlement',
  expects: [...BATCH, 'commit batch matched'],
  begin: async (run) => {
    const batch = await filledBatch(run);
    return async () => batchText(await closeBatch(run, batch));
  },
};

export const differingSettlement: Flow = {
  name: 'settlement, host counts otherwise',
  expects: [...BATCH, 'commit batch differs', 'commit batch explained'],
  begin: async (run) => {
    const batch = await filledBatch(run);
    await run.stage.order('host', { do: 'wrong-totals', count: 1 });
    return async () => batchText(await closeBatch(run, batch));
  },
};

export const cancelAtCard: Flow = {
  name: 'cancel while a card is awaited',
  expects: [...SALE, 'commit askCancel', 'reader cancel', 'commit cancel', ...TOLD],
  begin: async (run) => async () => {
    const { outcome } = await cancelled(run, null, async () => (await stepOf(run)) === 'waiting for a card');
    return outcome;
  },
};

interface ReaderState {
  readonly open: { readonly stage: string } | null;
}

/** As before, but the cardholder finds a card before the terminal is there again. */
export const cardAfterCancel: Flow = {
  ...cancelAtCard,
  name: 'cancel, then a card comes after all',
  beforeRestart: async ({ stage }) => {
    await stage.order('reader', { do: 'insert', card: 'chip-arqc-tc' });
    await until('the card to be read', CARD_WITHIN_MS, async () => {
      const { open } = (await stage.order('reader', { do: 'state' })) as ReaderState;
      return open?.stage === 'cardRead' ? true : null;
    });
  },
};

export const cancelAtHost: Flow = {
  name: 'cancel while the host is asked',
  expects: [...SALE, ...ASKED, 'commit askCancel', 'reader cancel', 'commit reverse', ...TOLD, ...REVERSED],
  begin: async (run) => {
    await run.stage.order('host', { do: 'delay', ms: SLOW_MS });
    const known = await requestsAtHost(run);
    return async () => {
      const { outcome } = await cancelled(run, 'chip-arqc-tc', () => moreRequestsThan(run, known));
      return outcome;
    };
  },
};

/** For the positive control: the reader is lost after the host approved, and is well again at the restart. */
export const readerLost: Flow = {
  name: 'reader lost after the host approved',
  expects: [...SALE, ...ASKED, 'hear down/reply', 'commit reverse'],
  begin: async (run) => {
    const { stage } = run;
    await stage.order('host', { do: 'delay', ms: UNPLUGGED_WITHIN_MS });
    const known = await requestsAtHost(run);
    return async () => {
      const sale = ringUp(run, 'chip-arqc-tc', run.sums.A);
      if (await before(sale, 'the request at the host', () => moreRequestsThan(run, known))) {
        await stage.order('reader', { do: 'unplug' });
      }
      await stage.order('host', { do: 'delay', ms: 0 });
      await Promise.race([sale, run.agentGone]);
      await stage.order('reader', { do: 'plug' });
      await sale;
      return null;
    };
  },
  beforeRestart: async ({ stage }) => void (await stage.order('reader', { do: 'plug' })),
};

/** Two sales and a refund, all posted, in a batch of their own. */
async function filledBatch(run: Run): Promise<number> {
  await closeBatch(run, await openBatch(run));
  const batch = await openBatch(run);
  await approved(run, 'contactless-arqc', run.sums.A);
  await approved(run, 'contactless-tc', run.sums.B);
  await approved(run, 'chip-arqc-tc', run.sums.C, 'refund');
  await run.quiet();
  return batch;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

async function loseOneReply({ stage }: Run): Promise<void> {
  await stage.order('host', { do: 'lose-receipts', count: 1, of: 'reply' });
}
