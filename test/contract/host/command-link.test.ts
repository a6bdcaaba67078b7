import { describe, expect, it } from 'vitest';
import type { CommandResult, HostCommand } from '../../../src/domain/host-command.js';
import type { CommandLink } from '../../../src/ports/index.js';
import { FakeCommandLink } from '../../support/fakes/fake-command-link.js';
import { ISSUED } from '../../support/samples.js';
import { Bench } from '../../uplink/bench.js';
interface CommandStand {
  readonly link: CommandLink;
  up(): Promise<void>;
  give(command: HostCommand): Promise<void>;
  /** What has come to the host. */
  results(): readonly CommandResult[];
  close(): Promise<void>;
}

function uplinkStand(): CommandStand {
  const bench = new Bench();
  return {
    link: bench.uplink,
    up: async () => void (await bench.open()),
    give: async (command) => {
      bench.host.command(command);
      await bench.clock.advance(100);
    },
    results: () => bench.host.commandResults,
    close: () => bench.close(),
  };
}

function fakeStand(): CommandStand {
  const link = new FakeCommandLink();
  return {
    link,
    up: async () => void link.results.splice(0), // what was said before the host heard is lost
    give: async ({ counter, order, ...issued }) => link.give(counter, order, issued),
    results: () => link.results,
    close: async () => undefined,
  };
}

/** What every CommandLink must do (ports/host.ts). */
describe.each([
  ['uplink', uplinkStand],
  ['fake', fakeStand],
] as const)('command link: %s', (_, make) => {
  it('hands on commands in their order, repeats too, to all who listen and to nobody else', async () => {
    const stand = make();
    await stand.up();
    const heard: number[] = [];
    const too: number[] = [];
    const end = stand.link.onCommand(({ counter }) => heard.push(counter));
    stand.link.onCommand(({ counter }) => too.push(counter));
    for (const counter of [1, 2, 2]) await stand.give({ counter, ...ISSUED, order: { kind: 'closeBatch' } });
    end();
    await stand.give({ counter: 3, ...ISSUED, order: { kind: 'resetOfflineCounters' } });
    expect(heard).toEqual([1, 2, 2]);
    expect(too).toEqual([1, 2, 2, 3]);
    await stand.close();
  });

  it('brings results to the host, and loses those that cannot leave without a word', async () => {
    const stand = make();
    stand.link.sendResult({ counter: 1, outcome: 'done', text: 'too early' });
    await stand.up();
    stand.link.sendResult({ counter: 2, outcome: 'done', text: 'settled' });
    await stand.give({ counter: 3, ...ISSUED, order: { kind: 'closeBatch' } });
    expect(stand.results()).toEqual([{ counter: 2, outcome: 'done', text: 'settled' }]);
    await stand.close();
  });
});
