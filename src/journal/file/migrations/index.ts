import { SQL_0001 } from './0001-journal.js';
import { SQL_0002 } from './0002-money-rules.js';
import { SQL_0003 } from './0003-salvage.js';

/** In order; the database's `user_version` is how many have run. Append only. */
export const MIGRATIONS: readonly string[] = [SQL_0001, SQL_0002, SQL_0003];
