import { afterEach, describe, expect, it } from 'vitest';
import { type CourseOptions, CrashCourse, SHORT_DEADLINE } from './course.js';
import { cardAfterCancel, onlineSale, readerLost, timeoutReversal } from './flows.js';
import type { Mutant } from './mutants.js';

/** Positive controls: agents that get commit and send wrong, killed at the one moment at which it shows. */

let course: CrashCourse | null = null;

afterEach(async () => {
  await course?.close();
  course = null;
});

const open = async (mutant?: Mutant, config: CourseOptions['config'] = {}): Promise<CrashCourse> =>
  (course = await CrashCourse.open({ config, ...(mutant === undefined ? {} : { mutant }) }));

describe('a reversal that leaves before its commit', () => {
  // The reader is back after the restart: the sale goes on, and the cardholder is told that it is approved.
  const approvedAfterAll = { text: 'ledger sale A, approved A', notes: [] };
  const PLACE = 'commit reverse#1:before';

  it('is caught: the cardholder was told of an approval that the host has reversed', async () => {
    const its = await open('reversal-before-commit');
    const { same, end } = await its.crash(readerLost, PLACE, approvedAfterAll);
    expect(end.text).toBe('ledger –, approved A, parked 1, offline counters 1');
    expect(same).toBe(false);
    const { audit } = await its.audit();
    expect(audit).toMatchObject({ ok: false, approved: 1, posted: 0 });
    expect(audit.lost).toHaveLength(1);
  }, 60_000);

  it('is the only thing wrong: the agent as it is passes the same place', async () => {
    const its = await open();
    const { same, end } = await its.crash(readerLost, PLACE, approvedAfterAll);
    expect({ same, text: end.text }).toEqual({ same: true, text: approvedAfterAll.text });
    expect((await its.audit()).audit.ok).toBe(true);
  }, 60_000);
});

describe('a reversal that is in no commit', () => {
  it('is caught: the host keeps what the cardholder was refused', async () => {
    const its = await open('reversal-not-committed', SHORT_DEADLINE);
    const wanted = { text: 'ledger –, approved –', notes: [] };
    const { same, end } = await its.crash(timeoutReversal, 'commit decline#1:after', wanted);
    expect({ same, text: end.text }).toEqual({ same: false, text: 'ledger sale A, approved –' });
    expect((await its.audit()).audit.unexpected).toHaveLength(1);
  }, 60_000);

  it('is the only thing wrong: the agent as it is ends as it must, wherever it dies', async () => {
    const its = await open(undefined, SHORT_DEADLINE);
    const { end: wanted } = await its.rehearse(timeoutReversal);
    expect(wanted.text).toBe('ledger –, approved –');
    expect((await its.crash(timeoutReversal, 'commit reverse#1:after', wanted)).same).toBe(true);
    expect((await its.audit()).audit.ok).toBe(true);
  }, 60_000);
});

describe('a cancel that is answered and in no commit', () => {
  const wanted = { text: 'ledger –, approved –, cancelled', notes: [] };
  const PLACE = 'reader cancel#1:before';

  it('is caught: the sale is approved after the restart', async () => {
    const its = await open('cancel-not-committed');
    const { same, end } = await its.crash(cardAfterCancel, PLACE, wanted);
    expect({ same, text: end.text }).toEqual({ same: false, text: 'ledger sale A, approved A, approved' });
  }, 60_000);

  it('is the only thing wrong: the agent as it is never approves it, at whatever point it dies with a card in the reader', async () => {
    const its = await open();
    for (const place of ['commit askCancel#1:after', PLACE])
      expect((await its.crash(cardAfterCancel, place, wanted)).end.text, place).toBe(wanted.text);
    expect((await its.audit()).audit.ok).toBe(true);
  }, 60_000);
});

describe('a recording without the points of its flow', () => {
  it('proves nothing and is refused', async () => {
    const its = await open();
    const strange = { ...onlineSale, expects: [...onlineSale.expects, 'commit reverse'] };
    await expect(its.rehearse(strange)).rejects.toThrow(
      /did not pass commit reverse, but commit begin#1, reader start#1/,
    );
  }, 60_000);
});
