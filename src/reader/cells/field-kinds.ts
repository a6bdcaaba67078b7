/**
 * What each string and byte field of a reader is, as proto/reader.proto and the RSTACK name it. A test follows the proto
 * and fails for a field that stands here with no kind.
 */
import { FieldGate, type FieldKind } from '../contract/field-gate.js';

export const FIELD_KINDS = {
  'card.key': 'key',
  'card.masked_pan': 'mask',
  'card.token': 'random',
  'card.ciphertext': 'random',
  'card.ksn': 'random',
  'card.scheme': 'label',
  'card.tlv': 'tlv',
  'final.key': 'key',
  'final.tlv': 'tlv',
  'result.key': 'key',
  'info.serial_number': 'name',
  'info.firmware': 'name',
  'test_report.text': 'words',
  'ui_event.text': 'words',
  'tamper.text': 'words',
  'error.key': 'key',
  'error.text': 'words',
  'rstack.serial_number': 'name',
  'rstack.firmware': 'name',
  'rstack.last_key': 'key',
} as const satisfies Readonly<Record<string, FieldKind>>;

export type ReaderField = keyof typeof FIELD_KINDS;

export const fieldGate = (): FieldGate<ReaderField> => new FieldGate<ReaderField>(FIELD_KINDS);
