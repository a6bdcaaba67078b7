import { expect, it } from 'vitest';
import type { Posting } from '../../../src/domain/posting.js';
import { resendPlan } from '../../../src/domain/postings/resend.js';
import type { TransactionState } from '../../../src/domain/transaction.js';
import { encodePosting } from '../../../src/protocol/envelope.js';
import { postingMessage } from '../../../src/uplink/delivery/posting-message.js';
import { sampleCard, sampleTransaction } from '../../support/samples.js';

const posting = (kind: 'advice' | 'reversal', state: Posting['state']): Posting => ({
  sequence: kind === 'advice' ? 3 : 4,
  key: sampleTransaction().key,
  content: kind === 'advice' ? { kind, response: 'Y1' } : { kind, reason: 'operatorVoid' },
  money: sampleTransaction().money,
  state,
  opening: 1,
  refusals: 0,
  parkedReason: null,
  createdAtMs: 0,
});
const [advice, reversal] = [posting('advice', 'receipted'), posting('reversal', 'receipted')];

it.each<[TransactionState, readonly Posting[], string]>([
  ['started', [], 'not decided'],
  ['authorizing', [], 'not decided'],
  ['declined', [], 'it was declined'],
  ['cancelled', [], 'it was cancelled'],
  ['approved', [posting('advice', 'pending')], 'waits for the host already, as posting 3'],
  ['reversing', [posting('reversal', 'pending')], 'waits for the host already, as posting 4'],
  ['voiding', [advice, posting('reversal', 'pending')], 'waits for the host already, as posting 4'],
  ['posted', [posting('advice', 'pending')], 'waits for the host already, as posting 3'],
  ['parked', [posting('advice', 'parked')], '`tillpost park retry 3`'],
  ['resolved', [posting('advice', 'resolved')], 'other means'],
  ['posted', [], 'sends approval, erased'],
  ['posted', [advice], 'sends approval, erased'],
  ['voided', [reversal], 'sends reversal'],
  ['voided', [advice, reversal], 'sends approval and reversal, erased'],
  ['reversed', [reversal], 'sends reversal'],
])('what is %s with %j', (state, postings, said) => {
  const plan = resendPlan(sampleTransaction({ state, card: sampleCard({ secret: null }) }), postings, 'M0001');
  const text = plan.kind === 'refused' ? plan.why : `sends ${plan.sends}${plan.isCardErased ? ', erased' : ''}`;
  expect(text).toContain(said);
  expect(resendPlan(sampleTransaction({ state }), postings, 'M0002')).toMatchObject({ kind: 'refused' });
});

it.each([
  ['erased', null, true],
  ['kept', sampleCard().secret, false],
])('tells the host of card data that were %s', (_, secret, told) => {
  const transaction = sampleTransaction({ state: 'posted', card: sampleCard({ secret }) });
  const message = postingMessage({ posting: advice, transaction }, { repeat: true, openBatch: 1 });
  expect(encodePosting(message).cardDataErased).toBe(told);
});

it('of a card that still has its data nothing is said to be erased', () => {
  const kept = sampleTransaction({ state: 'posted', card: sampleCard() });
  expect(resendPlan(kept, [advice], 'M0001')).toMatchObject({ kind: 'sends', isCardErased: false });
});
