import { z } from 'zod';
import { type ApiMethod, JOURNAL_ERRORS } from './method.js';
import { serialAsked } from './values.js';

/** What a technician says of a card reader. */

export const READER_METHODS = {
  'reader.release': {
    sentence: 'Lets sales start again on a reader that reported tampering, once a technician has examined it.',
    parameters: z.strictObject({ serial_number: serialAsked }),
    result: z.strictObject({ released: z.string().describe('The serial number.') }),
    errors: ['NOT_FOUND', ...JOURNAL_ERRORS],
  },
} satisfies Record<string, ApiMethod>;
