import type { QueuePage } from '../../api/postings.js';
import type { PostingState } from '../../domain/posting.js';
import type { ParkDesk, PostingReads } from '../../ports/index.js';
import type { HandlersOf } from './handlers.js';
import { postingView } from './views.js';

export interface PostingParts {
  readonly journal: Pick<PostingReads, 'listPostings'>;
  readonly park: ParkDesk;
}

/** What the host has yet to get, and what waits for a person. */
export function postingMethods({ journal, park }: PostingParts): HandlersOf<'queue' | 'park'> {
  return {
    'queue.list': ({ state, after, limit }) => page(journal, state, after, limit),
    'park.list': ({ after, limit }) => page(journal, 'parked', after, limit),
    'park.retry': async ({ sequence }) => postingView(await park.retry(sequence)),
    'park.reopen': ({ reason }) => park.retryAll(reason ?? null),
    'park.resolve': async ({ sequence, reason }) => postingView(await park.resolve(sequence, reason)),
  };
}

async function page(
  journal: Pick<PostingReads, 'listPostings'>,
  state: PostingState,
  after: number,
  limit: number,
): Promise<QueuePage> {
  const rows = await journal.listPostings(state, after, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    postings: shown.map(postingView),
    next: rows.length > limit && last !== undefined ? last.posting.sequence : null,
  };
}
