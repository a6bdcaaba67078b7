import type { Contact } from '../src/ports/index.js';

/** What a simulated terminal keeps of its contacts: it outlives each process, as a file does. */
export class SimContacts {
  readonly #answered = new Set<string>();

  of(merchantId: string, terminalId: string, fingerprint: string): Contact {
    const name = (key: string): string => `${merchantId} ${terminalId} ${key}`;
    return {
      answered: () => this.#answered.has(name(fingerprint)),
      heard: () => void this.#answered.add(name(fingerprint)),
      announced: (next) => {
        if (this.#answered.has(name(fingerprint))) this.#answered.add(name(next));
      },
    };
  }
}
