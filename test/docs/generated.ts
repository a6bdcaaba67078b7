import { apiSection } from './api-section.js';
import { alertSections, errorSections } from './catalogues.js';
import { lifecycleTable } from './lifecycle-table.js';
import { readerLinkBytes, uplinkBytes } from './worked-bytes.js';

/** What stands between `<!-- NAME: written by … -->` and `<!-- end of NAME -->`. */
interface Part {
  readonly document: string;
  readonly name: string;
  readonly text: () => string;
}

const PARTS: readonly Part[] = [
  { document: 'ARCHITECTURE.md', name: 'transition table', text: lifecycleTable },
  { document: 'ARCHITECTURE.md', name: 'API', text: apiSection },
  { document: 'docs/errors.md', name: 'errors', text: errorSections },
  { document: 'docs/alerts.md', name: 'alerts', text: alertSections },
  { document: 'docs/reader-link.md', name: 'worked bytes of the reader link', text: readerLinkBytes },
  { document: 'docs/uplink.md', name: 'worked bytes of the uplink', text: uplinkBytes },
];

export const GENERATED: readonly string[] = [...new Set(PARTS.map(({ document }) => document))];

/**
 * The document with its parts as they are now.
 * @throws Error when the marks of a part are missing
 */
export function filled(document: string, before: string): string {
  return PARTS.filter((part) => part.document === document).reduce(withPart, before);
}

function withPart(text: string, { document, name, text: made }: Part): string {
  const begin = text.indexOf(`<!-- ${name}: written by`);
  const inside = text.indexOf('-->', begin) + '-->'.length;
  const end = text.indexOf(`<!-- end of ${name} -->`);
  if (begin < 0 || end < inside) throw new Error(`${document} has lost the marks of "${name}"`);
  return `${text.slice(0, inside)}\n\n${made()}\n\n${text.slice(end)}`;
}
