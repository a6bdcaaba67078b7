import { execFile } from 'node:child_process';
import { accessSync, chmodSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { batchCsv } from '../../src/cli/text/csv.js';
import { settlementReport } from '../../src/cli/text/report.js';
import type { ControlServer } from '../../src/control/server.js';
import { scratchDirectories } from '../support/scratch.js';
import { bare, differingBatch } from './sample-batch.js';
import { answerAs, type Ran, sampleSale, writeConfig } from './till.js';

const scratch = scratchDirectories();
const ROOT = resolve(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/src/main.js');
let server: ControlServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

/** The compiled program as a process of its own; `make test` builds it first. */
function spawned(words: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [MAIN, ...words],
      { env: { PATH: process.env['PATH'] ?? '', ...env } },
      (error, out, err) => {
        done({ status: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err });
      },
    );
  });
}

/** Packages that are loaded before the command is known: static imports only, from main.ts on. */
function loadedAtStart(): Set<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, specifier = ''] of text.matchAll(/^(?:import|export)\b(?:[^'";]*?\bfrom)? '([^']+)';/gm)) {
      if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier));
      else if (!specifier.startsWith('node:')) packages.add(specifier);
    }
  };
  visit(MAIN);
  if (seen.size < 15) throw new Error('the walk over the imports is broken');
  return packages;
}

describe('the program as it is installed', () => {
  it('can be executed by its name and knows its version', async () => {
    accessSync(MAIN, constants.X_OK);
    expect(readFileSync(MAIN, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(await spawned(['--version'])).toEqual({ status: 0, out: `${version}\n`, err: '' });
  });

  it('answers to `npx tillpost` in a checkout, as `make build` leaves it', async () => {
    const ran = await new Promise<string>((done) => {
      execFile('npx', ['tillpost', '--help'], { cwd: ROOT }, (error, out, err) => done(error === null ? out : err));
    });
    expect(ran).toContain('Usage: tillpost');
  });

  it('loads nothing but the command parser before the command is known', () => {
    expect([...loadedAtStart()]).toEqual(['commander']);
  });

  it('takes a sale and returns the outcome as its exit status', async () => {
    const directory = scratch();
    const config = writeConfig(directory);
    server = await answerAs(directory, {
      'sale.start': async () => sampleSale({ outcome: 'declined', response_code: '51' }),
    });
    const ran = await spawned(['sale', '12.50', '--json'], { TILLPOST_CONFIG: config });
    expect([ran.status, ran.err]).toEqual([10, '']);
    expect(JSON.parse(ran.out)).toMatchObject({ outcome: 'declined', response_code: '51' });
  });

  it('closes a batch that differs, and prints the report and the CSV byte for byte', async () => {
    const directory = scratch();
    const config = writeConfig(directory);
    server = await answerAs(directory, {
      'settlement.start': async () => bare(differingBatch()),
      'batch.show': async () => differingBatch(),
    });
    const closed = await spawned(['settle', '--json'], { TILLPOST_CONFIG: config });
    expect([closed.status, closed.err, JSON.parse(closed.out)]).toEqual([12, '', bare(differingBatch())]);
    const report = await spawned(['batch', 'show', '17', '--report'], { TILLPOST_CONFIG: config });
    expect(report).toEqual({ status: 0, out: settlementReport(differingBatch()), err: '' });
    const csv = await spawned(['batch', 'show', '17', '--csv'], { TILLPOST_CONFIG: config });
    expect(csv).toEqual({ status: 0, out: batchCsv(differingBatch()), err: '' });
  });

  it('does not start on a configuration that is wrong: 78, nothing on standard output', async () => {
    const directory = scratch();
    const config = writeConfig(directory);
    chmodSync(join(directory, 'message.key'), 0o644);
    const open = await spawned(['run', '--json', '-c', config]);
    expect([open.status, open.out]).toEqual([78, '']);
    expect(JSON.parse(open.err)).toMatchObject({ error: { code: 'CONFIG_PERMISSIONS' } });
    writeFileSync(config, '[reader]\npth = "x"\n');
    const wrong = await spawned(['run', '-c', config]);
    expect([wrong.status, wrong.out]).toEqual([78, '']);
    expect(wrong.err).toContain('reader.pth: unknown key');
  });
});
