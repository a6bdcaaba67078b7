import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Config, findConfigPath, loadConfig, offlineLimits } from '../../src/config/config.js';
import { ENTRY_MODES } from '../../src/domain/card.js';
import { allCurrencies } from '../../src/domain/currency.js';
import { TillpostError } from '../../src/domain/errors.js';
import { AMOUNT_MAX } from '../../src/domain/money.js';
import { scratchDirectories } from '../support/scratch.js';
import { thrownBy } from '../support/thrown.js';

const scratch = scratchDirectories();
const KEY = '00112233445566778899aabbccddeeff'.repeat(2);

interface Sections {
  readonly terminal: string;
  readonly state: string;
  readonly reader: string;
  readonly broker: string;
  readonly uplink: string;
  readonly control: string;
  readonly more: string;
}

const GOOD: Sections = {
  terminal: 'merchant_id = "M0001"\nterminal_id = "T0000042"',
  state: 'dir = "state"',
  reader: 'path = "/dev/ttyACM0"',
  broker: '',
  uplink: 'key_id = "k1"\nkey_file = "message.key"',
  control: 'socket = "run/control.sock"',
  more: '',
};

/** A configuration that is right, but for the change, with its key file beside it. */
function written(change: Partial<Sections> = {}): string {
  const directory = scratch();
  writeFileSync(join(directory, 'message.key'), `${KEY}\n`, { mode: 0o600 });
  const { more, ...sections } = { ...GOOD, ...change };
  const text = Object.entries(sections).map(([name, body]) => (body === '-' ? '' : `[${name}]\n${body}\n`));
  const path = join(directory, 'tillpost.toml');
  writeFileSync(path, `${text.join('\n')}\n${more}\n`);
  return path;
}

function load(change: Partial<Sections> = {}): Config {
  return loadConfig(written(change));
}

describe('loadConfig', () => {
  it('fills in safe defaults and makes paths absolute from the file', () => {
    const path = written();
    const config = loadConfig(path);
    const base = resolve(path, '..');
    expect(config).toEqual({
      path,
      terminal: { merchantId: 'M0001', terminalId: 'T0000042', currency: null },
      state: {
        dir: join(base, 'state'),
        mirrorPath: null,
        reserveBytes: 1_048_576,
        lowWaterBytes: 8_388_608,
        retentionDays: 30,
      },
      backup: { dir: '', everyHours: 24, keepCount: 7, keepDays: 30 },
      reader: {
        driver: 'cells',
        path: '/dev/ttyACM0',
        cardTimeoutMs: 30_000,
        recoveryWaitMs: 10_000,
        confirmIdleMs: 30_000,
        onTamper: 'stop',
      },
      broker: {
        urls: ['mqtt://127.0.0.1:1883'],
        username: null,
        passwordFile: null,
        caFile: null,
        certFile: null,
        keyFile: null,
      },
      uplink: {
        keyId: 'k1',
        keyFile: join(base, 'message.key'),
        requestDeadlineMs: 5_000,
        heartbeatIntervalMs: 30_000,
        probeTimeoutMs: 2_000,
        receiptTimeoutMs: 5_000,
        batchMaxBytes: 16_384,
        windowMessages: 4,
        commandMaxAgeHours: 24,
        parkAfterRefusals: 3,
        temporaryCodes: ['09', '19', '22', '28', '68', '90', '91', '92', '96'],
        malformedCodes: ['12', '13', '30', '40'],
        parkTemporaryAfterMs: 21_600_000,
        connectTimeoutMs: 10_000,
        reconnectMaxMs: 60_000,
      },
      control: { socket: join(base, 'run/control.sock'), frameLimitBytes: 65_536, idleTimeoutMs: 10_000 },
      offline: { queueDepth: 10_000, beforeFirstContact: false, tables: {} },
      sale: { duplicateWindowMs: 60_000, duplicateAnswerMs: 15_000, keyWindowHours: 72, tillGone: 'finish' },
      settlement: {
        schedule: [],
        dayStartsAt: '04:00',
        drainMaxMs: 30_000,
        answerTimeoutMs: 5_000,
        lateAfterMs: 3_600_000,
      },
      log: { level: 'info', file: null, fileMaxBytes: 10_485_760 },
    });
  });

  it('starts the directory of the backups at the file', () => {
    const path = written({ more: '[backup]\ndir = "backups"' });
    expect(loadConfig(path).backup.dir).toBe(join(resolve(path, '..'), 'backups'));
  });

  const EXAMPLE = resolve(import.meta.dirname, '../../packaging/tillpost.example.toml');

  it('loads the example file as it is', () => {
    const directory = scratch();
    const path = join(directory, 'tillpost.toml');
    copyFileSync(EXAMPLE, path);
    writeFileSync(join(directory, 'message.key'), KEY, { mode: 0o600 });
    expect(loadConfig(path).terminal).toEqual({ merchantId: 'M0001', terminalId: 'T0000042', currency: 'EUR' });
  });

  it('shows every key in the example, each comment holding the true default', () => {
    const directory = scratch();
    const path = join(directory, 'tillpost.toml');
    // Keys that are commented out become real; those of files that a terminal may not have stay away.
    const text = readFileSync(EXAMPLE, 'utf8');
    const optional = /^# (mirror_path|username|password_file|ca_file|cert_file|key_file|file) = .*$/gm;
    writeFileSync(path, text.replace(optional, '').replace(/^# ([a-z_]+ = |\[offline)/gm, '$1'));
    writeFileSync(join(directory, 'message.key'), KEY, { mode: 0o600 });
    const shown = loadConfig(path);
    copyFileSync(EXAMPLE, path);
    const { offline: shownOffline, ...shownRest } = shown;
    const { offline, ...rest } = loadConfig(path);
    expect(shownRest).toEqual(rest);
    for (const mode of ENTRY_MODES) {
      expect(offlineLimits({ offline: shownOffline }, mode, 'EUR')).toEqual(offlineLimits({ offline }, mode, 'EUR'));
    }
    const names = (value: object): string[] =>
      Object.entries(value).flatMap(([name, inner]) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? names(inner as object) : [name],
      );
    const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const missing = names(rest)
      .map(snake)
      .filter((name) => name !== 'path' && !new RegExp(`^#? ?${name} = `, 'm').test(text));
    expect(missing).toEqual([]);
    const limits = [
      'allowed',
      'ceiling',
      'stored_count',
      'stored_amount',
      'oldest_age_s',
      'card_count',
      'card_amount',
      'deferred',
      'refunds',
      'queue_depth',
    ];
    expect(limits.filter((name) => !new RegExp(`^# ${name} = `, 'm').test(text))).toEqual([]);
  });

  type Row = readonly [what: string, change: Partial<Sections>, code: string, ...parts: string[]];
  const BAD: readonly Row[] = [
    ['an unknown key', { reader: 'path = "/dev/x"\npth = "/dev/y"' }, 'CONFIG_INVALID', 'reader.pth', 'unknown key'],
    ['an unknown section', { more: '[readr]\npath = "x"' }, 'CONFIG_INVALID', 'readr', 'unknown key'],
    [
      'an unknown offline key',
      { more: '[offline.chip.EUR]\nceilling = 1' },
      'CONFIG_INVALID',
      'offline.chip.EUR.ceilling',
    ],
    ['a missing section', { reader: '-' }, 'CONFIG_INVALID', 'reader', 'expected a table [reader]', 'found nothing'],
    [
      'a missing key',
      { terminal: 'merchant_id = "M"' },
      'CONFIG_INVALID',
      'terminal.terminal_id',
      '1 to 16',
      'found nothing',
    ],
    [
      'text for a number',
      { uplink: `${GOOD.uplink}\nwindow_messages = "4"` },
      'CONFIG_INVALID',
      'uplink.window_messages',
      'whole number 1 to 64',
      'found "4"',
    ],
    [
      'a number for text',
      { terminal: 'merchant_id = 1\nterminal_id = "T"' },
      'CONFIG_INVALID',
      'terminal.merchant_id',
      'found 1',
    ],
    [
      'a fraction',
      { reader: 'path = "x"\ncard_timeout_ms = 1500.5' },
      'CONFIG_INVALID',
      'reader.card_timeout_ms',
      'whole number',
      'found 1500.5',
    ],
    ['nan', { reader: 'path = "x"\ncard_timeout_ms = nan' }, 'CONFIG_INVALID', 'reader.card_timeout_ms', 'found NaN'],
    ['infinity', { reader: 'path = "x"\ncard_timeout_ms = inf' }, 'CONFIG_INVALID', 'reader.card_timeout_ms'],
    [
      'a date',
      { state: 'dir = "s"\nretention_days = 2026-01-01' },
      'CONFIG_INVALID',
      'state.retention_days',
      'found a date',
    ],
    [
      'too small',
      { uplink: `${GOOD.uplink}\nwindow_messages = 0` },
      'CONFIG_INVALID',
      'uplink.window_messages',
      '1 to 64',
      'found 0',
    ],
    [
      'too large',
      { uplink: `${GOOD.uplink}\nrequest_deadline_ms = 60001` },
      'CONFIG_INVALID',
      'uplink.request_deadline_ms',
      'found 60001',
    ],
    ['negative', { state: 'dir = "s"\nretention_days = -1' }, 'CONFIG_INVALID', 'state.retention_days', 'found -1'],
    [
      'an identifier too long',
      { terminal: 'merchant_id = "M"\nterminal_id = "T1234567890123456"' },
      'CONFIG_INVALID',
      'terminal.terminal_id',
    ],
    [
      'an identifier with a slash',
      { terminal: 'merchant_id = "M/+"\nterminal_id = "T"' },
      'CONFIG_INVALID',
      'terminal.merchant_id',
      'found "M/+"',
    ],
    [
      'an unknown currency',
      { terminal: `${GOOD.terminal}\ncurrency = "EUX"` },
      'CONFIG_INVALID',
      'terminal.currency',
      'ISO 4217',
      'found "EUX"',
    ],
    ['a small currency', { terminal: `${GOOD.terminal}\ncurrency = "eur"` }, 'CONFIG_INVALID', 'terminal.currency'],
    [
      'low water below the reserve',
      { state: 'dir = "s"\nlow_water_bytes = 65536' },
      'CONFIG_INVALID',
      'state.low_water_bytes',
      'at least state.reserve_bytes',
    ],
    [
      'a driver that is none',
      { reader: 'driver = "serial"\npath = "/dev/x"' },
      'CONFIG_INVALID',
      'reader.driver',
      'expected "cells"',
      'found "serial"',
    ],
    ['an empty path', { reader: 'path = ""' }, 'CONFIG_INVALID', 'reader.path', 'expected a path', 'found ""'],
    ['no brokers', { broker: 'urls = []' }, 'CONFIG_INVALID', 'broker.urls', '1 to 4', 'an empty list'],
    [
      'five brokers',
      { broker: `urls = [${'"mqtts://a",'.repeat(5)}]` },
      'CONFIG_INVALID',
      'broker.urls',
      'a list of 5',
    ],
    [
      'clear text to another machine',
      { broker: 'urls = ["mqtt://10.0.0.1:1883"]' },
      'CONFIG_INVALID',
      'broker.urls.0',
      'only to this machine',
      '10.0.0.1',
    ],
    ['loopback only in looks', { broker: 'urls = ["mqtt://127.evil.example"]' }, 'CONFIG_INVALID', 'broker.urls.0'],
    ['loopback as a prefix', { broker: 'urls = ["mqtt://localhost.example"]' }, 'CONFIG_INVALID', 'broker.urls.0'],
    ['another scheme', { broker: 'urls = ["http://127.0.0.1"]' }, 'CONFIG_INVALID', 'broker.urls.0', 'mqtts://'],
    ['a port out of range', { broker: 'urls = ["mqtts://host:70000"]' }, 'CONFIG_INVALID', 'broker.urls.0'],
    [
      'a password without a user',
      { broker: 'password_file = "message.key"' },
      'CONFIG_INVALID',
      'broker.username',
      'found nothing',
    ],
    [
      'a certificate without its key',
      { broker: 'cert_file = "message.key"' },
      'CONFIG_INVALID',
      'broker.key_file',
      'found nothing',
    ],
    [
      'a private key without its certificate',
      { broker: 'key_file = "message.key"' },
      'CONFIG_INVALID',
      'broker.cert_file',
    ],
    [
      'an unknown entry mode',
      { more: '[offline.contact.EUR]\nallowed = true' },
      'CONFIG_INVALID',
      'offline.contact',
      'unknown key',
    ],
    [
      'an offline table of no currency',
      { more: '[offline.chip.EURO]\nallowed = true' },
      'CONFIG_INVALID',
      'offline.chip.EURO',
      'ISO 4217',
    ],
    [
      'a ceiling that DE 4 cannot carry',
      { more: '[offline.chip.EUR]\nceiling = 1000000000000' },
      'CONFIG_INVALID',
      'offline.chip.EUR.ceiling',
    ],
    [
      'yes for true',
      { more: '[offline.chip.EUR]\nallowed = "yes"' },
      'CONFIG_INVALID',
      'offline.chip.EUR.allowed',
      'true or false',
      'found "yes"',
    ],
    [
      'a negative card count',
      { more: '[offline.chip.EUR]\ncard_count = -1' },
      'CONFIG_INVALID',
      'offline.chip.EUR.card_count',
      'found -1',
    ],
    [
      'a queue depth of a table',
      { more: '[offline.chip.EUR]\nqueue_depth = 5' },
      'CONFIG_INVALID',
      'offline.chip.EUR.queue_depth',
      'unknown key',
    ],
    [
      'a queue depth without bound',
      { more: '[offline]\nqueue_depth = 1000001' },
      'CONFIG_INVALID',
      'offline.queue_depth',
      '0 to 1000000',
    ],
    [
      'a negative duplicate window',
      { more: '[sale]\nduplicate_window_ms = -1' },
      'CONFIG_INVALID',
      'sale.duplicate_window_ms',
      'found -1',
    ],
    [
      'no time to answer',
      { more: '[sale]\nduplicate_answer_ms = 0' },
      'CONFIG_INVALID',
      'sale.duplicate_answer_ms',
      '1000 to 300000',
    ],
    [
      'a misspelt settlement key',
      { more: '[settlement]\nschedul = []' },
      'CONFIG_INVALID',
      'settlement.schedul',
      'unknown key',
    ],
    [
      'a schedule that is one time',
      { more: '[settlement]\nschedule = "23:30"' },
      'CONFIG_INVALID',
      'settlement.schedule',
      'a list of at most 24 times',
      'found "23:30"',
    ],
    [
      'a time after the day',
      { more: '[settlement]\nschedule = ["24:00"]' },
      'CONFIG_INVALID',
      'settlement.schedule.0',
      'found "24:00"',
    ],
    [
      'a time of one digit',
      { more: '[settlement]\nschedule = ["23:30", "9:00"]' },
      'CONFIG_INVALID',
      'settlement.schedule.1',
      'found "9:00"',
    ],
    [
      'a time that TOML knows',
      { more: '[settlement]\nschedule = [23:30:00]' },
      'CONFIG_INVALID',
      'settlement.schedule.0',
    ],
    [
      'a time twice',
      { more: '[settlement]\nschedule = ["23:30", "23:30"]' },
      'CONFIG_INVALID',
      'settlement.schedule',
      'each once',
      'a list of 2',
    ],
    [
      '25 times',
      {
        more: `[settlement]\nschedule = [${Array.from({ length: 25 }, (_, minute) => `"01:${String(minute).padStart(2, '0')}"`).join()}]`,
      },
      'CONFIG_INVALID',
      'settlement.schedule',
      'a list of 25',
    ],
    [
      'a day that starts late',
      { more: '[settlement]\nday_starts_at = "24:00"' },
      'CONFIG_INVALID',
      'settlement.day_starts_at',
    ],
    ['late after nothing', { more: '[settlement]\nlate_after_ms = 0' }, 'CONFIG_INVALID', 'settlement.late_after_ms'],
    [
      'an unknown log level',
      { more: '[log]\nlevel = "trace"' },
      'CONFIG_INVALID',
      'log.level',
      '"debug"',
      'found "trace"',
    ],
    [
      'a socket path too long',
      { control: `socket = "/run/${'x'.repeat(120)}"` },
      'CONFIG_INVALID',
      'control.socket',
      'at most 107 bytes',
    ],
    [
      'a backup directory that is no text',
      { more: '[backup]\ndir = true' },
      'CONFIG_INVALID',
      'backup.dir',
      'a path, or "" for none',
      'found true',
    ],
    [
      'backups all the time',
      { more: '[backup]\nevery_hours = 0' },
      'CONFIG_INVALID',
      'backup.every_hours',
      'whole number 1 to 8760',
      'found 0',
    ],
    [
      'no backup kept',
      { more: '[backup]\nkeep_count = 0' },
      'CONFIG_INVALID',
      'backup.keep_count',
      '1 to 1000',
      'found 0',
    ],
    [
      'backups kept for a part of a day',
      { more: '[backup]\nkeep_days = 0.5' },
      'CONFIG_INVALID',
      'backup.keep_days',
      '1 to 3650',
      'found 0.5',
    ],
    ['a misspelt backup key', { more: '[backup]\nkeep = 3' }, 'CONFIG_INVALID', 'backup.keep', 'unknown key'],
    [
      'a missing key file',
      { uplink: 'key_id = "k1"\nkey_file = "other.key"' },
      'CONFIG_MISSING',
      'uplink.key_file',
      'other.key: no such file',
    ],
    ['a missing CA file', { broker: 'ca_file = "ca.pem"' }, 'CONFIG_MISSING', 'broker.ca_file', 'ca.pem'],
    [
      'a directory as key file',
      { uplink: 'key_id = "k1"\nkey_file = "."' },
      'CONFIG_INVALID',
      'uplink.key_file',
      'regular file',
    ],
  ];

  for (const [what, change, code, ...parts] of BAD) {
    it(`refuses ${what}`, async () => {
      const path = written(change);
      const error = await thrownBy(() => loadConfig(path));
      expect(error.code).toBe(code);
      for (const part of [path, ...parts]) expect(error.message).toContain(part);
    });
  }

  it('refuses a section that is no table, and an empty file', async () => {
    const path = written();
    writeFileSync(path, 'reader = 5\n');
    const { message } = await thrownBy(() => loadConfig(path));
    expect(message).toContain('reader: expected a table [reader], found 5');
    for (const name of ['terminal', 'state', 'uplink', 'control'])
      expect(message).toContain(`${name}: expected a table [${name}], found nothing`);
    expect(message).toContain('5 problems');
  });

  it('reports everything at once, also rules between keys and key files', async () => {
    const path = written({
      terminal: 'merchant_id = "M"\nterminal_id = ""\ncurency = "EUR"',
      state: 'dir = 5\nlow_water_bytes = 65536',
      uplink: 'key_id = "k1"\nkey_file = "other.key"\nwindow_messages = 0',
    });
    const error = await thrownBy(() => loadConfig(path));
    expect(error.message).toContain('6 problems');
    const keys = error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(':')[0]);
    expect(keys.sort()).toEqual([
      'state.dir',
      'state.low_water_bytes',
      'terminal.curency',
      'terminal.terminal_id',
      'uplink.key_file',
      'uplink.window_messages',
    ]);
  });

  it.each([0o640, 0o604, 0o644, 0o620, 0o610, 0o601, 0o660, 0o666])('refuses a key file of mode %o', async (mode) => {
    const path = written();
    chmodSync(resolve(path, '../message.key'), mode);
    const error = await thrownBy(() => loadConfig(path));
    expect(error.code).toBe('CONFIG_PERMISSIONS');
    for (const part of ['uplink.key_file', 'message.key', '0600', mode.toString(8)])
      expect(error.message).toContain(part);
  });

  it.each([0o600, 0o400, 0o700])('takes a key file of mode %o', (mode) => {
    const path = written();
    chmodSync(resolve(path, '../message.key'), mode);
    expect(loadConfig(path).uplink.keyId).toBe('k1');
  });

  it.each(['', 'abc', KEY.slice(2), `${KEY}00`, `${KEY.slice(0, -1)}g`])(
    'refuses the key %j without showing it',
    async (key) => {
      const path = written();
      writeFileSync(resolve(path, '../message.key'), key);
      const error = await thrownBy(() => loadConfig(path));
      expect(error.code).toBe('CONFIG_INVALID');
      expect(error.message).toContain('64 hexadecimal characters');
      if (key.length > 3) expect(JSON.stringify(error) + String(error.stack)).not.toContain(key.slice(0, 8));
    },
  );

  it.each([
    ['a password in a URL', { broker: 'urls = ["mqtts://u:hunter2@host"]' }, 'hunter2'],
    ['a value of an unknown key', { broker: 'password = "hunter2"' }, 'hunter2'],
    ['a key in place of its path', { uplink: `key_id = "k1"\nkey_file = "${KEY}"` }, KEY.slice(0, 16)],
    ['a key in another place', { terminal: `merchant_id = "${KEY}"\nterminal_id = "T"` }, KEY.slice(0, 16)],
    ['a card number', { terminal: 'merchant_id = "4111 1111 1111 1111"\nterminal_id = "T"' }, '4111 1111'],
    ['a line that is no TOML', { broker: 'password = hunter2' }, 'hunter2'],
  ])('refuses %s and does not repeat it', async (_what, change, secret) => {
    const error = await thrownBy(() => load(change));
    expect(error.code).toMatch(/^CONFIG_(INVALID|MISSING)$/);
    expect(`${JSON.stringify(error)} ${error.message}`).not.toContain(secret);
  });

  it('names line and column of what is no TOML', async () => {
    const error = await thrownBy(() => load({ terminal: 'merchant_id = ' }));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toMatch(/tillpost\.toml:2:\d+: /);
  });

  it('refuses a missing file, a directory, and bytes that are no text', async () => {
    const directory = scratch();
    const missing = await thrownBy(() => loadConfig(join(directory, 'none.toml')));
    expect([missing.code, missing.subject]).toEqual(['CONFIG_MISSING', join(directory, 'none.toml')]);
    mkdirSync(join(directory, 'folder.toml'));
    expect((await thrownBy(() => loadConfig(join(directory, 'folder.toml')))).message).toContain('is a directory');
    writeFileSync(join(directory, 'bytes.toml'), Buffer.from([0xff, 0xfe, 0x00]));
    expect((await thrownBy(() => loadConfig(join(directory, 'bytes.toml')))).message).toContain('UTF-8');
  });

  it.each([
    'mqtt://localhost',
    'mqtt://127.0.0.1:1',
    'mqtt://127.8.8.8',
    'mqtt://[::1]:1883',
    'mqtts://broker.example:8883',
    'mqtts://[2001:db8::1]/',
  ])('takes the broker %s', (url) => {
    expect(load({ broker: `urls = ["${url}"]` }).broker.urls).toEqual([url]);
  });

  it('never fails by anything but a TillpostError, whatever the values are', () => {
    const value = fc.oneof(
      fc.constantFrom(
        'true',
        '1',
        '-1',
        '1e99',
        'inf',
        'nan',
        '[]',
        '[1, "a"]',
        '{}',
        '{ a = 1 }',
        '2026-01-01',
        '""',
        '"x"',
        '[[1]]',
        '9007199254740991',
      ),
    );
    const key = fc.constantFrom('dir', 'reserve_bytes', 'low_water_bytes', 'retention_days', 'x');
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 5 }), value, (fields, urls) => {
        const state = Object.entries(fields)
          .map(([name, it]) => `${name} = ${it}`)
          .join('\n');
        try {
          load({ state, broker: `urls = ${urls}` });
        } catch (error) {
          if (!(error instanceof TillpostError) || error.code === 'INTERNAL') throw error;
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('settlement.schedule', () => {
  it('comes in the order of the day', () => {
    expect(load({ more: '[settlement]\nschedule = ["23:30", "00:00", "12:05"]' }).settlement.schedule).toEqual([
      '00:00',
      '12:05',
      '23:30',
    ]);
  });
});

describe('findConfigPath', () => {
  it('prefers the flag, then TILLPOST_CONFIG, then the machine', () => {
    expect(findConfigPath('a.toml', { TILLPOST_CONFIG: 'b.toml' })).toBe('a.toml');
    expect(findConfigPath(undefined, { TILLPOST_CONFIG: 'b.toml' })).toBe('b.toml');
    expect(findConfigPath(undefined, {})).toBe('/etc/tillpost/tillpost.toml');
  });

  it.each([
    ['', {}],
    [undefined, { TILLPOST_CONFIG: ' ' }],
  ] as const)('refuses an empty name (%j %j)', async (flag, env) => {
    expect((await thrownBy(() => findConfigPath(flag, env))).code).toBe('CONFIG_MISSING');
  });
});

describe('offlineLimits', () => {
  it('allows contactless and chip in small, the rest not at all', () => {
    const config = load();
    const small = {
      allowed: true,
      ceiling: 5_000,
      storedCount: 50,
      storedAmount: 100_000,
      oldestAgeMs: 86_400_000,
      cardCount: 3,
      cardAmount: 15_000,
      queueDepth: 10_000,
      deferred: false,
      refunds: false,
    };
    expect(offlineLimits(config, 'contactless', 'EUR')).toEqual(small);
    expect(offlineLimits(config, 'chip', 'USD')).toEqual(small);
    for (const mode of ['magstripe', 'fallback', 'manual'] as const)
      expect(offlineLimits(config, mode, 'EUR').allowed).toBe(false);
  });

  it('scales defaults to the currency, and takes its own table as it stands', () => {
    const config = load({
      more: '[offline.contactless.default]\nceiling = 2599\noldest_age_s = 60\n[offline.contactless.JPY]\nceiling = 4000\n[offline.magstripe.EUR]\nallowed = true',
    });
    expect(offlineLimits(config, 'contactless', 'EUR')).toMatchObject({
      ceiling: 2_599,
      oldestAgeMs: 60_000,
      storedAmount: 100_000,
      cardAmount: 15_000,
    });
    expect(offlineLimits(config, 'contactless', 'KRW')).toMatchObject({
      ceiling: 25,
      storedAmount: 1_000,
      cardAmount: 150,
      cardCount: 3,
    });
    expect(offlineLimits(config, 'contactless', 'BHD')).toMatchObject({
      ceiling: 25_990,
      storedAmount: 1_000_000,
      cardAmount: 150_000,
    });
    expect(offlineLimits(config, 'contactless', 'JPY')).toMatchObject({
      ceiling: 4_000,
      storedAmount: 1_000,
      oldestAgeMs: 60_000,
    });
    expect(offlineLimits(config, 'magstripe', 'EUR').allowed).toBe(true);
    expect(offlineLimits(config, 'magstripe', 'USD').allowed).toBe(false);
  });

  it('takes what a table says of cards, deferred authorizations and refunds, and one queue depth for all', () => {
    const config = load({
      more: '[offline]\nqueue_depth = 7\n[offline.chip.default]\ncard_count = 1\ndeferred = true\n[offline.chip.JPY]\ncard_amount = 9000\nrefunds = true',
    });
    expect(offlineLimits(config, 'chip', 'JPY')).toMatchObject({
      cardCount: 1,
      cardAmount: 9_000,
      deferred: true,
      refunds: true,
      queueDepth: 7,
    });
    expect(offlineLimits(config, 'chip', 'EUR')).toMatchObject({
      cardCount: 1,
      cardAmount: 15_000,
      deferred: true,
      refunds: false,
      queueDepth: 7,
    });
    for (const mode of ENTRY_MODES) expect(offlineLimits(config, mode, 'USD').queueDepth).toBe(7);
  });

  it('gives whole amounts within DE 4 for every mode and currency', () => {
    const config = load({ more: `[offline.chip.default]\nceiling = ${AMOUNT_MAX}\nstored_amount = 1` });
    for (const mode of ENTRY_MODES) {
      for (const { code } of allCurrencies()) {
        const { ceiling, storedAmount, cardAmount } = offlineLimits(config, mode, code);
        for (const amount of [ceiling, storedAmount, cardAmount])
          expect(Number.isInteger(amount) && amount >= 0 && amount <= AMOUNT_MAX).toBe(true);
      }
    }
  });

  it('refuses an unknown currency', async () => {
    const config = load();
    expect((await thrownBy(() => offlineLimits(config, 'chip', 'XXX'))).code).toBe('CURRENCY_UNKNOWN');
  });
});
