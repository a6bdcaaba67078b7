import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { watchMirrorPlace } from '../../src/agent/mirror-place.js';
import { mirrorPathOf } from '../../src/config/config.js';
import { HeardAlerts } from '../support/heard.js';
import { scratchDirectories } from '../support/scratch.js';

describe('where the mirror log lies', () => {
  const scratch = scratchDirectories();
  const pathOf = (mirrorPath: string | null): string | null =>
    mirrorPathOf({ state: { dir: '/var/lib/tillpost', mirrorPath } } as Parameters<typeof mirrorPathOf>[0]);

  it('is a directory beside the state, unless it is named', () => {
    expect([null, '/sd/mirror.log', ''].map(pathOf)).toEqual([
      '/var/lib/tillpost.mirror/mirror.log',
      '/sd/mirror.log',
      null,
    ]);
  });

  it('is told when it is the device of the journal, or nowhere', () => {
    const state = scratch();
    const beside = join(`${state}.mirror`, 'mirror.log');
    mkdirSync(`${state}.mirror`);
    const told = (mirrorPath: string | null): unknown => {
      const alerts = new HeardAlerts();
      watchMirrorPlace(state, mirrorPath, alerts);
      return alerts.active().map(({ code, subject }) => `${code} ${subject}`);
    };
    expect(told(beside)).toEqual([`MIRROR_NOT_APART ${beside}`]);
    expect(told(null)).toEqual([`MIRROR_NOT_APART ${state}`]);
    expect(told('/proc/mirror.log')).toEqual([]);
    expect(told('/nowhere/mirror.log')).toEqual([]);
  });

  const DEVICE = 'the mirror log lies on the device of the journal';
  const DISK = 'the mirror log lies on another file system of the journal’s own disk, sda';
  const NONE = 'there is no mirror log: what is owed stands once';
  const ADVICE = '; /mnt/sd is another disk: set state.mirror_path = "/mnt/sd/tillpost.mirror/mirror.log"';

  it.each<
    [mirror: 'beside' | 'elsewhere' | null, ofMirror: string | null, others: readonly string[], said: readonly string[]]
  >([
    ['beside', 'sda', ['/mnt/sd', '/srv'], [DEVICE + ADVICE]],
    ['beside', 'sda', [], [DEVICE]],
    [null, null, ['/mnt/sd'], [NONE + ADVICE]],
    [null, null, [], [NONE]],
    ['elsewhere', 'sda', ['/mnt/sd'], [DISK + ADVICE]],
    ['elsewhere', 'sdb', ['/mnt/sd'], []],
    ['elsewhere', null, ['/mnt/sd'], []],
  ])('%s on disk %s, with %j as others', (mirror, ofMirror, others, said) => {
    const state = scratch();
    const path = mirror === null ? null : mirror === 'beside' ? join(state, 'mirror.log') : '/proc/mirror.log';
    const alerts = new HeardAlerts();
    watchMirrorPlace(state, path, alerts, {
      behind: (of) => (of === state ? 'sda' : ofMirror),
      besides: (of) => (of === state ? others : []),
    });
    expect(alerts.active().map(({ text }) => text)).toEqual(said);
  });
});
