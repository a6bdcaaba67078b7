import type { Cell } from '../../../src/reader/cells/link/cell.js';
import type { ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import type { SignedOrder } from '../cards/card-reading.js';
import type { StoredStage } from '../store/stored-result.js';
import type { TransactionInput } from '../transaction.js';
import type { Behaviour, Bench, Direction, Moment } from './behaviour.js';
import { behaviourFrom } from './behaviours.js';

/** The misbehaviours of one reader, asked in order. Empty: a healthy reader. */
export class BehaviourStack {
  #specs: readonly string[] = [];
  #behaviours: readonly Behaviour[] = [];
  #ends: (() => void)[] = [];

  constructor(private readonly bench: Bench) {}

  get specs(): readonly string[] {
    return this.#specs;
  }

  /** Takes the old ones off. @throws Error when a specification is wrong; then nothing changes */
  replace(specs: readonly string[]): void {
    const behaviours = specs.map(behaviourFrom);
    this.detach();
    this.#specs = [...specs];
    this.#behaviours = behaviours;
    this.#ends = behaviours.flatMap((behaviour) => behaviour.attach?.(this.bench) ?? []);
  }

  detach(): void {
    for (const end of this.#ends) end();
    this.#specs = [];
    this.#behaviours = [];
    this.#ends = [];
  }

  bytes(given: Uint8Array, direction: Direction): Uint8Array {
    let bytes = given;
    for (const behaviour of this.#behaviours) bytes = behaviour.bytes?.(bytes, direction, this.bench) ?? bytes;
    return bytes;
  }

  /** True: handled. */
  cell(cell: Cell): boolean {
    return this.#behaviours.some((behaviour) => behaviour.cell?.(cell, this.bench) ?? false);
  }

  /** Null: handled. */
  message(given: ReaderMessage): ReaderMessage | null {
    let message: ReaderMessage | null = given;
    for (const behaviour of this.#behaviours) {
      if (message === null) return null;
      if (behaviour.message !== undefined) message = behaviour.message(message, this.bench);
    }
    return message;
  }

  payload(given: Uint8Array): Uint8Array {
    let payload = given;
    for (const behaviour of this.#behaviours) payload = behaviour.payload?.(payload, this.bench) ?? payload;
    return payload;
  }

  hears(given: TransactionInput): TransactionInput {
    let input = given;
    for (const behaviour of this.#behaviours) input = behaviour.hears?.(input, this.bench) ?? input;
    return input;
  }

  order(given: SignedOrder): SignedOrder {
    let order = given;
    for (const behaviour of this.#behaviours) order = behaviour.order?.(order) ?? order;
    return order;
  }

  moment(moment: Moment, stage: StoredStage): void {
    for (const behaviour of this.#behaviours) behaviour.moment?.(moment, stage, this.bench);
  }

  booted(): void {
    for (const behaviour of this.#behaviours) behaviour.booted?.(this.bench);
  }
}
