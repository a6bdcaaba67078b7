import type { Network, Packet } from '../sim-broker.js';
import type { Kernel } from './kernel.js';

/** What one direction of one way does to packets. */
export interface LinkWeather {
  latencyMs: number;
  /** Added, drawn for each packet, ms. */
  jitterMs: number;
  /** Shares of the packets, 0 … 1. */
  drop: number;
  duplicate: number;
  /** May overtake the packets before it. */
  reorder: number;
}

const FAIR: LinkWeather = { latencyMs: 4, jitterMs: 3, drop: 0, duplicate: 0, reorder: 0 };
const OVERTAKES_BY_MS = 400;
// So that two packets of one link never fall on one moment, where their order would be drawn.
const APART_MS = 0.001;

/** One direction between two parties. In order and lossless, as TCP is, unless the weather says otherwise. */
export class Link {
  weather: LinkWeather = { ...FAIR };
  /** Nothing passes; nobody is told. */
  cut = false;
  #clogged: (() => void)[] | null = null;
  #lastAtMs = 0;

  constructor(
    private readonly kernel: Kernel,
    readonly name: string,
  ) {}

  send(packet: Packet, arrive: () => void): void {
    const { random } = this.kernel;
    const what = `${this.name} ${packet.kind}${packet.message === null ? '' : ` ${leafOf(packet.message.topic)}`}`;
    const isPart = packet.kind === 'publish' || packet.kind === 'puback';
    if (this.cut || (isPart && random.chance(this.weather.drop))) {
      this.kernel.tell(`${what}: lost`);
      return;
    }
    if (packet.message !== null) this.kernel.trace(packet.message.payload);
    this.#deliver(what, arrive, isPart);
    if (isPart && random.chance(this.weather.duplicate)) this.#deliver(`${what} again`, arrive, isPart);
  }

  /** From now on packets wait here. */
  clog(): void {
    this.#clogged ??= [];
  }

  /** All that waited, at once and in order. */
  release(): void {
    const waiting = this.#clogged ?? [];
    this.#clogged = null;
    for (const deliver of waiting) deliver();
  }

  heal(): void {
    this.cut = false;
    this.weather = { ...FAIR };
    this.release();
  }

  #deliver(what: string, arrive: () => void, mayOvertake: boolean): void {
    if (this.#clogged !== null) {
      this.#clogged.push(() => this.#deliver(what, arrive, mayOvertake));
      return;
    }
    const { nowMs, random } = this.kernel;
    const { latencyMs, jitterMs, reorder } = this.weather;
    const atMs = nowMs + latencyMs + random.fraction() * jitterMs;
    if (mayOvertake && random.chance(reorder)) {
      this.kernel.after(atMs - nowMs + random.fraction() * OVERTAKES_BY_MS, what, arrive);
      return;
    }
    this.#lastAtMs = Math.max(atMs, this.#lastAtMs + APART_MS);
    this.kernel.after(this.#lastAtMs - nowMs, what, arrive);
  }
}

/** The four directions between the two clients and the broker. */
export class Links implements Network {
  readonly all: readonly Link[];
  readonly #byName: ReadonlyMap<string, Link>;

  constructor(kernel: Kernel, clients: readonly string[]) {
    this.all = clients.flatMap((client) => [
      new Link(kernel, `${client}→broker`),
      new Link(kernel, `broker→${client}`),
    ]);
    this.#byName = new Map(this.all.map((link) => [link.name, link]));
  }

  carry(clientId: string, to: 'broker' | 'client', packet: Packet, arrive: () => void): void {
    const link = this.#byName.get(to === 'broker' ? `${clientId}→broker` : `broker→${clientId}`);
    if (link === undefined) throw new Error(`no way leads to ${clientId}`);
    link.send(packet, arrive);
  }
}

/** `up/posting` of `tillpost/v1/M0001/T0000042/up/posting` */
function leafOf(topic: string): string {
  return topic.split('/').slice(-2).join('/');
}
