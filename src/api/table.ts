import type { z } from 'zod';
import { BATCH_METHODS } from './batches.js';
import { JOURNAL_METHODS } from './journal.js';
import { LIMIT_METHODS } from './limits.js';
import type { ApiMethod, Frozen } from './method.js';
import { POSTING_METHODS } from './postings.js';
import { READER_METHODS } from './readers.js';
import { SALE_METHODS } from './sales.js';
import { STATUS_METHODS } from './status.js';
import { TRANSACTION_METHODS } from './transactions.js';

/**
 * All that the control socket offers. The server checks parameters by it, handlers and commands are typed by it, the
 * documents and `tillpost api` are written from it. A new method is a row here and a handler in `control/`.
 *
 * Commands import types only: loading the schemas would cost each of them what they take to start.
 */
export const API = {
  ...SALE_METHODS,
  ...STATUS_METHODS,
  ...LIMIT_METHODS,
  ...POSTING_METHODS,
  ...TRANSACTION_METHODS,
  ...BATCH_METHODS,
  ...JOURNAL_METHODS,
  ...READER_METHODS,
} as const satisfies Record<string, ApiMethod>;

type Table = typeof API;
export type MethodName = keyof Table;
/** What a client sends. */
export type Asked<Name extends MethodName> = Frozen<z.input<Table[Name]['parameters']>>;
/** What the handler gets: checked, defaults filled in. */
export type Taken<Name extends MethodName> = Frozen<z.output<Table[Name]['parameters']>>;
export type Answered<Name extends MethodName> = Frozen<z.output<Table[Name]['result']>>;
