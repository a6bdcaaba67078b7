import { afterEach, describe, expect, it } from 'vitest';
import type { HostCommand } from '../../../src/domain/host-command.js';
import { ISSUED } from '../../support/samples.js';
import { Bench, TERMINAL } from '../bench.js';
let bench: Bench;
let heard: HostCommand[];
afterEach(async () => {
  await bench.close();
  await bench.clock.advance(60_000);
  expect(bench.clock.pending).toBe(0);
});

const STOP: HostCommand = { counter: 4, ...ISSUED, order: { kind: 'stopSales', reason: 'recall of firmware 7' } };
const LIMITS: HostCommand = {
  counter: 5,
  ...ISSUED,
  order: { kind: 'setLimits', entryMode: 'contactless', currency: 'EUR', limits: { allowed: true, ceiling: 2_000 } },
};

async function open(): Promise<void> {
  bench = await new Bench().open();
  heard = [];
  bench.uplink.onCommand((command) => heard.push(command));
}

describe('host commands', () => {
  it('are handed on in the order in which they came', async () => {
    await open();
    bench.host.command(STOP);
    bench.host.command(LIMITS);
    bench.host.command({
      counter: 6,
      ...ISSUED,
      order: { kind: 'resend', epoch: 'ab'.repeat(8), afterSequence: 4, afterTransaction: 2 },
    });
    await bench.clock.advance(100);
    expect(heard).toEqual([
      STOP,
      LIMITS,
      {
        counter: 6,
        ...ISSUED,
        order: { kind: 'resend', epoch: 'ab'.repeat(8), afterSequence: 4, afterTransaction: 2 },
      },
    ]);
  });

  it('that are delivered twice are handed on twice, and the journal takes the first only', async () => {
    await open();
    const taken: string[] = [];
    bench.uplink.onCommand((command) => void bench.journal.acceptCommand(command).then((word) => taken.push(word)));
    bench.host.command(STOP);
    await bench.clock.advance(100);
    await bench.journal.finishCommand({ counter: STOP.counter, outcome: 'done', text: '' });
    bench.host.command(STOP);
    bench.host.command({ ...LIMITS, counter: 3 });
    await bench.clock.advance(100);
    expect(heard).toEqual([STOP, STOP, { ...LIMITS, counter: 3 }]);
    expect(taken).toEqual(['accepted', 'replayed', 'replayed']);
  });

  it('wait at the broker for a terminal that is away', async () => {
    await open();
    bench.broker.unreachable = true;
    bench.broker.cut(TERMINAL);
    bench.host.command(STOP);
    await bench.clock.advance(5_000);
    expect(heard).toHaveLength(0);
    bench.broker.unreachable = false;
    bench.uplink.nudge();
    await bench.clock.advance(1_000);
    expect(heard).toEqual([STOP]);
  });

  it('that nobody listens to are counted', async () => {
    await open();
    const quiet = await new Bench().open();
    quiet.host.command(STOP);
    await quiet.clock.advance(100);
    expect(quiet.counters.of('command.unheard')).toBe(1);
    await quiet.close();
    // Positive control, and the end of a subscription.
    const stop = bench.uplink.onCommand(() => undefined);
    stop();
    bench.host.command(STOP);
    await bench.clock.advance(100);
    expect(bench.counters.of('command.unheard')).toBe(0);
    expect(heard).toHaveLength(1);
  });
});

describe('command results', () => {
  it('reach the host, one line of at most 200 characters, without anything like a card number', async () => {
    await open();
    bench.uplink.sendResult({ counter: 4, outcome: 'done', text: 'sales are stopped' });
    bench.uplink.sendResult({
      counter: 5,
      outcome: 'refused',
      text: `no card 4111 1111 1111 1111\nhere ${'💳'.repeat(300)}`,
    });
    bench.uplink.sendResult({ counter: 4, outcome: 'replayed', text: '' });
    await bench.clock.advance(200);
    expect(bench.host.commandResults).toEqual([
      { counter: 4, outcome: 'done', text: 'sales are stopped' },
      {
        counter: 5,
        outcome: 'refused',
        text: expect.stringMatching(/^no card \[redacted\] here 💳{175,}$/u) as string,
      },
      { counter: 4, outcome: 'replayed', text: '' },
    ]);
    expect(Array.from(bench.host.commandResults[1]!.text)).toHaveLength(200);
  });

  it('without a connection are counted, and nothing waits', async () => {
    await open();
    bench.broker.unreachable = true;
    bench.broker.cut(TERMINAL);
    await bench.clock.advance(100);
    bench.uplink.sendResult({ counter: 4, outcome: 'done', text: '' });
    expect(bench.counters.of('command.resultLost')).toBe(1);
    bench.broker.unreachable = false;
    bench.uplink.nudge();
    await bench.clock.advance(1_000);
    expect(bench.host.commandResults).toHaveLength(0);
  });

  it('that the connection swallows are counted', async () => {
    await open();
    bench.broker.blackHole(TERMINAL, true);
    bench.uplink.sendResult({ counter: 4, outcome: 'done', text: '' });
    for (let n = 0; n < 40; n += 1) bench.uplink.sendResult({ counter: 5, outcome: 'done', text: '' });
    expect(bench.counters.of('aside.full')).toBe(8); // one is on its way, 32 wait
    bench.broker.cut(TERMINAL);
    await bench.clock.advance(10);
    expect(bench.counters.of('aside.lost')).toBe(33);
    bench.broker.blackHole(TERMINAL, false);
  });

  it('that the broker refuses raise an alert', async () => {
    await open();
    bench.broker.pubackCode = (message) => (message.topic.endsWith('up/command') ? 0x87 : null);
    bench.uplink.sendResult({ counter: 4, outcome: 'done', text: '' });
    await bench.clock.advance(100);
    expect(bench.alerts.raised).toMatchObject([
      { code: 'BROKER_REFUSED', subject: expect.stringContaining('up/command') as string },
    ]);
  });
});
