import type { QueuePage } from '../../api/postings.js';
import type { PostingState } from '../../domain/posting.js';
import type { HostLink, ParkDesk, PostingReads } from '../../ports/index.js';
import type { HandlersOf } from './handlers.js';
import { pauseView, postingView } from './views.js';

export interface PostingParts {
  readonly journal: Pick<PostingReads, 'listPostings'>;
  readonly park: ParkDesk;
  readonly host: Pick<HostLink, 'pauses'>;
}

/** What the host has yet to get, and what waits for a person. */
export function postingMethods({ journal, park, host }: PostingParts): HandlersOf<'queue' | 'park'> {
  return {
    'queue.list': ({ state, after, limit }) => page(journal, host, state, after, limit),
    'park.list': ({ after, limit }) => page(journal, host, 'parked', after, limit),
    'park.retry': async ({ sequence }) => postingView(await park.retry(sequence)),
    'park.reopen': ({ reason }) => park.retryAll(reason ?? null),
    'park.resolve': async ({ sequence, reason }) => postingView(await park.resolve(sequence, reason)),
  };
}

async function page(
  journal: Pick<PostingReads, 'listPostings'>,
  host: Pick<HostLink, 'pauses'>,
  state: PostingState,
  after: number,
  limit: number,
): Promise<QueuePage> {
  const rows = await journal.listPostings(state, after, limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    postings: shown.map(postingView),
    pauses: host.pauses().map(pauseView),
    next: rows.length > limit && last !== undefined ? last.posting.sequence : null,
  };
}
