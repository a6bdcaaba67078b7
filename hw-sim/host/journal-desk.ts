import type { Ids, JournalGap, SentHead, StatusMessage } from '../../src/protocol/envelope.js';
import type { Order } from '../control-socket.js';
import type { Tally } from './books/tally.js';
import type { SeenSequence, TerminalFile } from './terminal-file.js';

export interface JournalDeskDependencies {
  readonly terminals: TerminalFile;
  readonly tally: Tally;
  readonly nowMs: () => number;
  readonly say: (line: string) => void;
}

/**
 * What the host knows of the terminals' journals: their heads, the sequences they have used and the gaps that ended
 * ones have left (uplink rules, Witness). Every method belongs into a commit of the caller.
 */
export class JournalDesk {
  readonly #its: JournalDeskDependencies;

  constructor(dependencies: JournalDeskDependencies) {
    this.#its = dependencies;
  }

  /** What stands in the book now: asked before the head itself goes in (uplink rules, Witness). */
  knownHeads({ terminalId }: Ids, head: SentHead | null, count: number): readonly SentHead[] {
    return head === null ? [] : this.#its.terminals.knownHeads(terminalId, head.epoch, count);
  }

  /** Its number says nothing of what it is about: only a key makes two records one. A fork is for a person. */
  saw(seen: SeenSequence): void {
    const { terminals, tally, say } = this.#its;
    if (terminals.sawSequence(seen)) return;
    tally.add('forks');
    say(
      `FORK: sequence ${seen.sequence} of ${seen.terminalId}, epoch ${seen.epoch}, bears another record too: ${seen.kind} ` +
        `${seen.about} is booked beside it; two copies of its journal are in use`,
    );
  }

  witness(ids: Ids, head: SentHead | null): void {
    if (head === null) return;
    const { terminals, tally, nowMs, say } = this.#its;
    const witnessed = terminals.witness(ids.terminalId, head, nowMs());
    if (witnessed === 'forked') say(`${ids.terminalId}: entry ${head.entry} of ${head.epoch} has another MAC`);
    tally.add(`head.${witnessed}`);
  }

  gapsAt({ terminalId }: Ids, { head, continues }: StatusMessage): readonly JournalGap[] {
    if (head === null) return [];
    const { terminals, say } = this.#its;
    terminals.continued(terminalId, continues);
    const gaps = terminals.gapsOf(terminalId, head.epoch);
    for (const { epoch, sequence, missing } of gaps) {
      say(
        `${terminalId} came with another journal: ${epoch} ended at posting ${sequence}, missing ${missing.join(', ')}`,
      );
    }
    return gaps;
  }

  /** A person has cleared up what an earlier journal owed. @throws Error when the order names none */
  closeGap({ terminal, epoch }: Order): void {
    if (typeof terminal !== 'string' || typeof epoch !== 'string')
      throw new Error('close-gap needs "terminal" and "epoch"');
    this.#its.terminals.continued(terminal, [epoch]);
  }
}
