import type { Answer } from '../../domain/answer.js';
import type { Posting, PostingKind } from '../../domain/posting.js';
import type { LateOne } from '../../domain/postings/lateness.js';
import { readReceipt } from '../../domain/postings/receipt.js';
import type { ReceiptPolicy } from '../../domain/postings/refusal-kind.js';
import type { ReceiptFate } from '../../ports/index.js';
import type { Core } from './core-parts.js';

/**
 * The receipts of one message, inside the group's SQLite transaction: what a receipt is read against is what its
 * event is carried out on, so nothing can come between. Each in a savepoint of its own.
 */
export function takeReceipts(
  core: Pick<Core, 'writer' | 'merchantId' | 'alone' | 'note'>,
  answers: readonly Answer[],
  policy: ReceiptPolicy,
  atMs: number,
): readonly ReceiptFate[] {
  /** One message says one thing of a posting: twice in it, a refusal counts once. */
  const answered = new Set<number>();
  const late: LateOne[] = [];
  const lateAfterMs = core.writer.runs.lateAfterMs();
  const fates = answers.map((answer): ReceiptFate => {
    let lane: PostingKind | null = null;
    const outcome = core.alone('journal.receipts', (): ReceiptFate => {
      const standing = core.writer.standing(answer.key);
      const posting = standing?.postings.find(({ sequence }) => sequence === answer.sequence);
      if (standing === null || posting === undefined) return { kind: 'unknownKey' };
      // It came in the name of another merchant than the one who is paid.
      if (standing.transaction.merchantId !== core.merchantId) return { kind: 'unknownKey' };
      if (answered.has(posting.sequence)) return { kind: 'repeated' };
      lane = posting.content.kind;
      const order = readReceipt({ posting, transaction: standing.transaction }, answer, patient(policy, posting, atMs));
      if (order.kind === 'repeated' || order.kind === 'otherAmount') return order;
      if (order.kind === 'later') return { kind: 'later', posting: lane, afterMs: order.afterMs };
      if (order.event !== null) core.note(core.writer.move(standing, order.event, atMs));
      const waitedMs = atMs - posting.createdAtMs;
      if (order.kind === 'settled' && waitedMs > lateAfterMs)
        late.push({ money: posting.money, sinceMs: posting.createdAtMs, waitedMs });
      return { kind: order.kind, posting: lane, reason: order.reason };
    });
    if (!outcome.ok) return { kind: 'failed', posting: lane, error: outcome.error.toJSON() };
    const fate = outcome.value;
    if (fate.kind !== 'unknownKey') answered.add(answer.sequence);
    return fate;
  });
  if (late.length > 0) core.alone('journal.late', () => core.writer.settings.noteLate(late, atMs));
  return fates;
}

/** However often a posting was refused in this run: it is parked only once the trouble has lasted, over restarts. */
function patient(policy: ReceiptPolicy, { sequence, refusedSinceMs }: Posting, atMs: number): ReceiptPolicy {
  const { outOfPatience, parkTemporaryAfterMs = 0 } = policy;
  const lastedMs = refusedSinceMs === undefined ? 0 : atMs - refusedSinceMs;
  if (lastedMs >= parkTemporaryAfterMs || !outOfPatience.includes(sequence)) return policy;
  return { ...policy, outOfPatience: outOfPatience.filter((one) => one !== sequence) };
}
