import type { JournalStanding, Random } from '../ports/index.js';
import { type Ids, type MessageKey, sealUp, type SentHead, type StatusMessage } from '../protocol/envelope.js';

export interface PresenceParts {
  readonly journal: Pick<JournalStanding, 'head'>;
  readonly random: Random;
  readonly ids: Ids;
  readonly key: MessageKey;
  readonly agentVersion: string;
  readonly head: () => SentHead;
  readonly continues: () => readonly string[];
}

/** Connections that one journal entry leaves numbers for. */
const SESSIONS_AN_ENTRY = 2 ** 20;

/**
 * Birth and death of each connection. Session numbers must rise over restarts although the wall clock may lie: the
 * journal's newest entry leads, the connection counts. The session id pairs birth and death in any case, so that a
 * late death cannot hide a newer birth.
 */
export class Presence {
  readonly #parts: PresenceParts;
  #session = '';
  #sessionNumber = 0;

  constructor(parts: PresenceParts) {
    this.#parts = parts;
  }

  /** Begins the session of the next connection; its sealed death is what the host hears when we vanish. */
  lastWord(): Uint8Array {
    const { journal, random, ids, key } = this.#parts;
    this.#sessionNumber = Math.max(this.#sessionNumber + 1, journal.head().entry * SESSIONS_AN_ENTRY);
    this.#session = Buffer.from(random.bytes(8)).toString('hex');
    return sealUp(ids, key, this.message('death'));
  }

  /** Of the connection that stands, or is next. */
  get session(): string {
    return this.#session;
  }

  message(presence: StatusMessage['presence']): StatusMessage {
    return {
      kind: 'status',
      presence,
      session: this.#session,
      sessionNumber: this.#sessionNumber,
      agentVersion: this.#parts.agentVersion,
      head: presence === 'birth' ? this.#parts.head() : null,
      continues: presence === 'birth' ? this.#parts.continues() : [],
    };
  }
}
