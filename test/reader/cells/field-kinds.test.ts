import protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { encodeReaderMessage } from '../../../hw-sim/reader/messages.js';
import { SimRandom } from '../../../hw-sim/sim-random.js';
import { Sealed } from '../../../src/domain/redaction.js';
import { luhnHolds } from '../../../src/domain/text/digits.js';
import { FIELD_KINDS, fieldGate, type ReaderField } from '../../../src/reader/cells/field-kinds.js';
import { decodeReaderMessage } from '../../../src/reader/cells/messages.js';
import { disguisesOf, readsPan } from '../../support/disguises.js';
import { report } from './session-bench.js';

const snake = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

/** Every string and byte field that the reader's messages can bear, at any depth. */
function fieldsOf(type: protobuf.Type, seen = new Set<string>()): string[] {
  if (seen.has(type.name)) return [];
  seen.add(type.name);
  return type.fieldsArray.flatMap((field) => {
    field.resolve();
    if (field.resolvedType instanceof protobuf.Type) return fieldsOf(field.resolvedType, seen);
    return field.type === 'string' || field.type === 'bytes' ? [`${snake(type.name)}.${snake(field.name)}`] : [];
  });
}

describe('the gate for fields of a reader', () => {
  it('knows each string and byte field of the proto', () => {
    const proto = protobuf.loadSync('proto/reader.proto');
    const fields = fieldsOf(proto.lookupType('tillpost.reader.v1.ReaderMessage'));
    expect(fields).toContain('card.scheme');
    const known = Object.keys(FIELD_KINDS).filter((field) => !field.startsWith('rstack.'));
    expect(known.sort()).toEqual(fields.sort());
  });

  it('lets no card number through, of any digits, length and disguise', () => {
    const random = new SimRandom(6);
    const texts = Object.entries(FIELD_KINDS).flatMap(([field, kind]) =>
      kind === 'words' || kind === 'name' ? [field as ReaderField] : [],
    );
    for (let i = 0; i < 10_000; i += 1) {
      const pan = drawPan(random);
      const forms = disguisesOf(pan);
      const [name, text] = forms[random.below(forms.length)]!;
      const field = texts[random.below(texts.length)]!;
      const gate = fieldGate();
      const shown = gate.text(field, `(${text})`);
      expect([name, pan, gate.found, readsPan(shown, pan)]).toEqual([name, pan, [field], false]);
    }
  });

  it('takes no honest card for one, whose bytes stand side by side', () => {
    const random = new SimRandom(8);
    const found: string[] = [];
    for (let i = 0; i < 5_000; i += 1) {
      const gate = fieldGate();
      const card = { ...report, token: random.bytes(16), ciphertext: new Sealed(random.bytes(128)) };
      decodeReaderMessage(encodeReaderMessage({ kind: 'card', card }), gate);
      found.push(...gate.found);
    }
    expect(found).toEqual([]);
  });

  it('takes no random key for one, as ours are drawn, and no key of zeros', () => {
    const random = new SimRandom(7);
    for (let i = 0; i < 10_000; i += 1) {
      const key = random.bytes(16);
      key[0]! |= 0xa0;
      expect(fieldGate().key('rstack.last_key', key)).toBe(key);
    }
    const none = new Uint8Array(16);
    expect(fieldGate().key('rstack.last_key', none)).toBe(none);
  });
});

function drawPan(random: SimRandom): string {
  const body = Array.from({ length: 12 + random.below(7) }, (_, at) =>
    at === 0 ? 3 + random.below(4) : random.below(10),
  );
  const digits = body.join('');
  return digits + [...'0123456789'].find((digit) => luhnHolds(digits + digit))!;
}
