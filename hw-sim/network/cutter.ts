import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { Order } from '../control-socket.js';
import { Passage } from './passage.js';
import { type Direction, PASS, readModeOrder, type Traffic } from './traffic.js';

export interface Target {
  readonly host: string;
  readonly port: number;
}

export interface CutterStats {
  readonly mode: Traffic['mode'];
  readonly open: number;
  readonly accepted: number;
  readonly refused: number;
  readonly resets: number;
  /** Bits that were flipped. */
  readonly corrupted: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Read and not yet passed on; what a black hole leaves in the kernel's buffers is not counted. */
  readonly heldBytes: number;
}

// More at a time than any story needs; what comes beyond is reset.
const CONNECTIONS_MAX = 256;

/**
 * A TCP proxy that is the network between a terminal and its broker, and can be cut.
 *
 * When a black hole ends by `pass` the bytes that waited are delivered, as the retransmission of real TCP
 * would do once the cable is back; `{"do":"mode","mode":"pass","drop":true}` resets those connections
 * instead, as a NAT that forgot them would.
 */
export class NetworkCutter {
  readonly #passages = new Set<Passage>();
  #traffic: Traffic = PASS;
  #accepted = 0;
  #refused = 0;
  #resets = 0;
  #corrupted = 0;
  #bytesUp = 0;
  #bytesDown = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: Target,
  ) {
    server.on('connection', (socket) => this.#accept(socket));
  }

  /** @param port 0 takes a free one */
  static async start(port: number, target: Target, host = '127.0.0.1'): Promise<NetworkCutter> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const cutter = new NetworkCutter(server, target);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve);
    });
    return cutter;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  readonly orders = (order: Order): unknown => {
    switch (order.do) {
      case 'mode': {
        const { traffic, reset, halfClose } = readModeOrder(order);
        this.setTraffic(traffic, reset);
        if (halfClose !== null) for (const passage of [...this.#passages]) passage.halfClose(halfClose);
        return this.stats();
      }
      case 'stats':
      case 'state':
        return this.stats();
      default:
        throw new Error(`the cutter knows no order ${JSON.stringify(order.do)}; it knows: mode, stats`);
    }
  };

  /** @param reset resets every connection that stands, before the new mode holds */
  setTraffic(traffic: Traffic, reset = false): void {
    if (reset) this.#resetAll();
    this.#traffic = traffic;
    for (const passage of [...this.#passages]) passage.modeChanged();
  }

  stats(): CutterStats {
    let heldBytes = 0;
    for (const passage of this.#passages) heldBytes += passage.heldBytes;
    return {
      mode: this.#traffic.mode,
      open: this.#passages.size,
      accepted: this.#accepted,
      refused: this.#refused,
      resets: this.#resets,
      corrupted: this.#corrupted,
      bytesUp: this.#bytesUp,
      bytesDown: this.#bytesDown,
      heldBytes,
    };
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => resolve());
    });
    this.#resetAll();
    await closed;
  }

  #accept(socket: Socket): void {
    if (this.#refusesNew() || this.#passages.size >= CONNECTIONS_MAX) {
      this.#refused += 1;
      socket.on('error', () => socket.destroy());
      socket.resetAndDestroy();
      return;
    }
    this.#accepted += 1;
    const passage = new Passage(socket, this.target, {
      traffic: () => this.#traffic,
      passed: (direction, bytes) => {
        if (direction === 'up') this.#bytesUp += bytes;
        else this.#bytesDown += bytes;
        this.#countDown(bytes);
      },
      corrupts: (direction, bytes) => this.#corrupts(direction, bytes),
      closed: () => this.#passages.delete(passage),
    });
    this.#passages.add(passage);
  }

  #refusesNew(): boolean {
    return this.#traffic.mode === 'refuse' || (this.#traffic.mode === 'cut' && this.#traffic.remainingBytes === 0);
  }

  /** Which bit of which of these bytes is flipped; counts them. Once, then the network is well again. */
  #corrupts(direction: Direction, bytes: number): { readonly at: number; readonly bit: number } | null {
    const traffic = this.#traffic;
    if (traffic.mode !== 'corrupt' || traffic.direction !== direction) return null;
    if (bytes <= traffic.remainingBytes) {
      this.#traffic = { ...traffic, remainingBytes: traffic.remainingBytes - bytes };
      return null;
    }
    this.#traffic = PASS;
    this.#corrupted += 1;
    return { at: traffic.remainingBytes, bit: traffic.bit };
  }

  #countDown(bytes: number): void {
    if (this.#traffic.mode !== 'cut') return;
    const traffic: Traffic = { mode: 'cut', remainingBytes: Math.max(0, this.#traffic.remainingBytes - bytes) };
    this.#traffic = traffic;
    if (traffic.remainingBytes > 0) return;
    // The bytes just written must leave before the RST, or it would take them back.
    setImmediate(() => {
      this.#resetAll();
      if (this.#traffic === traffic) this.#traffic = { mode: 'refuse' };
    });
  }

  #resetAll(): void {
    for (const passage of [...this.#passages]) {
      this.#resets += 1;
      passage.reset();
    }
  }
}
