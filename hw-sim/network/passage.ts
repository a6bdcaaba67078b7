import { createConnection, type Socket } from 'node:net';
import { Lane, type LaneHooks } from './lane.js';
import type { Direction } from './traffic.js';

export interface PassageHooks extends LaneHooks {
  /** Once, when both sides are gone. */
  readonly closed: () => void;
}

/** One connection through the cutter: two sockets and a lane in each direction. */
export class Passage {
  #far: Socket | null = null;
  #lanes: readonly Lane[] = [];
  #gone = false;
  /** One side died while a black hole stood between: the other learns of it when the cable is back. */
  #deadSide: Socket | null = null;

  constructor(
    private readonly near: Socket,
    private readonly target: { readonly host: string; readonly port: number },
    private readonly hooks: PassageHooks,
  ) {
    near.setNoDelay(true);
    near.on('error', () => near.destroy());
    near.on('close', (failed) => this.#sideClosed(near, failed));
    this.modeChanged();
  }

  get heldBytes(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.heldBytes, 0);
  }

  /** The network's mode has changed: what was held may leave, what flowed may be held. */
  modeChanged(): void {
    if (this.#gone) return;
    const traffic = this.hooks.traffic();
    const nothingPasses = traffic.mode === 'blackhole' && traffic.direction === 'both';
    if (this.#far === null && !nothingPasses) this.#reachFar();
    for (const lane of this.#lanes) lane.pump();
    if (this.#deadSide !== null && !this.#isHeldFrom(this.#deadSide)) this.reset();
  }

  /** FIN in one direction, in its place behind what was sent; the other goes on. */
  halfClose(direction: Direction): void {
    this.#lanes.find((lane) => lane.direction === direction)?.end();
  }

  /** RST on both sides, now. */
  reset(): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const lane of this.#lanes) lane.stop();
    this.near.resetAndDestroy();
    this.#far?.resetAndDestroy();
    this.hooks.closed();
  }

  #reachFar(): void {
    const far = createConnection({ ...this.target, allowHalfOpen: true, noDelay: true });
    this.#far = far;
    far.on('error', () => far.destroy());
    far.on('close', (failed) => this.#sideClosed(far, failed));
    this.#lanes = [new Lane('up', this.near, far, this.hooks), new Lane('down', far, this.near, this.hooks)];
  }

  #sideClosed(side: Socket, failed: boolean): void {
    if (this.#gone) return;
    if (this.#isHeldFrom(side)) {
      this.#deadSide = side;
      return;
    }
    const bothEnded = this.#lanes.every((lane) => lane.isFinished);
    if (failed || !bothEnded || this.#far === null) {
      this.reset();
      return;
    }
    if (!this.near.destroyed || !this.#far.destroyed) return; // the other side still has bytes to flush
    this.#gone = true;
    for (const lane of this.#lanes) lane.stop();
    this.hooks.closed();
  }

  /** Whether a black hole keeps the other side from learning what happened to this one. */
  #isHeldFrom(side: Socket): boolean {
    const traffic = this.hooks.traffic();
    if (traffic.mode !== 'blackhole') return false;
    const direction: Direction = side === this.near ? 'up' : 'down';
    return traffic.direction === 'both' || traffic.direction === direction;
  }
}
