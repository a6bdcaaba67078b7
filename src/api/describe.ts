import { z } from 'zod';
import { ANY_METHOD, type ApiMethod, JOURNAL_ERRORS } from './method.js';
import { fieldsOf, type Schema, typeText } from './schema-text.js';
import { API, type MethodName } from './table.js';

/** The API table for whoever reads it: `tillpost api`, --help and the documents draw on this. */

export const METHOD_NAMES = Object.keys(API) as readonly MethodName[];

export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(API, name);
}

/** A row for machines: JSON Schema, draft 2020-12. */
export interface MethodJson {
  readonly method: MethodName;
  readonly sentence: string;
  readonly parameters: Schema;
  readonly result: Schema;
  readonly errors: readonly string[];
}

export function jsonOf(method: MethodName): MethodJson {
  const { sentence, parameters, result, errors }: ApiMethod = API[method];
  return {
    method,
    sentence,
    parameters: z.toJSONSchema(parameters, { io: 'input' }) as Schema,
    result: z.toJSONSchema(result) as Schema,
    errors: [...errors, ...ANY_METHOD.filter((code) => !errors.includes(code))],
  };
}

/** `JOURNAL_*` stands for all that the journal may say. */
export function ownErrors(method: MethodName): readonly string[] {
  const { errors }: ApiMethod = API[method];
  const journal: readonly string[] = JOURNAL_ERRORS;
  const own: readonly string[] = errors.filter((code) => !journal.includes(code));
  return own.length === errors.length ? own : [...own, 'JOURNAL_*'];
}

/** One line for each method. */
export function listMethods(): string {
  const width = Math.max(...METHOD_NAMES.map((name) => name.length));
  return METHOD_NAMES.map((name) => `${name.padEnd(width)}  ${API[name].sentence}`).join('\n');
}

/** One method in full. */
export function describeMethod(method: MethodName): string {
  const { sentence, parameters, result } = jsonOf(method);
  const asked = fieldsOf(parameters);
  const shapes = Object.entries({ ...parameters.$defs, ...result.$defs });
  return [
    `${method}: ${sentence}`,
    '',
    asked.length === 0 ? 'Takes no parameters.' : 'Parameters:',
    ...table(asked.map(({ name, type, presence, description }) => [name, `${type}, ${presence}`, description])),
    ...(parameters.description === undefined ? [] : [`  ${parameters.description}`]),
    '',
    `Answers ${typeText(result)}`,
    ...shapes.flatMap(([name, shape]) => ['', `${name}: ${shape.description ?? ''}`, ...shapeTable(shape)]),
    '',
    `Errors: ${ownErrors(method).join(', ') || 'none of its own'}`,
    `Any method: ${ANY_METHOD.join(', ')}`,
  ].join('\n');
}

function shapeTable(shape: Schema): string[] {
  if (shape.properties === undefined) return [`  ${typeText(shape)}`];
  return table(fieldsOf(shape).map(({ name, type, description }) => [name, type, description]));
}

/** Columns padded alike, the last as long as it is. */
function table(rows: readonly (readonly [string, string, string])[]): string[] {
  const width = (column: 0 | 1): number => Math.max(0, ...rows.map((row) => row[column].length));
  const widths = [width(0), Math.min(width(1), 40)] as const;
  return rows.map(([name, type, text]) => `  ${name.padEnd(widths[0])}  ${type.padEnd(widths[1])}  ${text}`.trimEnd());
}
