import type { ReaderBar } from '../../ports/index.js';
import type { HandlersOf } from './handlers.js';

export interface ReaderParts {
  readonly readers: Pick<ReaderBar, 'release'>;
}

export function readerMethods({ readers }: ReaderParts): HandlersOf<'reader'> {
  return {
    'reader.release': async ({ serial_number: serialNumber }) => {
      await readers.release(serialNumber);
      return { released: serialNumber };
    },
  };
}
