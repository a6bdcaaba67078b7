import { describe, expect, it } from 'vitest';
import { strictAnswer, strictError } from '../../hw-sim/stage/till.js';
import { describeMethod, jsonOf, METHOD_NAMES } from '../../src/api/describe.js';
import { fieldsOf, type Schema, typeText } from '../../src/api/schema-text.js';
import { ERROR_CODES } from '../../src/domain/errors.js';

/** Every schema within a schema. */
function* within(schema: Schema): Generator<Schema> {
  yield schema;
  const inner = [
    ...Object.values(schema.properties ?? {}),
    ...Object.values(schema.$defs ?? {}),
    ...(schema.anyOf ?? []),
    ...(schema.items === undefined ? [] : [schema.items]),
    ...(schema.additionalProperties ? [schema.additionalProperties] : []),
  ];
  for (const each of inner) yield* within(each);
}

describe('the API table', () => {
  it.each(METHOD_NAMES)('%s: named alike, said in sentences, nothing unknown goes in or out', (name) => {
    const { sentence, parameters, result, errors } = jsonOf(name);
    expect(name).toMatch(/^[a-z]+\.[a-z]+$/);
    expect(sentence).toMatch(/^[A-Z].*\.$/);
    expect(new Set(errors).size).toBe(errors.length);
    expect(ERROR_CODES).toEqual(expect.arrayContaining([...errors]));
    for (const { name: parameter, description } of fieldsOf(parameters)) {
      expect(parameter).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(description, parameter).toMatch(/\.$/);
    }
    for (const schema of [...within(parameters), ...within(result)]) {
      expect(schema.properties === undefined || schema.additionalProperties === false).toBe(true);
      for (const field of Object.keys(schema.properties ?? {})) expect(field).toMatch(/^[a-z0-9]+(_[a-z0-9]+)*$/);
    }
    expect(describeMethod(name)).toContain(`${name}: ${sentence}`);
  });

  it('shows a type in short words', () => {
    const { parameters } = jsonOf('sale.start');
    expect(fieldsOf(parameters).map(({ name, type, presence }) => [name, type, presence])).toEqual([
      ['amount', '1…999999999999', 'needed'],
      ['currency', 'text', 'needed'],
      ['type', 'sale | refund', 'else sale'],
      ['idempotency_key', 'text | null', 'optional'],
      ['till_id', 'text | null', 'optional'],
      ['order_reference', 'text | null', 'optional'],
      ['allow_duplicate', 'boolean', 'else false'],
    ]);
    expect(typeText(jsonOf('queue.list').result)).toBe('QueuePage');
    expect(typeText(jsonOf('batch.list').result)).toBe('{batches: Batch[], due_closings: DueClosing[]}');
    expect(typeText({ type: 'array', items: { type: ['string', 'null'] } })).toBe('(text | null)[]');
    expect(typeText({ type: 'object', additionalProperties: { type: 'boolean' } })).toBe('{name: boolean}');
  });
});

describe('the strict reading of answers', () => {
  const pong = { version: '1.2.3' };

  it('takes what the table says', () => {
    expect(strictAnswer('agent.ping', pong)).toBe(pong);
    strictError('sale.void', 'VOID_REFUSED');
    strictError('agent.ping', 'STOPPING');
  });

  it.each([
    ['a field too many', { ...pong, token: 'x' }],
    ['a field too few', {}],
    ['another type', { version: 1 }],
    ['nothing', null],
  ])('would notice %s', (_what, answer) => {
    expect(() => strictAnswer('agent.ping', answer)).toThrow('against its API');
  });

  it('would notice an error that the method does not name', () => {
    expect(() => strictError('agent.ping', 'VOID_REFUSED')).toThrow('does not name: VOID_REFUSED');
    expect(() => strictError('agent.ping', undefined)).toThrow('does not name');
  });
});
