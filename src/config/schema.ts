import { z } from 'zod';
import { ENTRY_MODES, type EntryMode } from '../domain/card.js';
import { AMOUNT_MAX } from '../domain/money.js';
import { MALFORMED_CODES, TEMPORARY_CODES } from '../domain/postings/refusal-kind.js';
import { CARD_TIMEOUT_MS, DUPLICATE_ANSWER_MS } from './client-defaults.js';
import type { OfflineConfig } from './offline.js';
import {
  brokerUrl,
  currencyCode,
  dayTime,
  dayTimes,
  flag,
  isCurrency,
  oneOf,
  path,
  pathOrNone,
  responseCodes,
  text,
  whole,
} from './values.js';

/**
 * The file's keys with their ranges and defaults. Names as in the file: snake_case, unit last. Unknown keys
 * are refused, since a misspelt limit must not leave its default in force unnoticed.
 */
const identifier = text('1 to 16 of A-Z a-z 0-9 _ -', /^[A-Za-z0-9_-]{1,16}$/);

/** Rules between two keys are checked also when any key is wrong, so that all is reported at once. */
const isTable = ({ value }: { readonly value: unknown }): boolean => typeof value === 'object' && value !== null;
const isNumber = (value: unknown): boolean => typeof value === 'number';
const both = (some: unknown, others: unknown): boolean =>
  Array.isArray(some) && Array.isArray(others) && some.some((one) => others.includes(one));

const terminal = z.strictObject({
  merchant_id: identifier,
  terminal_id: identifier,
  currency: currencyCode().optional(),
});

const state = z
  .strictObject({
    dir: path(),
    mirror_path: pathOrNone().optional(),
    reserve_bytes: whole(65_536, 1_073_741_824, 'bytes').default(1_048_576),
    low_water_bytes: whole(65_536, 17_179_869_184, 'bytes').default(8_388_608),
    retention_days: whole(1, 3_650, 'days').default(30),
  })
  .refine(({ low_water_bytes: low, reserve_bytes: kept }) => !isNumber(low) || !isNumber(kept) || low >= kept, {
    path: ['low_water_bytes'],
    error: 'at least state.reserve_bytes',
    when: isTable,
  });

const backup = z.strictObject({
  dir: pathOrNone().default(''),
  every_hours: whole(1, 8_760, 'hours').default(24),
  keep_count: whole(1, 1_000, 'backups').default(7),
  keep_days: whole(1, 3_650, 'days').default(30),
});

const reader = z.strictObject({
  /** As reader/drivers.ts names them. */
  driver: oneOf(['cells']).default('cells'),
  path: path(),
  card_timeout_ms: whole(1_000, 300_000, 'ms').default(CARD_TIMEOUT_MS),
  recovery_wait_ms: whole(0, 300_000, 'ms').default(10_000),
  confirm_idle_ms: whole(0, 3_600_000, 'ms').default(30_000),
  on_tamper: oneOf(['stop', 'alert']).default('stop'),
});

const broker = z
  .strictObject({
    urls: z
      .array(brokerUrl(), { error: 'a list of 1 to 4 broker addresses' })
      .min(1, { error: 'a list of 1 to 4 broker addresses' })
      .max(4, { error: 'a list of 1 to 4 broker addresses' })
      .default(['mqtt://127.0.0.1:1883']),
    username: text('1 to 256 characters', /^[^\0]{1,256}$/u).optional(),
    password_file: path().optional(),
    ca_file: path().optional(),
    cert_file: path().optional(),
    key_file: path().optional(),
  })
  .refine((it) => it.password_file === undefined || it.username !== undefined, {
    path: ['username'],
    error: 'a user name, since broker.password_file is given',
    when: isTable,
  })
  .refine((it) => it.key_file === undefined || it.cert_file !== undefined, {
    path: ['cert_file'],
    error: 'a path, since broker.key_file is given',
    when: isTable,
  })
  .refine((it) => it.cert_file === undefined || it.key_file !== undefined, {
    path: ['key_file'],
    error: 'a path, since broker.cert_file is given',
    when: isTable,
  });

const uplink = z
  .strictObject({
    key_id: text('1 to 32 of A-Z a-z 0-9 . _ -', /^[A-Za-z0-9._-]{1,32}$/),
    key_file: path(),
    request_deadline_ms: whole(500, 60_000, 'ms').default(5_000),
    heartbeat_interval_ms: whole(1_000, 600_000, 'ms').default(30_000),
    probe_timeout_ms: whole(100, 60_000, 'ms').default(2_000),
    receipt_timeout_ms: whole(100, 300_000, 'ms').default(5_000),
    batch_max_bytes: whole(2_048, 262_144, 'bytes').default(16_384),
    window_messages: whole(1, 64, 'messages').default(4),
    command_max_age_hours: whole(1, 8_760, 'hours').default(24),
    park_after_refusals: whole(1, 100, 'refusals').default(3),
    temporary_codes: responseCodes().default([...TEMPORARY_CODES]),
    malformed_codes: responseCodes().default([...MALFORMED_CODES]),
    park_temporary_after_ms: whole(3_600_000, 604_800_000, 'ms').default(21_600_000),
    connect_timeout_ms: whole(500, 120_000, 'ms').default(10_000),
    reconnect_max_ms: whole(1_000, 600_000, 'ms').default(60_000),
  })
  .refine(({ temporary_codes: temporary, malformed_codes: malformed }) => !both(temporary, malformed), {
    path: ['malformed_codes'],
    error: 'codes that do not stand in uplink.temporary_codes',
    when: isTable,
  });

const control = z.strictObject({
  socket: path(),
  frame_limit_bytes: whole(1_024, 1_048_576, 'bytes').default(65_536),
  idle_timeout_ms: whole(100, 600_000, 'ms').default(10_000),
});

const offlineTable = z.strictObject({
  allowed: flag().optional(),
  ceiling: whole(0, AMOUNT_MAX, 'minor units').optional(),
  stored_count: whole(0, 100_000, 'sales').optional(),
  stored_amount: whole(0, AMOUNT_MAX, 'minor units').optional(),
  oldest_age_s: whole(0, 31_536_000, 'seconds').optional(),
  card_count: whole(0, 100_000, 'sales').optional(),
  card_amount: whole(0, AMOUNT_MAX, 'minor units').optional(),
  deferred: flag().optional(),
  refunds: flag().optional(),
});

const offlineCurrency = z
  .string()
  .refine((code) => code === 'default' || isCurrency(code), { error: 'a currency of ISO 4217, or default' });

const offlineCurrencies = z.record(offlineCurrency, offlineTable).optional();

const offline = z.strictObject({
  ...(Object.fromEntries(ENTRY_MODES.map((mode) => [mode, offlineCurrencies])) as Record<
    EntryMode,
    typeof offlineCurrencies
  >),
  queue_depth: whole(0, 1_000_000, 'postings').default(10_000),
  before_first_contact: flag().default(false),
});

const sale = z.strictObject({
  duplicate_window_ms: whole(0, 86_400_000, 'ms').default(60_000),
  duplicate_answer_ms: whole(1_000, 300_000, 'ms').default(DUPLICATE_ANSWER_MS),
  key_window_hours: whole(1, 8_760, 'hours').default(72),
  till_gone: oneOf(['finish', 'cancel']).default('finish'),
});

const settlement = z.strictObject({
  schedule: dayTimes().default([]),
  day_starts_at: dayTime().default('04:00'),
  drain_max_ms: whole(0, 3_600_000, 'ms').default(30_000),
  answer_timeout_ms: whole(500, 300_000, 'ms').default(5_000),
  late_after_ms: whole(1_000, 604_800_000, 'ms').default(3_600_000),
});

const log = z.strictObject({
  level: oneOf(['debug', 'info', 'warn', 'error']).default('info'),
  file: path().optional(),
  file_max_bytes: whole(65_536, 1_073_741_824, 'bytes').default(10_485_760),
});

export const configSchema = z.strictObject({
  terminal,
  state,
  backup: backup.prefault({}),
  reader,
  broker: broker.prefault({}),
  uplink,
  control,
  offline: offline.prefault({}),
  sale: sale.prefault({}),
  settlement: settlement.prefault({}),
  log: log.prefault({}),
});

/** `window_messages` → `windowMessages` */
type Camel<Key> = Key extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Key;
/** What may be left out and has no default is null, never undefined. */
type Section<Fields> = { readonly [Key in keyof Fields as Camel<Key>]-?: Given<Fields[Key]> };
type Given<Value> = Value extends readonly (infer Item)[]
  ? readonly Item[]
  : undefined extends Value
    ? Exclude<Value, undefined> | null
    : Value;

type FileConfig = z.output<typeof configSchema>;

/** A checked configuration. Times in ms, sizes in bytes, all paths absolute, secrets only as paths of files. */
export type Config = {
  readonly [Name in Exclude<keyof FileConfig, 'offline'>]: Section<FileConfig[Name]>;
} & {
  /** Read through `offlineLimits`. */
  readonly offline: OfflineConfig;
  /** Where it was read, absolute. */
  readonly path: string;
};
