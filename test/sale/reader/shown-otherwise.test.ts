import { describe, expect, it } from 'vitest';
import { judge } from '../../../hw-sim/world/judge.js';
import { shownDifference } from '../../../src/domain/postings/shown.js';
import { withSale } from '../world-sale.js';

/**
 * The session that ships on a virtual reader that shows something else than it was told, and the comparison of displays
 * and ledger, which believes neither: what was shown as approved is posted, and what cannot be, or was never shown, both
 * the journal and the comparison see.
 */
interface Row {
  readonly behaviours: readonly string[];
  readonly card: string;
  readonly stands: { readonly state: string; readonly shown: string };
  readonly difference: string | null;
  /** What the comparison says is lost, and what else it finds. */
  readonly lost: readonly string[];
  readonly unexpected: readonly string[];
}

const SEEN_TOO_EARLY = 'shown as approved, in the journal declined';
const NEVER_SHOWN = ['posted, never shown as approved', 'the cardholder saw the opposite'];
const ROWS: readonly Row[] = [
  {
    behaviours: ['showsApproved'],
    card: 'chip-aac',
    stands: { state: 'posted', shown: 'approved' },
    difference: 'bookedAsShown',
    lost: [],
    unexpected: [SEEN_TOO_EARLY],
  },
  {
    // Without the card nothing can be booked: as it was for all of them before they were compared.
    behaviours: ['showsApproved', 'cardless:kind=result'],
    card: 'chip-aac',
    stands: { state: 'declined', shown: 'approved' },
    difference: 'shownNotBooked',
    lost: ['not in the ledger'],
    unexpected: ['the cardholder saw the opposite', SEEN_TOO_EARLY],
  },
  {
    behaviours: ['forgets:stage=finalTc'],
    card: 'chip-arqc-tc',
    stands: { state: 'posted', shown: 'nothing' },
    difference: 'bookedNotShown',
    lost: [],
    unexpected: NEVER_SHOWN,
  },
  {
    behaviours: ['swapped:stage=finalTc'],
    card: 'chip-arqc-tc',
    stands: { state: 'posted', shown: 'nothing' },
    difference: 'bookedNotShown',
    lost: [],
    unexpected: NEVER_SHOWN,
  },
  {
    // It was shown, and the reader was gone before it could tell: nobody here can know.
    behaviours: ['swapped:stage=shownApproved'],
    card: 'contactless-tc',
    stands: { state: 'posted', shown: 'nothing' },
    difference: 'bookedNotShown',
    lost: [],
    unexpected: [],
  },
];

describe('a reader that shows otherwise', () => {
  it.each(ROWS)('$behaviours of $card', ({ behaviours, card, stands, difference, lost, unexpected }) =>
    withSale(async (sale) => {
      const { world } = sale;
      world.reader.setBehaviours(behaviours);
      const told = await sale.sell(card);
      world.reader.setBehaviours([]);
      expect(await sale.sound()).toEqual([]);
      const agent = world.agent!;
      const { transaction } = (await world.kernel.until(agent.journal.transaction(told!.key)))!;
      expect(transaction).toMatchObject({ ...stands, reader: 'SIM-0001' });
      expect(shownDifference(transaction)).toBe(difference);
      const judgement = await world.kernel.until(judge(world));
      expect(judgement.lost).toEqual(lost.map((line): unknown => expect.stringContaining(line)));
      expect(judgement.unexpected).toEqual(unexpected.map((line): unknown => expect.stringContaining(line)));
      expect(judgement.duplicated).toEqual([]);
    }),
  );
});
