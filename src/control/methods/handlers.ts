import type { Answered, MethodName, Taken } from '../../api/table.js';
import type { Caller } from '../../ports/index.js';

/** What carries a method out: its parameters are checked, its answer is what the API table says. */
type Handler<Name extends MethodName> = (params: Taken<Name>, caller?: Caller) => Promise<Answered<Name>>;

/** One for each method of the table: a row without one does not compile. */
export type Handlers = { readonly [Name in MethodName]: Handler<Name> };

/** The part of them that begins with a subject: `sale.`, `batch.` … */
export type HandlersOf<Subject extends string> = Pick<Handlers, Extract<MethodName, `${Subject}.${string}`>>;
