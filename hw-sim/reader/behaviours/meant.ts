import type { KeyBytes, ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import type { BehaviourSpec } from './behaviour-spec.js';

/** `kind=` and `number=`: only messages of this kind, only those about the transaction of this number. */
export function meant(spec: BehaviourSpec): (message: ReaderMessage) => boolean {
  const kind = spec.string('kind', 'any');
  const number = spec.number('number', 0);
  return (message) => (kind === 'any' || message.kind === kind) && (number === 0 || isAbout(message, number));
}

function isAbout(message: ReaderMessage, number: number): boolean {
  const key = keyOf(message);
  return key !== null && Buffer.from(key).readUInt32BE(12) === number;
}

function keyOf(message: ReaderMessage): KeyBytes | null {
  switch (message.kind) {
    case 'card':
      return message.card.key;
    case 'final':
      return message.final.key;
    case 'result':
      return message.result.key;
    case 'error':
      return message.key;
    case 'keepalive':
    case 'info':
    case 'testReport':
    case 'uiEvent':
    case 'tamper':
      return null;
  }
}
