import { afterEach, describe, expect, it } from 'vitest';
import { SIM_UPLINK } from '../../hw-sim/sim-uplink.js';
import { keyText } from '../../src/domain/key.js';
import { money } from '../../src/domain/money.js';
import type { AuthorizationResult } from '../../src/ports/index.js';
import { sealDown } from '../../src/protocol/envelope.js';
import { topicOf } from '../../src/protocol/topics.js';
import { Bench, CARD, TERMINAL } from './bench.js';
import { IDS, KEY } from './contents.js';

let bench: Bench;
afterEach(async () => {
  await bench.close();
  // Nothing of the uplink runs any more: what is left are the host's and the broker's timers, which run out.
  await bench.clock.advance(60_000);
  expect(bench.clock.pending).toBe(0);
});

const DEADLINE_MS = 5_000;

async function authorize(forMs: number): Promise<AuthorizationResult | 'waiting'> {
  const transaction = await bench.begin();
  let result: AuthorizationResult | 'waiting' = 'waiting';
  void bench.uplink.authorize(transaction, CARD, DEADLINE_MS).then((told) => (result = told));
  await bench.clock.advance(forMs);
  return result;
}

describe('online request', () => {
  it('is answered', async () => {
    bench = await new Bench().open();
    expect(bench.uplink.status()).toMatchObject({ state: 'online', protocolVersion: 5, problem: null });
    expect(await authorize(100)).toMatchObject({ kind: 'answer', answer: { outcome: 'POSTED', responseCode: '00' } });
    expect(bench.host.requests[0]).toMatchObject({
      repeat: false,
      deadlineMs: DEADLINE_MS,
      card: { maskedPan: CARD.maskedPan },
    });
  });

  it('takes any outcome for an answer', async () => {
    bench = await new Bench().open();
    bench.host.answerRequest = (_, honest) => ({ ...honest, outcome: 'REVERSED', posted: null });
    expect(await authorize(100)).toMatchObject({ kind: 'answer', answer: { outcome: 'REVERSED' } });
  });

  it('is unknown at once, and never left, while the link is not online', async () => {
    bench = new Bench();
    await bench.openHost();
    bench.broker.unreachable = true;
    bench.uplink.start();
    await bench.clock.advance(200);
    expect(await authorize(0)).toEqual({ kind: 'unknown', mayHaveLeft: false, why: 'offline' });
    expect(bench.uplink.status()).toMatchObject({
      state: 'offline',
      problem: expect.stringContaining('no route') as string,
    });
  });

  it('times out when the host says nothing, and the next sale goes offline at once', async () => {
    bench = await new Bench().open();
    bench.host.silent = true;
    expect(await authorize(DEADLINE_MS - 1)).toBe('waiting');
    await bench.clock.advance(0);
    expect(await authorize(0)).toBe('waiting'); // still thought online
    await bench.clock.advance(2_000);
    expect(bench.uplink.status().state).toBe('brokerOnly');
    expect(await authorize(0)).toEqual({ kind: 'unknown', mayHaveLeft: false, why: 'offline' });
    expect(bench.broker.isConnected(TERMINAL)).toBe(true);
  });

  it('reports a timeout as one that may have left', async () => {
    bench = await new Bench().open();
    bench.host.answerRequest = () => null;
    expect(await authorize(DEADLINE_MS)).toEqual({ kind: 'unknown', mayHaveLeft: true, why: 'timeout' });
    await bench.clock.advance(1_000);
    expect(bench.uplink.status().state).toBe('online'); // the host echoes: only the reply was lost
  });

  it('hands a late reply on, once', async () => {
    bench = await new Bench().open();
    bench.host.delayMs = DEADLINE_MS + 500;
    const late: string[] = [];
    bench.uplink.onLateReply((answer) => late.push(answer.outcome));
    expect(await authorize(DEADLINE_MS)).toMatchObject({ why: 'timeout' });
    await bench.clock.advance(1_000);
    expect(late).toEqual(['POSTED']);
    expect(bench.counters.of('reply.late')).toBe(1);
  });

  it('is sent once more after RETRY_LATER, as a repeat, when that fits the deadline', async () => {
    bench = await new Bench().open();
    let first = true;
    bench.host.answerRequest = (_, honest) => {
      const answer = first ? { ...honest, outcome: 'RETRY_LATER' as const, posted: null, retryAfterMs: 1_000 } : honest;
      first = false;
      return answer;
    };
    expect(await authorize(900)).toBe('waiting');
    await bench.clock.advance(200);
    expect(bench.host.requests.map((request) => request.repeat)).toEqual([false, true]);
  });

  it('is unknown when RETRY_LATER does not fit, or comes again', async () => {
    bench = await new Bench().open();
    let afterMs = 10_000;
    bench.host.answerRequest = (_, honest) => ({
      ...honest,
      outcome: 'RETRY_LATER',
      posted: null,
      retryAfterMs: afterMs,
    });
    expect(await authorize(100)).toEqual({ kind: 'unknown', mayHaveLeft: true, why: 'retryLater' });
    afterMs = 1_000;
    expect(await authorize(1_200)).toEqual({ kind: 'unknown', mayHaveLeft: true, why: 'retryLater' });
    expect(bench.host.requests).toHaveLength(3);
  });

  it('waits behind a reversal, and gives up as never sent', async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = () => null;
    await bench.reversal();
    await bench.clock.advance(100);
    expect(await authorize(DEADLINE_MS)).toEqual({ kind: 'unknown', mayHaveLeft: false, why: 'offline' });
    expect(bench.host.requests).toHaveLength(0);
    // Positive control: with its receipt in, the next one goes.
    bench.host.answerPosting = (_, honest) => honest;
    bench.broker.cut(TERMINAL);
    await bench.clock.advance(3_000);
    expect(await authorize(200)).toMatchObject({ kind: 'answer' });
    expect(bench.host.course.map((what) => what.split(' ')[0])).toEqual(['reversal', 'reversal', 'request']);
  });

  it('goes before advices that wait', async () => {
    bench = await new Bench({ broker: { latencyMs: 100 } }).open();
    for (let n = 0; n < 60; n += 1) await bench.advice();
    await bench.clock.advance(150);
    expect(await authorize(1_500)).toMatchObject({ kind: 'answer' });
    const before = bench.host.course.findIndex((what) => what.startsWith('request'));
    expect(before).toBeGreaterThan(0);
    expect(bench.host.course.length).toBeGreaterThan(before + 1);
    await bench.clock.advance(5_000);
    expect(await bench.pending()).toBe(0);
  });

  it('counts a reply whose MAC does not hold, and names it as the reason', async () => {
    bench = await new Bench().open();
    bench.host.answerRequest = (_, honest) => {
      const sealed = sealDown(IDS, { ...KEY, keyId: 'mk-2' }, { kind: 'reply', answer: honest });
      bench.host.sayBytes(topicOf(IDS, 'down/reply'), sealed);
      return null;
    };
    expect(await authorize(DEADLINE_MS)).toEqual({ kind: 'unknown', mayHaveLeft: true, why: 'badMac' });
    expect(bench.alerts.codes()).toContain('BAD_MAC');
    expect(bench.counters.of('message.BAD_MAC')).toBe(1);
  });

  it('ends at once when the broker says that nobody listens', async () => {
    bench = await new Bench().open();
    bench.broker.pubackCode = (message) => (message.topic.endsWith('request') ? 0x10 : null);
    expect(await authorize(100)).toEqual({ kind: 'unknown', mayHaveLeft: true, why: 'offline' });
    expect(bench.alerts.codes()).toContain('NO_SUBSCRIBER');
  });
});

describe('link', () => {
  it('says birth on each connection, and death only when it stops', async () => {
    bench = await new Bench().open();
    bench.broker.cut(TERMINAL);
    await bench.clock.advance(2_000);
    expect(bench.host.statuses).toEqual(['birth', 'birth']);
    const stopping = bench.uplink.stop();
    await bench.clock.advance(100);
    await stopping;
    expect(bench.host.statuses).toEqual(['birth', 'birth', 'death']);
    await bench.clock.advance(40_000);
    expect(bench.host.statuses).toHaveLength(3); // the will was called off by the good-bye
  });

  it('lets the broker say its death when it vanishes for good', async () => {
    bench = await new Bench().open();
    bench.broker.unreachable = true;
    bench.broker.cut(TERMINAL);
    await bench.clock.advance(31_000);
    expect(bench.host.statuses).toEqual(['birth', 'death']);
  });

  it('notices a black hole by its own heartbeat, drops the socket and comes back', async () => {
    bench = await new Bench().open();
    bench.broker.blackHole(TERMINAL, true);
    await bench.clock.advance(35_000);
    expect(bench.uplink.status().state).not.toBe('online');
    await bench.clock.advance(8_000);
    expect(bench.uplink.status().state).toBe('offline');
    expect(bench.counters.of('link.dropped')).toBe(1);
    bench.broker.blackHole(TERMINAL, false);
    bench.uplink.nudge();
    await bench.clock.advance(200);
    expect(bench.uplink.status().state).toBe('online');
  });

  it('stays connected while only the host is silent, and sees it return', async () => {
    bench = await new Bench().open();
    bench.host.silent = true;
    await bench.clock.advance(120_000);
    expect(bench.uplink.status()).toMatchObject({ state: 'brokerOnly', problem: 'the host does not answer' });
    expect(bench.broker.connects).toBe(2); // host and terminal, once each
    const waiting = await bench.advice();
    await bench.clock.advance(1_000);
    expect(bench.host.postings).toHaveLength(0);
    bench.host.silent = false;
    await bench.clock.advance(36_000);
    expect(bench.uplink.status().state).toBe('online');
    expect(await bench.state(waiting)).toBe('posted');
  });

  it('tries again at growing distances, and at once when the network comes back', async () => {
    bench = new Bench();
    await bench.openHost();
    bench.broker.unreachable = true;
    bench.uplink.start();
    await bench.clock.advance(200);
    await bench.clock.advance(600_000);
    const tries = bench.counters.of('link.attempts');
    expect(tries).toBeGreaterThan(10);
    expect(tries).toBeLessThan(100);
    bench.broker.unreachable = false;
    bench.uplink.nudge();
    await bench.clock.advance(200);
    expect(bench.uplink.status().state).toBe('online');
  });

  it('raises an alert that names why the broker refuses, keeps trying, and clears it', async () => {
    bench = new Bench();
    await bench.openHost();
    bench.broker.refuseWith = 0x86;
    bench.uplink.start();
    await bench.clock.advance(1_200_000);
    expect(bench.alerts.raised[0]).toMatchObject({
      code: 'BROKER_REFUSED',
      text: expect.stringContaining('bad user name or password') as string,
    });
    expect(bench.counters.of('link.refused')).toBeLessThan(20);
    bench.broker.refuseWith = null;
    await bench.clock.advance(700_000);
    expect(bench.uplink.status().state).toBe('online');
    expect(bench.alerts.cleared).toContainEqual(expect.objectContaining({ code: 'BROKER_REFUSED' }));
  });

  it('knows the host’s time, also after the wall clock jumped', async () => {
    bench = new Bench();
    expect(bench.uplink.hostOffsetMs()).toBeNull();
    await bench.open();
    expect(Math.abs(bench.uplink.hostOffsetMs()! - 5_000)).toBeLessThan(50);
    bench.clock.setWall(0);
    expect(bench.uplink.hostOffsetMs()).toBeGreaterThan(1_700_000_000_000);
  });
});

describe('postings', () => {
  it('leave at once, in batches, oldest first, and are settled by receipts', async () => {
    bench = await new Bench().open();
    for (let n = 0; n < 50; n += 1) await bench.advice();
    await bench.clock.advance(5_000);
    expect(await bench.pending()).toBe(0);
    expect(bench.host.postings.map((posting) => posting.sequence)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(bench.host.postings.every((posting) => !posting.repeat)).toBe(true);
    expect(bench.host.batches[0]).toBe(1);
    expect(Math.max(...bench.host.batches)).toBeGreaterThan(5);
    expect(bench.counters.of('receipt.settled')).toBe(50);
  });

  it('go with reversals first', async () => {
    bench = new Bench();
    for (let n = 0; n < 5; n += 1) await bench.advice();
    await bench.reversal();
    await bench.open();
    await bench.clock.advance(2_000);
    expect(bench.host.course).toEqual(['reversal 6', 'advice 1', 'advice 2', 'advice 3', 'advice 4', 'advice 5']);
    expect(bench.host.postings[0]).toMatchObject({
      kind: 'reversal',
      reason: 'timeout',
      card: { maskedPan: CARD.maskedPan },
    });
  });

  it('are sent again with the repeat flag over a new connection when their receipts are lost', async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = () => null;
    const sale = await bench.advice();
    await bench.clock.advance(5_000);
    expect(bench.host.course).toEqual(['advice 1']); // no timed repeat on a live connection
    bench.host.answerPosting = (_, honest) => honest;
    await bench.clock.advance(25_000);
    expect(bench.host.course).toEqual(['advice 1', 'advice 1 repeat']);
    expect(bench.counters.of('link.dropped')).toBe(1);
    expect(await bench.state(sale)).toBe('posted');
    expect(bench.host.posted()).toHaveLength(1);
  });

  it('bear the repeat flag when another process may have sent them', async () => {
    bench = await new Bench().open();
    bench.host.silent = true;
    await bench.advice();
    const next = new Bench({ disk: bench.disk });
    await next.advice();
    await next.open();
    await next.clock.advance(1_000);
    expect(next.host.course).toEqual(['advice 1 repeat', 'advice 2']);
    const stopping = next.uplink.stop();
    await next.clock.advance(2_000);
    await stopping;
  });

  it('wait as long as RETRY_LATER says, those that it named and no others', async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = (_, honest) => ({
      ...honest,
      outcome: 'RETRY_LATER',
      posted: null,
      retryAfterMs: 20_000,
    });
    await bench.advice();
    await bench.clock.advance(100);
    bench.host.answerPosting = (_, honest) => honest;
    await bench.advice();
    await bench.clock.advance(19_000);
    expect(bench.host.course).toEqual(['advice 1', 'advice 2']);
    expect(bench.uplink.pauses()).toMatchObject([{ subject: 'posting 1' }]);
    await bench.clock.advance(2_000);
    expect(await bench.pending()).toBe(0);
  });

  it('wait as long as the echo’s flow hint says, in batches no larger than it wants', async () => {
    bench = new Bench();
    bench.host.pauseMs = 10_000;
    bench.host.batchMax = 2;
    for (let n = 0; n < 6; n += 1) await bench.advice();
    await bench.open();
    await bench.clock.advance(9_000);
    expect(bench.host.postings).toHaveLength(0);
    await bench.clock.advance(2_000);
    expect(await bench.pending()).toBe(0);
    expect(bench.host.batches).toEqual([2, 2, 2]);
  });

  it('go at once when an echo takes the pause back', async () => {
    bench = new Bench();
    bench.host.pauseMs = 600_000;
    await bench.advice();
    await bench.open();
    await bench.clock.advance(5_000);
    expect([bench.host.postings.length, bench.uplink.pauses().map(({ subject }) => subject)]).toEqual([
      0,
      ['all postings'],
    ]);
    bench.host.pauseMs = 0;
    await bench.clock.advance(40_000);
    expect([await bench.pending(), bench.uplink.pauses()]).toEqual([0, []]);
  });

  it('leave online sales of other cards alone while the host defers a reversal', async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = (_, honest) => ({
      ...honest,
      outcome: 'RETRY_LATER',
      posted: null,
      retryAfterMs: 60_000,
    });
    await bench.reversal();
    await bench.clock.advance(500);
    const ask = async (token: string) => {
      const { transaction } = await bench.journal.apply((await bench.begin()).key, { name: 'goOnline', card: CARD });
      const asked = bench.uplink.authorize(transaction, { ...CARD, token }, DEADLINE_MS);
      await bench.clock.advance(DEADLINE_MS);
      return asked;
    };
    expect(await ask('cd'.repeat(16))).toMatchObject({ kind: 'answer' });
    expect(await ask(CARD.token)).toMatchObject({ kind: 'unknown', mayHaveLeft: false });
  });

  it('are parked after the configured number of refusals, with an alert, and never dropped', async () => {
    bench = await new Bench({ uplink: { refusals: { ...SIM_UPLINK.refusals, parkAfter: 3 } } }).open();
    bench.host.answerPosting = (_, honest) => ({ ...honest, outcome: 'REJECTED', responseCode: '05', posted: null });
    const sale = await bench.advice();
    await bench.clock.advance(60_000);
    expect(bench.host.postings).toHaveLength(3);
    expect(await bench.state(sale)).toBe('parked');
    expect(bench.alerts.raised).toContainEqual({
      code: 'POSTING_PARKED',
      subject: keyText(sale.key),
      text: 'host rejected it with 05',
    });
    expect((await bench.journal.queue()).parked).toBe(1);
  });

  const refusing = (responseCode: string): void => {
    bench.host.answerPosting = (_, honest) => ({ ...honest, outcome: 'REJECTED', responseCode, posted: null });
  };

  it.each(['96', '91', '68'])('wait while the host is in trouble (%s) for 5 s: none is parked', async (code) => {
    bench = await new Bench().open();
    refusing(code);
    for (let n = 0; n < 12; n += 1) await bench.advice();
    const reversed = await bench.reversal();
    await bench.clock.advance(5_000);
    bench.host.answerPosting = (_, honest) => honest;
    await bench.clock.advance(10_000);
    expect([(await bench.journal.queue()).parked, await bench.pending()]).toEqual([0, 0]);
    expect(bench.host.posted()).toHaveLength(12);
    expect(await bench.state(reversed)).toBe('reversed');
  });

  it('are parked when such trouble lasts for hours, asked for once a minute meanwhile', async () => {
    bench = await new Bench().open();
    refusing('96');
    const sale = await bench.advice();
    await bench.clock.advance(5 * 3_600_000);
    expect(await bench.state(sale)).toBe('approved');
    expect(bench.host.postings.length).toBeLessThan(5 * 60 + 10);
    await bench.clock.advance(3_600_000 + 120_000);
    expect(await bench.state(sale)).toBe('parked');
  });

  it('are parked at once when the host does not understand them', async () => {
    bench = await new Bench().open();
    refusing('30');
    const sale = await bench.advice();
    await bench.clock.advance(1_000);
    expect([await bench.state(sale), bench.host.postings.length]).toEqual(['parked', 1]);
  });

  it('are parked at once on CONFLICT', async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = (_, honest) => ({ ...honest, outcome: 'CONFLICT', posted: money(7, 'EUR') });
    const sale = await bench.advice();
    await bench.clock.advance(1_000);
    expect(await bench.state(sale)).toBe('parked');
  });

  it('with another posted amount stay pending, raise an alert, and are not repeated hotly', async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = (_, honest) => ({ ...honest, posted: money(999, 'EUR') });
    const sale = await bench.advice();
    await bench.clock.advance(50_000);
    expect(bench.host.postings).toHaveLength(1);
    expect(await bench.state(sale)).toBe('approved');
    expect(bench.alerts.codes()).toContain('AMOUNT_MISMATCH');
    await bench.clock.advance(600_000);
    expect(bench.host.postings.length).toBeLessThan(6);
    bench.host.answerPosting = (_, honest) => honest;
    await bench.clock.advance(3_600_000);
    expect(await bench.state(sale)).toBe('posted');
  });

  it('survive a journal that fails while the receipt is applied', async () => {
    bench = await new Bench().open();
    bench.host.answerPosting = (_, honest) => {
      bench.disk.ioErrors = 1;
      return honest;
    };
    const sale = await bench.advice();
    await bench.clock.advance(100);
    expect(bench.counters.of('receipt.failed')).toBe(1);
    bench.host.answerPosting = (_, honest) => honest;
    await bench.clock.advance(120_000);
    expect(await bench.state(sale)).toBe('posted');
    expect(bench.host.course.slice(0, 2)).toEqual(['advice 1', 'advice 1 repeat']);
  });

  it.each([
    [0x10, 'NO_SUBSCRIBER'],
    [0x87, 'BROKER_REFUSED'],
    [0x97, 'BROKER_REFUSED'],
    [0x99, 'BROKER_REFUSED'],
  ] as const)('are kept and sent again when the broker answers %i', async (code, alert) => {
    bench = await new Bench().open();
    bench.broker.pubackCode = (message) => (message.topic.endsWith('posting') ? code : null);
    const sale = await bench.advice();
    await bench.clock.advance(500);
    expect(bench.alerts.codes()).toContain(alert);
    expect(bench.host.postings).toHaveLength(0);
    bench.broker.pubackCode = () => null;
    await bench.clock.advance(180_000);
    expect(await bench.state(sale)).toBe('posted');
  });

  it('fit what the broker takes', async () => {
    const maximumPacketSize = 2_048;
    bench = await new Bench({ broker: { maximumPacketSize } }).open();
    for (let n = 0; n < 20; n += 1) await bench.advice();
    await bench.clock.advance(10_000);
    expect(await bench.pending()).toBe(0);
    expect(Math.max(...bench.host.batches)).toBeLessThan(10);
  });
});
