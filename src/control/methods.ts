import type { MethodName } from '../api/table.js';
import { batchMethods, type BatchParts } from './methods/batches.js';
import type { Handlers } from './methods/handlers.js';
import { journalMethods, type JournalParts } from './methods/journal.js';
import { lateMethods, type LateParts } from './methods/late.js';
import { limitMethods, type LimitParts } from './methods/limits.js';
import { checked } from './methods/parameters.js';
import { postingMethods, type PostingParts } from './methods/postings.js';
import { readerMethods, type ReaderParts } from './methods/readers.js';
import { resendMethods, type ResendParts } from './methods/resend.js';
import { saleMethods, type SaleParts } from './methods/sales.js';
import { statusMethods, type StatusParts } from './methods/status.js';
import { transactionMethods, type TransactionParts } from './methods/transactions.js';
import type { Method } from './server.js';

export type MethodParts = BatchParts &
  JournalParts &
  LateParts &
  LimitParts &
  PostingParts &
  ReaderParts &
  ResendParts &
  SaleParts &
  StatusParts &
  TransactionParts;

/** What the control socket offers: the handlers of the API table, each behind the check of its parameters. */
export function createMethods(parts: MethodParts): ReadonlyMap<string, Method> {
  const handlers: Handlers = {
    ...saleMethods(parts),
    ...statusMethods(parts),
    ...limitMethods(parts),
    ...lateMethods(parts),
    ...postingMethods(parts),
    ...resendMethods(parts),
    ...transactionMethods(parts),
    ...batchMethods(parts),
    ...journalMethods(parts),
    ...readerMethods(parts),
  };
  return new Map(Object.keys(handlers).map((name) => [name, guarded(name as MethodName, handlers)]));
}

function guarded<Name extends MethodName>(name: Name, handlers: Handlers): Method {
  return async (params, caller) => handlers[name](checked(name, params), caller);
}
