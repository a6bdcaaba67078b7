import type { Clock } from '../../../src/ports/index.js';
import type { Cell } from '../../../src/reader/cells/link/cell.js';
import type { ReaderMessage } from '../../../src/reader/cells/message-shapes.js';
import type { SimRandom } from '../../sim-random.js';
import type { SignedOrder } from '../cards/card-reading.js';
import type { StoredStage } from '../store/stored-result.js';
import type { TransactionInput } from '../transaction.js';
import type { BehaviourSpec } from './behaviour-spec.js';

export type Direction = 'in' | 'out';

/** What a behaviour may do to the reader that it sits on. */
export interface Bench {
  readonly clock: Clock;
  readonly random: SimRandom;
  /** Bytes onto the wire, through the byte behaviours. */
  readonly transmit: (bytes: Uint8Array) => void;
  /** A cell onto the wire, past the cell behaviours. */
  readonly transmitCell: (cell: Cell) => void;
  /** A message onto the link, past the message behaviours. */
  readonly send: (message: ReaderMessage) => void;
  readonly reboot: () => void;
  readonly unplug: () => void;
  readonly plug: () => void;
  /** All stored results are gone, and the reader starts anew. */
  readonly forget: () => void;
  /** Another reader stands on the line, with another serial number and nothing stored. */
  readonly swap: (serialNumber: string) => void;
}

/** Moments at which power may fail: after the display, after the disk, after the message was acknowledged. */
export type Moment = 'shown' | 'stored' | 'sent';

/**
 * One misbehaviour, stacked on the healthy reader (first stacked, first asked). Each hook handles what it is
 * given or defers to the next; a hook that is not there defers. A new one is created for every `behaviours`
 * order, so its counters start anew.
 */
export interface Behaviour {
  readonly name: string;
  /** Bytes between line and reader; what it returns goes on. */
  bytes?(bytes: Uint8Array, direction: Direction, bench: Bench): Uint8Array;
  /** A cell on its way out. True: handled, nothing else is sent for it. */
  cell?(cell: Cell, bench: Bench): boolean;
  /** A message on its way out; null: handled. */
  message?(message: ReaderMessage, bench: Bench): ReaderMessage | null;
  /** The encoded message. */
  payload?(payload: Uint8Array, bench: Bench): Uint8Array;
  /** What the reader takes the agent to have said. */
  hears?(input: TransactionInput, bench: Bench): TransactionInput;
  /** What the reader gives the card to sign. */
  order?(order: SignedOrder): SignedOrder;
  moment?(moment: Moment, stage: StoredStage, bench: Bench): void;
  /** Power came; nothing has been sent yet. */
  booted?(bench: Bench): void;
  /** Called once when stacked; what it returns ends it. */
  attach?(bench: Bench): () => void;
}

/** How a behaviour is made from its specification. */
export interface BehaviourKind {
  /** One line for `--help`: parameters with their defaults, and what it does. */
  readonly about: string;
  make(spec: BehaviourSpec): Behaviour;
}
