import { SimRandom } from '../../hw-sim/sim-random.js';
import { SIM_UPLINK } from '../../hw-sim/sim-uplink.js';
import type { RefusalCause } from '../../src/ports/index.js';
import { courierStep, courierWakeMs } from '../../src/uplink/delivery/courier-machine.js';
import {
  type CourierEffect,
  type CourierInput,
  type CourierState,
  type Lane,
  newCourier,
  type ReceiptResult,
} from '../../src/uplink/delivery/courier-state.js';

const TOKENS = ['A', 'B', 'C', undefined] as const;

interface Owed {
  readonly token?: string | undefined;
  readonly sequence: number;
  readonly lane: Lane;
  readonly bytes: number;
}

type Sent = { readonly batch: number; readonly sequences: readonly number[] };

/**
 * The courier's machine in a world drawn from a seed: a journal that is a list, a broker and a host that
 * lose, refuse and delay, links that come and go. The rules are checked at every effect.
 */
export class CourierWorld {
  readonly #random: SimRandom;
  readonly journal: Owed[] = [];
  readonly sequenceAtOpen: number;
  state: CourierState;
  nowMs = 0;
  sends = 0;
  repeats = 0;
  requestsSent = 0;
  drops = 0;
  #sequence = 0;
  #request = 0;
  #read: (CourierEffect & { kind: 'read' }) | null = null;
  /** What the journal held when the read was asked for, when it is answered from then. */
  #snapshot: readonly Owed[] | null = null;
  readonly #settled: Owed[] = [];
  reopens = 0;
  /** On the present connection. */
  readonly #unacked: Sent[] = [];
  readonly #atHost = new Map<number, Lane>();
  readonly #everSent = new Set<number>();
  readonly #sentRequests: number[] = [];
  #connected = false;
  readonly receiveMaximum: number;

  constructor(seed: number) {
    this.#random = new SimRandom(seed);
    this.receiveMaximum = this.#random.pick([1, 2, 5, 65_535]);
    const before = this.#random.below(20);
    for (let n = 0; n < before; n += 1) this.#owe();
    this.sequenceAtOpen = this.#sequence;
    this.state = newCourier({
      ...SIM_UPLINK.courier,
      sequenceAtOpen: this.sequenceAtOpen,
      windowPostings: this.#random.pick([3, 40, 512]),
      readLimit: this.#random.pick([1, 4, 64]),
      deferredMax: this.#random.pick([4, 1_024]),
    });
  }

  /** One thing happens. */
  act(): void {
    const chance = (share: number): boolean => this.#random.chance(share);
    const roll = this.#random.below(31);
    if (!this.#connected) {
      if (chance(0.4)) this.#open();
      else if (chance(0.5)) this.add();
      else this.pass(500);
      return;
    }
    if (roll === 0) this.#close();
    else if (roll === 1) this.input({ kind: 'hostSilent' });
    else if (roll <= 3 && !this.state.online) this.input(this.#online());
    else if (roll <= 7) this.add();
    else if (roll <= 14) this.#answerRead(chance(0.05));
    else if (roll <= 19)
      this.#ack(chance(0.1) ? this.#random.pick(['noSubscriber', 'notAllowed', 'deferred', 'invalid']) : null);
    else if (roll <= 22) this.#receipts(false);
    else if (roll <= 24) this.#requests();
    else if (roll === 30) this.#reopen();
    else if (roll === 25)
      this.input({ kind: 'flow', pauseMs: chance(0.2) ? 3_000 : 0, batchMax: this.#random.pick([0, 0, 1, 7]) });
    else this.pass(this.#random.pick([1, 200, 3_000, 6_000, 11_000]));
  }

  add(): void {
    this.#owe();
    this.input({ kind: 'added' });
  }

  /** From now on everything works; true when nothing is owed any more. */
  heal(): boolean {
    this.input({ kind: 'flow', pauseMs: 0, batchMax: 0 });
    for (let rounds = 0; rounds < 3_000 && this.journal.length > 0; rounds += 1) {
      if (!this.#connected) this.#open();
      else if (!this.state.online) this.input(this.#online());
      while (this.#read !== null) this.#answerRead(false);
      while (this.#unacked.length > 0) this.#ack(null);
      while (this.#sentRequests.length > 0) this.#requestDone();
      this.#receipts(true);
      const wakeMs = courierWakeMs(this.state, this.nowMs);
      if (this.#read === null && this.#atHost.size === 0 && wakeMs !== null)
        this.pass(Math.max(1, wakeMs - this.nowMs));
    }
    return this.journal.length === 0;
  }

  pass(ms: number): void {
    this.nowMs += ms;
    this.input({ kind: 'tick' });
  }

  input(input: CourierInput): void {
    const [state, effects] = courierStep(this.state, input, this.nowMs);
    this.state = state;
    for (const effect of effects) this.#check(effect);
  }

  #check(effect: CourierEffect): void {
    switch (effect.kind) {
      case 'read':
        must(this.#read === null, 'one read at a time');
        this.#read = effect;
        this.#snapshot = this.#random.chance(0.3) ? [...this.journal] : null;
        return;
      case 'send':
        this.#checkSend(effect.batch, effect.items);
        return;
      case 'sendRequest':
        must(this.#connected && this.state.online, 'a request leaves only online');
        must(!this.#owesReversal(this.#tokenOf(effect.id)), 'no request before a reversal of its card without receipt');
        this.requestsSent += 1;
        this.#sentRequests.push(effect.id);
        return;
      case 'drop':
        this.drops += 1;
        this.#close();
        return;
      case 'suspect':
      case 'tooLarge':
      case 'refusedBatch':
        return;
    }
  }

  /** One that the host defers counts only for its own card; for an advice (null) it does not count. */
  #owesReversal(token: string | undefined | null): boolean {
    return this.journal.some(({ lane, sequence, token: its }) => {
      if (lane !== 'reversal') return false;
      const known = this.state.deferred.get(sequence);
      const byHost =
        known !== undefined && known.untilMs !== null && ['later', 'refused', 'paused'].includes(known.why);
      return !byHost || (token !== null && (token === undefined || its === undefined || token === its));
    });
  }

  #tokenOf(request: number): string | undefined {
    return TOKENS[request % TOKENS.length];
  }

  #checkSend(batch: number, items: readonly { sequence: number; repeat: boolean }[]): void {
    const owed = items.map(({ sequence }) => this.journal.find((one) => one.sequence === sequence));
    must(this.#connected && this.state.online, 'postings leave only online');
    must(items.length > 0, 'no empty batch');
    // A settled posting may be sent once more when its receipt crossed the read, but never instead of a pending one.
    const reversal = owed.some((one) => one?.lane === 'reversal');
    if (!reversal) must(!this.#owesReversal(null), 'no advice before a reversal that the host has not deferred');
    items.forEach(({ sequence }, index) => must(index === 0 || sequence > items[index - 1]!.sequence, 'oldest first'));
    for (const { sequence, repeat } of items) {
      must(
        !this.#atHost.has(sequence) && !this.#unacked.some((sent) => sent.sequences.includes(sequence)),
        'no repeat on a live connection',
      );
      must(repeat === (sequence <= this.sequenceAtOpen || this.#everSent.has(sequence)), 'repeat flag tells the truth');
      this.#everSent.add(sequence);
      if (repeat) this.repeats += 1;
    }
    this.#unacked.push({ batch, sequences: items.map((item) => item.sequence) });
    this.sends += 1;
    const unackedBytes = [...this.state.unacked.values()].reduce((sum, one) => sum + one.bytes, 0);
    must(
      this.#unacked.length + this.#sentRequests.length <= Math.min(8, Math.max(1, this.receiveMaximum)),
      'window in messages',
    );
    must(unackedBytes <= this.state.windowBytes || this.#unacked.length === 1, 'window in bytes');
    must(this.state.inFlight.size <= this.state.limits.windowPostings, 'window in postings');
  }

  #owe(): void {
    this.#sequence += 1;
    const lane = this.#random.chance(0.15) ? 'reversal' : 'advice';
    const token = TOKENS[this.#sequence % TOKENS.length];
    this.journal.push({ sequence: this.#sequence, lane, token, bytes: 200 + this.#random.below(600) });
  }

  #online(): CourierInput {
    return { kind: 'online', messagesMax: this.receiveMaximum, payloadMaxBytes: 16_000 };
  }

  #open(): void {
    this.#connected = true;
    this.input(this.#online());
  }

  #close(): void {
    this.#connected = false;
    this.#unacked.length = 0;
    this.#atHost.clear();
    this.#sentRequests.length = 0;
    this.input({ kind: 'closed' });
  }

  #answerRead(fails: boolean): void {
    const read = this.#read;
    if (read === null) return;
    this.#read = null;
    if (fails) {
      this.input({ kind: 'readFailed' });
      return;
    }
    const rows = (this.#snapshot ?? this.journal)
      .filter((owed) => owed.lane === read.lane && owed.sequence > read.after)
      .slice(0, read.limit);
    this.input({ kind: 'rows', rows, end: rows.length < read.limit });
  }

  #ack(refused: RefusalCause | null): void {
    const sent = this.#unacked.shift();
    if (sent === undefined) return;
    this.nowMs += this.#random.below(1_500);
    for (const sequence of refused === null ? sent.sequences : []) this.#atHost.set(sequence, this.#laneOf(sequence));
    this.input({ kind: 'acked', batch: sent.batch, refused });
  }

  #receipts(kind: boolean): void {
    const results: ReceiptResult[] = [];
    for (const [sequence, lane] of this.#atHost) {
      // Some receipts are lost, and then nothing comes for this posting on this connection.
      if (!kind && this.#random.chance(0.3)) continue;
      const outcome = kind
        ? 'settled'
        : this.#random.pick([
            'settled',
            'settled',
            'settled',
            'parked',
            'refused',
            'mismatch',
            'failed',
            'later',
          ] as const);
      this.#atHost.delete(sequence);
      if (outcome === 'settled' || outcome === 'parked') this.#settle(sequence);
      results.push(
        outcome === 'later' ? { kind: 'later', sequence, lane, afterMs: 2_000 } : { kind: outcome, sequence, lane },
      );
    }
    if (results.length > 0) this.input({ kind: 'receipts', results });
  }

  #settle(sequence: number): void {
    const at = this.journal.findIndex((owed) => owed.sequence === sequence);
    if (at >= 0) this.#settled.push(...this.journal.splice(at, 1));
  }

  /** The host lost some of what it had given receipts for. */
  #reopen(): void {
    for (let lost = this.#random.below(4); lost > 0 && this.#settled.length > 0; lost -= 1) {
      this.journal.push(...this.#settled.splice(this.#random.below(this.#settled.length), 1));
      this.reopens += 1;
    }
    this.journal.sort((a, b) => a.sequence - b.sequence);
    this.input({ kind: 'reopened' });
  }

  #requests(): void {
    if (this.#sentRequests.length > 0 && this.#random.chance(0.7)) this.#requestDone();
    else {
      this.#request += 1;
      this.input({ kind: 'request', id: this.#request, token: this.#tokenOf(this.#request) });
      if (this.#random.chance(0.3)) this.input({ kind: 'requestEnded', id: this.#request });
    }
  }

  #requestDone(): void {
    const id = this.#sentRequests.shift();
    if (id === undefined) return;
    this.input({ kind: 'requestAcked', id });
    this.input({ kind: 'requestEnded', id });
  }

  #laneOf(sequence: number): Lane {
    return this.journal.find((owed) => owed.sequence === sequence)?.lane ?? 'advice';
  }
}

function must(holds: boolean, rule: string): void {
  if (!holds) throw new Error(`broken: ${rule}`);
}
