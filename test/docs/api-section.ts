import { jsonOf, METHOD_NAMES, ownErrors } from '../../src/api/describe.js';
import { ANY_METHOD, JOURNAL_ERRORS } from '../../src/api/method.js';
import { type Field, fieldsOf, type Schema, typeText } from '../../src/api/schema-text.js';
import type { MethodName } from '../../src/api/table.js';

/** The API table as Markdown: each method, then the shapes that their answers name. */
export function apiSection(): string {
  const shapes = new Map(METHOD_NAMES.flatMap((name) => Object.entries(jsonOf(name).result.$defs ?? {})));
  return [
    `Any method may answer ${codes(ANY_METHOD)}. \`JOURNAL_*\` stands for ${codes(JOURNAL_ERRORS)}.`,
    ...METHOD_NAMES.map(methodText),
    '### What is answered',
    [...shapes]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, shape]) => shapeText(name, shape))
      .join('\n'),
  ].join('\n\n');
}

function methodText(name: MethodName): string {
  const { sentence, parameters, result } = jsonOf(name);
  const asked = fieldsOf(parameters).map(parameterText);
  const errors = ownErrors(name);
  return [
    `### \`${name}\``,
    sentence,
    ...(asked.length === 0 ? [] : [asked.join('\n')]),
    ...(parameters.description === undefined ? [] : [parameters.description]),
    `Answers \`${typeText(result)}\`${errors.length === 0 ? '' : `, or ${codes(errors)}`}.`,
  ].join('\n\n');
}

function parameterText({ name, type, presence, description }: Field): string {
  return `- \`${name}\` (\`${type}\`, ${presence}): ${description}`;
}

function shapeText(name: string, shape: Schema): string {
  const fields = fieldsOf(shape).map((field) => `\`${field.name}\` ${field.type}`);
  return `- **${name}**: ${shape.description ?? ''}\n  ${fields.length === 0 ? typeText(shape) : fields.join(', ')}`;
}

function codes(errors: readonly string[]): string {
  return errors.map((code) => `\`${code}\``).join(', ');
}
