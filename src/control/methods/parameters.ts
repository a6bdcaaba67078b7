import { createHash } from 'node:crypto';
import { z } from 'zod';
import { API, type MethodName, type Taken } from '../../api/table.js';
import { REFUSED_AS } from '../../api/values.js';
import { ERROR_CODES, TillpostError } from '../../domain/errors.js';
import { bearsPan } from '../../domain/redaction.js';

type Params = Readonly<Record<string, unknown>>;

/**
 * What a client sent, checked by the method's row of the API table, defaults filled in.
 *
 * @throws INVALID_REQUEST, or the parameter's own code, naming the parameter
 */
export function checked<Name extends MethodName>(method: Name, params: Params): Taken<Name> {
  const { parameters } = API[method] as { readonly parameters: z.ZodObject };
  const read = parameters.safeParse(params);
  if (read.success) return read.data as Taken<Name>;
  throw refusal(method, parameters, read.error.issues, params);
}

/** A misspelt parameter first: `idempotency-key` must not take the same sale twice. */
function refusal(
  method: MethodName,
  parameters: z.ZodObject,
  issues: readonly z.core.$ZodIssue[],
  params: Params,
): TillpostError {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue?.code === 'unrecognized_keys') {
    const known = Object.keys(parameters.shape).join(', ');
    return invalid(
      `unknown parameter ${JSON.stringify(issue.keys[0]?.slice(0, 40))}`,
      known === '' ? 'This method takes none.' : `Known are ${known}.`,
    );
  }
  const name = String(issue?.path[0] ?? '');
  const asked = parameters.shape[name] as z.ZodType | undefined;
  if (issue === undefined || asked === undefined) {
    return invalid(
      issue?.message ?? `wrong parameters of ${method}`,
      z.globalRegistry.get(parameters)?.description ?? '',
    );
  }
  const { description = '', [REFUSED_AS]: code } = z.globalRegistry.get(asked) ?? {};
  const hint = `${description}${leftOut(asked)}`;
  const value = params[name];
  if (value === undefined) return invalid(`${name} is needed`, hint);
  const found = issue.code === 'invalid_type' ? `, it is ${kindOf(value)}` : '';
  const known = ERROR_CODES.find((it) => it === code) ?? 'INVALID_REQUEST';
  return new TillpostError(known, `${name} must be ${issue.message}${found}`, { operation: 'control', hint });
}

function leftOut(asked: z.ZodType): string {
  return asked instanceof z.ZodDefault ? ` Left out it is ${String(asked.def.defaultValue)}.` : '';
}

/** @throws INVALID_REQUEST naming the parameter */
export function invalid(message: string, hint: string): TillpostError {
  return new TillpostError('INVALID_REQUEST', message, { operation: 'control', hint });
}

/**
 * The till's own key as the journal keeps it. One that looks like a card number is replaced by its digest, the same
 * each time: a till's number may pass Luhn's check by chance and must work, yet a card number that was put
 * there by mistake must not reach the journal.
 */
export function keptKey(given: string | null | undefined): string | null {
  if (given === undefined || given === null) return null;
  return bearsPan(given) ? `digest-${createHash('sha256').update(given).digest('hex').slice(0, 32)}` : given;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
