import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { Disk } from '../../../hw-sim/power/disk.js';
import { FileImage } from '../../../hw-sim/power/file-image.js';
import { duringCheckpoint, duringNaming } from '../../../hw-sim/power/moments.js';
import {
  asSynchronousNormal,
  type Operation,
  readRecording,
  type Recorded,
  writeRecording,
} from '../../../hw-sim/power/recording.js';
import { readStalls, shimEnvironment } from '../../../hw-sim/power/shim.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { withShim } from '../../support/with-shim.js';
import { runSyscallFaults } from '../disk/syscall-faults.js';
import { compiled } from '../programme/compiled.js';
import { passed } from '../programme/row.js';
import { recordStory } from './cuts.js';
import { runPowerCuts } from './power-cuts.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tillpost-power-'));
  folders.push(folder);
  return folder;
}

const write = (path: string, offset: number, text: string): Operation => ({
  kind: 'write',
  path,
  offset,
  data: Buffer.from(text),
});
const after = (operations: readonly Operation[]): Disk => {
  const disk = new Disk();
  for (const operation of operations) disk.apply(operation);
  return disk;
};
const text = (disk: Disk, cut: 'none' | 'all'): Record<string, string> =>
  Object.fromEntries([...disk.cut(cut, new SimRandom(1))].map(([path, content]) => [path, content?.toString() ?? '/']));

describe('the disk of a power cut', () => {
  const file: readonly Operation[] = [
    { kind: 'create', path: 'a' },
    { kind: 'sync', path: '' },
    write('a', 0, 'old'),
    { kind: 'sync', path: 'a' },
  ];

  it('keeps what was synced and may lose what was not', () => {
    const disk = after([...file, write('a', 0, 'new')]);
    expect([text(disk, 'none'), text(disk, 'all')]).toEqual([{ a: 'old' }, { a: 'new' }]);
  });

  it('keeps a name only once its directory was synced', () => {
    const disk = after([...file, { kind: 'rename', path: 'a', to: 'b' }]);
    expect([text(disk, 'none'), text(disk, 'all')]).toEqual([{ a: 'old' }, { b: 'old' }]);
    disk.apply({ kind: 'sync', path: '' });
    expect(text(disk, 'none')).toEqual({ b: 'old' });
  });

  it('loses what stands in a folder whose name it lost', () => {
    const course: readonly Operation[] = [
      { kind: 'mkdir', path: 'd' },
      { kind: 'create', path: 'd/a' },
      write('d/a', 0, 'x'),
      { kind: 'sync', path: 'd/a' },
      { kind: 'sync', path: 'd' },
    ];
    expect([text(after(course), 'none'), text(after([...course, { kind: 'sync', path: '' }]), 'none')]).toEqual([
      {},
      { d: '/', 'd/a': 'x' },
    ]);
  });

  it('tears a write at sectors', () => {
    const disk = after([...file, write('a', 0, 'x'.repeat(2048))]);
    const seen = new Set<string>();
    for (let seed = 0; seed < 50; seed += 1) {
      const content = disk.cut('torn', new SimRandom(seed)).get('a')!;
      for (let at = 512; at < content.length; at += 512)
        seen.add(new Set(content.subarray(at, at + 512)).size === 1 ? 'whole' : 'mixed');
    }
    expect(seen).toEqual(new Set(['whole']));
  });

  it('does not bring back what was cut off', () => {
    const image = new FileImage(Buffer.from('secret'));
    image.truncate(1);
    image.write(3, Buffer.from('x'));
    expect(image.content.toString('latin1')).toBe('s\0\0x');
  });

  it('takes the commits’ syncs away for NORMAL and leaves those of a checkpoint', () => {
    const sync = (path: string): Operation => ({ kind: 'sync', path });
    const course = [
      write('j-wal', 0, '1'),
      sync('j-wal'),
      write('j-wal', 1, '2'),
      sync('j-wal'),
      write('j', 0, '12'),
      sync('j'),
    ];
    expect(asSynchronousNormal(course)).toEqual([course[0], course[2], course[3], course[4], course[5]]);
  });
});

describe('a recording', () => {
  it('is read back as it was written, with the time of each operation', () => {
    const operations: readonly Recorded[] = [
      { kind: 'create', path: 'a', atUs: 1 },
      { ...write('a', 512, 'bytes'), atUs: 2 },
      { kind: 'truncate', path: 'a', size: 100, atUs: 3 },
      { kind: 'sync', path: '', atUs: 4 },
      { kind: 'rename', path: 'a', to: 'b/c', atUs: 5 },
      { kind: 'mark', text: '{"said":"told"}', atUs: 6 },
    ];
    const path = join(scratch(), 'recording');
    writeRecording(path, operations);
    expect(readRecording(path)).toEqual(operations);
    // The last record of a program that was killed may be half written: that call was never answered.
    truncateSync(path, statSync(path).size - 3);
    expect(readRecording(path, { killed: true })).toEqual(operations.slice(0, -1));
    expect(() => readRecording(path)).toThrow('within a record');
  });

  it('tells where a checkpoint is under way', () => {
    const sync = (path: string): Operation => ({ kind: 'sync', path });
    const course: readonly Operation[] = [
      write('j', 0, 'first'),
      write('j-wal', 0, '1'),
      sync('j-wal'),
      write('j', 0, '1'),
      sync('j'),
      { kind: 'truncate', path: 'j-wal', size: 0 },
      write('j-wal', 0, '2'),
    ];
    expect(duringCheckpoint(course, 'j')).toEqual([false, false, false, false, true, true, false, false]);
  });

  it('tells where a file waits for its name', () => {
    const sync = (path: string): Operation => ({ kind: 'sync', path });
    const course: readonly Operation[] = [
      sync('b'),
      { kind: 'create', path: 'b/x.new' },
      sync('b/x.new'),
      { kind: 'rename', path: 'b/x.new', to: 'b/x' },
      sync('b'),
      sync('b'),
    ];
    expect(duringNaming(course, 'b')).toEqual([false, false, true, true, true, false, false]);
  });

  it('of stalls cannot be misread', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillpost-stalls-'));
    folders.push(folder);
    writeFileSync(join(folder, 'report'), '12 main\n?\n');
    expect(() => readStalls(join(folder, 'report'))).toThrow('the shim reported "?"');
  });
});

withShim('power', 'recordings, power cuts, stalls and syscall faults', () => {
  describe('a recorded process', () => {
    it('holds no write to what took the number of a closed file', async () => {
      const dir = realpathSync(scratch());
      const log = join(scratch(), 'log');
      // Files are closed past the library, as libuv does it, and their numbers become those of sockets.
      const program = `
      const { closeSync, openSync, writeSync } = require('node:fs');
      const { connect, createServer } = require('node:net');
      const files = [0, 1, 2, 3, 4, 5].map((name) => openSync(${JSON.stringify(dir)} + '/' + name, 'w'));
      for (const file of files) writeSync(file, 'to the file');
      files.forEach((file) => closeSync(file));
      const server = createServer((socket) => socket.end('to the socket')).listen(${JSON.stringify(join(scratch(), 's'))}, () => {
        connect(server.address()).on('end', () => server.close()).resume().end('to the server');
      });`;
      const env = { ...process.env, ...shimEnvironment({ mode: 'record', dir, log, marks: `${log}.marks` }) };
      await promisify(execFile)(process.execPath, ['-e', program], { env });
      const written = readRecording(log).flatMap((operation) =>
        operation.kind === 'write' ? [operation.data.toString()] : [],
      );
      expect(written).toEqual(Array(6).fill('to the file'));
    });
  });

  describe('a directory of the journal that is made with others above it', () => {
    it('stands after a power cut, whatever was not synced', async () => {
      const dir = realpathSync(scratch());
      const log = join(scratch(), 'log');
      const program = `
      import { privateDirectory } from ${JSON.stringify(pathToFileURL(compiled('src/journal/file/files.js')).href)};
      privateDirectory(${JSON.stringify(join(dir, 'a', 'b', 'c'))});`;
      const env = { ...process.env, ...shimEnvironment({ mode: 'record', dir, log, marks: `${log}.marks` }) };
      await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env });
      expect(text(after(readRecording(log)), 'none')).toEqual({ a: '/', 'a/b': '/', 'a/b/c': '/' });
    });
  });

  describe('power cuts', () => {
    it('sees what the real journal writes and syncs, in its own thread', async () => {
      const folder = scratch();
      const operations = readRecording(await recordStory(folder, 3, 9));
      const count = (kind: string, path: string): number =>
        operations.filter((operation) => operation.kind === kind && 'path' in operation && operation.path === path)
          .length;
      expect(count('write', 'journal.db-wal')).toBeGreaterThan(50);
      expect(count('sync', 'journal.db-wal')).toBeGreaterThan(10);
      expect(count('write', 'journal.db')).toBeGreaterThan(5);
      // From the disk's own operations the very files come out.
      expect([...after(operations).cut('all', new SimRandom(1)).keys()]).toEqual(
        expect.arrayContaining(['journal.db', 'journal.key']),
      );
    }, 60_000);

    it('lose nothing, and the checkers catch synchronous NORMAL, a commit after “approved” and a mark that stays', async () => {
      const cuts = { states: 60, recoveries: 2, cutsOfRecovery: 5 };
      const size = { recordings: 1, agentSales: 3, journalSales: 9, agent: cuts, journal: cuts, live: 2, putBacks: 1 };
      const result = await runPowerCuts({ seed: 11, progress: () => undefined }, size);
      expect({ ...result, passed: passed(result) }).toMatchObject({ trials: 143, passed: true, failures: [] });
    }, 120_000);
  });

  describe('stalls', () => {
    const script = `
    const { openSync, fsyncSync } = require('node:fs');
    const { Worker, isMainThread } = require('node:worker_threads');
    const sync = (path) => fsyncSync(openSync(path, 'w'));
    sync(process.argv.at(-1) + '/dir/file');
    sync(process.argv.at(-1) + '/outside');
    if (isMainThread) new Worker(__filename, { argv: process.argv.slice(-1) });`;

    it('are reported with their length and thread, and only while they are switched on', async () => {
      const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tillpost-stalls-')));
      folders.push(folder);
      const [dir, report, on] = [join(folder, 'dir'), join(folder, 'report'), join(folder, 'on')];
      mkdirSync(dir);
      writeFileSync(join(folder, 'script.cjs'), script);
      const env = shimEnvironment({
        mode: 'stall',
        dir,
        switch: on,
        report,
        seed: 1,
        percent: 100,
        leastMs: 2,
        mostMs: 4,
      });
      const run = () =>
        promisify(execFile)(process.execPath, [join(folder, 'script.cjs'), folder], {
          env: { ...process.env, ...env },
        });
      await run();
      expect(readStalls(report)).toEqual([]);
      writeFileSync(on, '');
      await run();
      const stalls = readStalls(report);
      expect(stalls.map(({ inMainThread }) => inMainThread)).toEqual([true, false]);
      expect(stalls.every(({ ms }) => ms >= 2 && ms <= 4)).toBe(true);
    });
  });

  describe('syscall faults', () => {
    it('lose nothing at the first calls, and the checkers catch a swallowed error', async () => {
      const result = await runSyscallFaults(
        { seed: 4, progress: () => undefined },
        { stories: 1, lastingEvery: 10 },
        15,
      );
      expect(result.failures).toEqual([]);
      expect(result.trials).toBeGreaterThan(30);
      expect(result.control.caught).toBe(true);
    }, 60_000);
  });
});
