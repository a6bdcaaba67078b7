import type { HostOrder } from '../domain/host-command.js';
import type { CommandBooks, HostLink, TransactionMoves } from '../ports/index.js';

export type Resend = Extract<HostOrder, { kind: 'resend' }>;

const SLICE = 50;
/** What is no longer held is named up to here, then counted. */
const GONE_NAMED_MAX = 10;

/** Owes a restored host once more what it has forgotten. @returns what was done, for the host's operator */
export async function sendAgain(
  journal: Pick<CommandBooks, 'resendable'> & TransactionMoves,
  host: Pick<HostLink, 'postingsReopened'>,
  { afterSequence, afterTransaction }: Resend,
): Promise<string> {
  let sent = 0;
  let from = 0;
  for (;;) {
    const { keys, after, goneSequences } = await journal.resendable(afterSequence, afterTransaction, from, SLICE);
    // Together, so that they share commits.
    await Promise.all(keys.map((key) => journal.apply(key, { name: 'resend' })));
    sent += keys.length;
    if (keys.length > 0) host.postingsReopened();
    from = after;
    if (keys.length < SLICE) return `${sent} transactions sent again; ${goneText(goneSequences)}`;
  }
}

function goneText(sequences: readonly number[]): string {
  if (sequences.length === 0) return 'nothing is missing';
  const named = sequences.slice(0, GONE_NAMED_MAX).join(', ');
  const more = sequences.length > GONE_NAMED_MAX ? ` and ${sequences.length - GONE_NAMED_MAX} more` : '';
  return `no longer held: ${named}${more}`;
}
