import type { PostingView, QueuePage, ShownTransactions } from '../api/till-api.js';
import { TillpostError } from '../domain/errors.js';
import { parseKey } from '../domain/key.js';
import type { PostingState } from '../domain/posting.js';
import type { Journal, ParkDesk, StoredTransaction } from '../ports/index.js';
import {
  invalid,
  onlyKnown,
  type Params,
  readChoice,
  readIdempotencyKey,
  readKey,
  readReason,
  readSequence,
  readStan,
  readWhole,
} from './parameters.js';
import { detailView, postingView } from './views.js';

/** What the journal holds: the queue, what is parked, single transactions. */

const PAGE_MAX = 200;
const PAGE = 50;
/** STAN wraps at a million: more than a few under one is not a question that a person asks. */
const SAME_STAN_MAX = 20;

export async function listQueue(journal: Journal, params: Params): Promise<QueuePage> {
  onlyKnown(params, ['state', 'after', 'limit']);
  return page(journal, readChoice(params, 'state', ['pending', 'parked', 'receipted', 'resolved'], 'pending'), params);
}

export async function listParked(journal: Journal, params: Params): Promise<QueuePage> {
  onlyKnown(params, ['after', 'limit']);
  return page(journal, 'parked', params);
}

export async function retryParked(park: ParkDesk, params: Params): Promise<PostingView> {
  onlyKnown(params, ['sequence']);
  return postingView(await park.retry(readSequence(params)));
}

export async function resolveParked(park: ParkDesk, params: Params): Promise<PostingView> {
  onlyKnown(params, ['sequence', 'reason']);
  return postingView(await park.resolve(readSequence(params), readReason(params['reason'])));
}

async function page(journal: Journal, state: PostingState, params: Params): Promise<QueuePage> {
  const after = readWhole(params, 'after', 0, Number.MAX_SAFE_INTEGER, 0);
  const limit = readWhole(params, 'limit', 1, PAGE_MAX, PAGE);
  const rows = await journal.listPostings(state, after, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    postings: shown.map(postingView),
    next: rows.length > limit && last !== undefined ? last.posting.sequence : null,
  };
}

export async function showTransaction(journal: Journal, params: Params): Promise<ShownTransactions> {
  const names = ['key', 'stan', 'idempotency_key'];
  onlyKnown(params, names);
  const given = names.filter((name) => params[name] !== undefined);
  if (given.length !== 1) throw invalid(`give exactly one of ${names.join(', ')}`, 'For example {"stan":42}.');
  const found = await find(journal, params);
  if (found.length > 0) return { transactions: found.map(detailView) };
  throw new TillpostError('NOT_FOUND', 'no such transaction', {
    operation: 'transaction.show',
    subject: `${given[0]} ${String(params[given[0]!])}`.slice(0, 100),
    hint: 'It was never started here, or its retention is over.',
  });
}

async function find(journal: Journal, params: Params): Promise<StoredTransaction[]> {
  const { key, idempotency_key: idempotencyKey } = params;
  if (key !== undefined) return present([await journal.transaction(parseKey(readKey(key)))]);
  if (params['stan'] !== undefined) {
    const same = await journal.byStan(readStan(params));
    return present(await Promise.all(same.slice(0, SAME_STAN_MAX).map((it) => journal.transaction(it.key))));
  }
  const known = await journal.byIdempotencyKey(readIdempotencyKey(idempotencyKey) ?? '');
  return known === null ? [] : present([await journal.transaction(known.key)]);
}

function present(stored: readonly (StoredTransaction | null)[]): StoredTransaction[] {
  return stored.filter((it) => it !== null);
}
