import { comeToRest } from '../../hw-sim/world/rest.js';
import { World } from '../../hw-sim/world/world.js';
import { money } from '../../src/domain/money.js';
import type { Transaction } from '../../src/domain/transaction.js';

/** A sale must have ended by then, whatever the reader does; ms of the world. */
const ENDS_WITHIN_MS = 120_000;

/** Of the first sale: at the reader, in the journal, before the cardholder. */
type Moment = 'cardRead' | 'authorizing' | 'finalTc' | 'posted' | 'shown';

/** One sale after the other in a simulated world: agent core and session that ship, the virtual reader, the host. */
class WorldSale {
  #asked = 0;

  private constructor(readonly world: World) {}

  /** A terminal that has seen its host. */
  static async open(seed = 11): Promise<WorldSale> {
    const world = new World(seed);
    await world.kernel.run(2_000);
    return new WorldSale(world);
  }

  close(): void {
    this.world.close();
  }

  /** A sale begins, and at this moment of it the process is gone. */
  async killedAt(moment: Moment): Promise<void> {
    const { world } = this;
    const sold = this.sell('chip-arqc-tc');
    for (let ms = 0; !this.#has(moment); ms += 1) {
      if (ms > ENDS_WITHIN_MS) throw new Error(`never ${moment}`);
      await world.kernel.run(1);
    }
    world.killAgent(true);
    await sold;
  }

  #has(moment: Moment): boolean {
    const { reader, disk, shown } = this.world;
    if (moment === 'cardRead' || moment === 'finalTc') return reader.state().open?.stage === moment;
    if (moment === 'shown') return shown.length > 0;
    const states = disk.db.prepare<[], string>('SELECT state FROM sale_transaction').pluck();
    return states.get() === moment;
  }

  /** What the till is told; null: nothing, for the process died or it was refused. */
  async sell(card: string | null): Promise<Transaction | null> {
    const { kernel, till } = this.world;
    this.#asked += 1;
    const ask = {
      type: 'sale' as const,
      money: money(1_000 + this.#asked, 'EUR'),
      idempotencyKey: `sale-${this.#asked}`,
      allowDuplicate: true,
    };
    return kernel.until(till.ring(ask, card, 'asks once'), ENDS_WITHIN_MS);
  }

  /**
   * What is wrong: it must be decided, the next sale approved while the reader still says of the first what it said,
   * and everything must come to rest.
   */
  async sound(): Promise<readonly string[]> {
    const { world } = this;
    const { kernel } = world;
    const lastMs = kernel.nowMs + ENDS_WITHIN_MS;
    const found: string[] = [];
    const undecided = (): Promise<readonly unknown[]> => kernel.until(world.agent!.journal.unresolved());
    while ((await undecided()).length > 0 && kernel.nowMs < lastMs) await kernel.run(500);
    if ((await undecided()).length > 0) found.push('the sale is not decided');
    while (world.agent!.core.uplink.status().state !== 'online' && kernel.nowMs < lastMs) await kernel.run(500);
    const next = await this.#soon();
    if (next?.verdict?.outcome !== 'approved')
      found.push(`the next sale is ${next?.state ?? 'refused'}: ${next?.verdict?.reason ?? ''}`);
    const owed = await comeToRest(world);
    return owed === null ? found : [...found, owed];
  }

  /** A till asks again for a while. */
  async #soon(): Promise<Transaction | null> {
    for (let attempt = 0; attempt < 10; attempt += 1) {
      const told = await this.sell('contactless-arqc');
      if (told !== null) return told;
      await this.world.kernel.run(5_000);
    }
    return null;
  }
}

export async function withSale(play: (sale: WorldSale) => Promise<void>): Promise<void> {
  const sale = await WorldSale.open();
  try {
    await play(sale);
  } finally {
    sale.close();
  }
}
