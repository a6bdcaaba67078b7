import type { Clock } from '../../../src/ports/index.js';
import { align, EMPTY_CARRY } from '../../../src/reader/cells/link/aligner.js';
import { type Cell, LINK_VERSION } from '../../../src/reader/cells/link/cell.js';
import type { ResetCause, Rst } from '../../../src/reader/cells/link/reset-payloads.js';
import { isDrained, PEER_DOWN, type PeerEffect, type PeerInput, stepPeer, waitsOf } from './link-peer.js';
import { Waits } from './timer-group.js';

/** What the reader tells of itself in RSTACK. */
export interface Introduction {
  readonly cause: ResetCause;
  readonly session: number;
  readonly serialNumber: string;
  readonly firmware: string;
  readonly lastKey: Uint8Array;
}

export interface DeviceLinkOwner {
  introduce(): Introduction;
  transmit(cell: Cell): void;
  transmitIdle(): void;
  /** @returns false when the message cannot be understood */
  deliver(message: Uint8Array): boolean;
  /** The last thing sent has been acknowledged. */
  drained(): void;
  count(what: string): void;
}

/** The line is quiet when nothing came for so long (reader link, Alignment). */
const QUIET_MS = 100;

/** Bytes ⇄ messages for one power cycle of the reader: the shell around the aligner and the link peer. */
export class DeviceLink {
  #peer = PEER_DOWN;
  #carry = EMPTY_CARRY;
  #chunks = 0;
  readonly #waits: Waits<'quiet' | 'ackOverdue' | 'messageOverdue'>;

  constructor(
    clock: Clock,
    private readonly owner: DeviceLinkOwner,
  ) {
    this.#waits = new Waits(clock);
  }

  get isUp(): boolean {
    return this.#peer.kind === 'up';
  }

  get isDrained(): boolean {
    return isDrained(this.#peer);
  }

  receive(chunk: Uint8Array): void {
    this.#chunks += 1;
    const { items, carry } = align(this.#carry, chunk);
    this.#carry = carry;
    for (const item of items) {
      if (item.kind === 'cell') this.#step({ kind: 'cell', cell: item.cell });
      else if (item.kind === 'discarded') {
        this.owner.count('discarded');
        this.#step({ kind: 'damage' });
      }
    }
    const wait = this.#carry.length === 0 ? null : { id: String(this.#chunks), ms: QUIET_MS };
    this.#waits.set('quiet', wait, () => {
      this.#carry = EMPTY_CARRY;
      this.owner.count('tailDropped');
      this.#step({ kind: 'damage' });
    });
  }

  /** Without a session it is lost: the agent asks GET_RESULT after its reset. */
  send(message: Uint8Array): void {
    this.#step({ kind: 'send', message });
  }

  #step(input: PeerInput): void {
    const wasDrained = this.isDrained;
    const [peer, effects] = stepPeer(this.#peer, input);
    this.#peer = peer;
    for (const effect of effects) this.#carryOut(effect);
    const { ackOverdue, messageOverdue } = waitsOf(this.#peer);
    this.#waits.set('ackOverdue', ackOverdue, () => this.#step({ kind: 'ackOverdue' }));
    this.#waits.set('messageOverdue', messageOverdue, () => this.#step({ kind: 'messageOverdue' }));
    if (!wasDrained && peer.kind === 'up' && isDrained(peer)) this.owner.drained();
  }

  #carryOut(effect: PeerEffect): void {
    switch (effect.kind) {
      case 'transmit':
        return this.owner.transmit(effect.cell);
      case 'transmitIdle':
        return this.owner.transmitIdle();
      case 'resetAsked':
        return this.#open(effect.rst);
      case 'deliver':
        if (!this.owner.deliver(effect.message)) this.#step({ kind: 'malformed', seq: effect.seq });
        return;
      case 'failed':
        return;
      case 'count':
        return this.owner.count(effect.what);
    }
  }

  #open({ nonce }: Rst): void {
    this.#step({ kind: 'open', rstack: { ...this.owner.introduce(), nonce, version: LINK_VERSION } });
  }
}
