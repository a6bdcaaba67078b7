import type { World } from '../../hw-sim/world/world.js';
import { sameTotals } from '../../src/domain/settlement.js';
import type { LedgerModel } from './ledger-model.js';

/** What the courses reached: a property that never meets a case proves nothing about it. */
const WANTED = [
  'posted online',
  'posted by advice',
  'deferred',
  'declined',
  'cancelled',
  'reversed',
  'voided',
  'void refused',
  'resolved by a person',
  'refund',
  'batch matched',
  'batch differed',
  'host restored',
  'agent restarted',
  'suspected duplicate',
  'limit reached',
  'batches compared at rest',
] as const;
type Reached = (typeof WANTED)[number];

export class Tally {
  readonly #counts = new Map<Reached, number>();

  /** At the end of a course, before the world is closed. */
  async count(world: World, model: LedgerModel): Promise<void> {
    const { journal } = world.agent!;
    for (const { state, type, deferred, verdict, key } of await journal.recent(200)) {
      if (state === 'posted') {
        const stored = await journal.transaction(key);
        const isOnline = stored!.postings.every(
          ({ content }) => content.kind !== 'advice' || content.response === 'online',
        );
        this.#add(isOnline ? 'posted online' : 'posted by advice');
      }
      if (state === 'declined' || state === 'cancelled' || state === 'reversed' || state === 'voided') this.#add(state);
      if (state === 'resolved') this.#add('resolved by a person');
      if (deferred) this.#add('deferred');
      if (type === 'refund' && verdict?.outcome === 'approved') this.#add('refund');
      if (verdict?.responseCode === '94') this.#add('suspected duplicate');
      if (verdict?.by === 'policy' && verdict.outcome === 'declined' && verdict.responseCode !== '94')
        this.#add('limit reached');
    }
    for (const batch of await journal.batches(100)) {
      if (batch.state !== 'closed') continue;
      this.#add(sameTotals(batch.totals, batch.hostTotals ?? []) ? 'batch matched' : 'batch differed');
    }
    this.#add('void refused', model.voidsRefused);
    this.#add('agent restarted', world.agentStarts - 1);
    if (world.host.isRestored) this.#add('host restored');
    if (model.resolved.size === 0) this.#add('batches compared at rest');
  }

  #add(what: Reached, by = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + by);
  }

  missing(): readonly Reached[] {
    return WANTED.filter((what) => (this.#counts.get(what) ?? 0) === 0);
  }

  text(): string {
    return WANTED.map((what) => `${String(this.#counts.get(what) ?? 0).padStart(7)} ${what}`).join('\n');
  }
}
