/** JSON Schema, as far as the table uses it, in short words for people. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: string | number | boolean;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: string | number | boolean;
  readonly description?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

export interface Field {
  readonly name: string;
  readonly type: string;
  /** `needed`, `optional`, or what it is when left out. */
  readonly presence: string;
  readonly description: string;
}

export function fieldsOf({ properties = {}, required = [] }: Schema): readonly Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeText(schema),
    presence: presenceOf(schema, required.includes(name)),
    description: schema.description ?? '',
  }));
}

function presenceOf({ default: absent }: Schema, needed: boolean): string {
  if (absent !== undefined) return `else ${String(absent)}`;
  return needed ? 'needed' : 'optional';
}

/** "1…200", "sale | refund", "Posting[]", "{version: text}" */
export function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? '';
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return schema.enum.join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeText).join(' | ');
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return types.map((type) => plainType(type, schema)).join(' | ');
}

function plainType(type: string, schema: Schema): string {
  switch (type) {
    case 'string':
      return 'text';
    case 'integer':
      return rangeText(schema);
    case 'array':
      return arrayText(schema.items ?? {});
    case 'object':
      return objectText(schema);
    default:
      return type;
  }
}

function rangeText({ minimum = -Infinity, maximum = Infinity }: Schema): string {
  if (maximum < Number.MAX_SAFE_INTEGER) return `${minimum}…${maximum}`;
  return minimum > 0 ? `${minimum} or more` : 'integer';
}

function arrayText(items: Schema): string {
  const type = typeText(items);
  return type.includes(' | ') ? `(${type})[]` : `${type}[]`;
}

function objectText(schema: Schema): string {
  if (schema.properties === undefined && schema.additionalProperties) {
    return `{name: ${typeText(schema.additionalProperties)}}`;
  }
  return `{${fieldsOf(schema)
    .map(({ name, type }) => `${name}: ${type}`)
    .join(', ')}}`;
}
