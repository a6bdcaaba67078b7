import type { Order } from '../control-socket.js';
import { wholeNumber } from '../run-part.js';
import { APPROVED, type Decision, type MoneyMessageKind } from './contract.js';

export type DieAt = 'before-commit' | 'after-commit';
export type AnswerKind = 'reply' | 'receipt';

const KINDS: readonly MoneyMessageKind[] = ['request', 'advice', 'reversal'];

interface Spell {
  remaining: number;
  readonly kinds: readonly MoneyMessageKind[];
}

export const KNOB_HELP = `
Orders, one JSON object a line:
  {"do":"state"}                                    counts, terminals, gaps in posting sequences
  {"do":"delay","ms":500}                           commit at once, answer later
  {"do":"reject","code":"05","count":2,"kinds":["advice"]}   refuse the next two (kinds: all when left out)
  {"do":"retry-later","ms":2000,"count":1}          answer RETRY_LATER, do nothing
  {"do":"lose-receipts","count":1,"of":"receipt"}   commit, send no answer (of: receipt, reply; both when left out)
  {"do":"silent","on":true,"commits":true}          no answer, no echo; commits:false: does nothing either
  {"do":"die","at":"after-commit"}                  SIGKILL to itself at the next request or posting (or before-commit)
  {"do":"pause-hint","ms":1000,"batchMax":5}        flow hints in the echo`;

/** What a story turns to make a healthy host misbehave. Counts run down; nothing else changes by itself. */
export class Knobs {
  delayMs = 0;
  pauseHintMs = 0;
  batchMaxHint = 0;
  silent: 'off' | 'mute' | 'deaf' = 'off';
  dieAt: DieAt | null = null;
  #reject: (Spell & { readonly responseCode: string }) | null = null;
  #retry: (Spell & { readonly afterMs: number }) | null = null;
  #lose: { remaining: number; readonly of: AnswerKind | null } | null = null;

  /** Returns whether it knew the order. */
  turn(order: Order): boolean {
    switch (order.do) {
      case 'delay':
        this.delayMs = wholeNumber(order, 'ms');
        return true;
      case 'pause-hint':
        this.pauseHintMs = wholeNumber(order, 'ms');
        this.batchMaxHint = wholeNumber(order, 'batchMax', 0);
        return true;
      case 'silent':
        if (typeof order['on'] !== 'boolean') throw new Error('order needs "on": true or false');
        this.silent = !order['on'] ? 'off' : order['commits'] === false ? 'deaf' : 'mute';
        return true;
      case 'die':
        if (order['at'] !== 'before-commit' && order['at'] !== 'after-commit') {
          throw new Error('order needs "at": before-commit or after-commit');
        }
        this.dieAt = order['at'];
        return true;
      case 'reject':
        this.#reject = { ...spell(order), responseCode: responseCode(order['code']) };
        return true;
      case 'retry-later':
        this.#retry = { ...spell(order), afterMs: wholeNumber(order, 'ms') };
        return true;
      case 'lose-receipts':
        this.#lose = { remaining: wholeNumber(order, 'count', 1), of: answerKind(order['of']) };
        return true;
      default:
        return false;
    }
  }

  /** Takes one refusal from what was ordered. */
  takeDecision(kind: MoneyMessageKind): Decision {
    if (!takes(this.#reject, kind)) return APPROVED;
    return { approved: false, responseCode: this.#reject!.responseCode };
  }

  /** Takes one RETRY_LATER from what was ordered: its delay in ms, or null. */
  takeRetryLater(kind: MoneyMessageKind): number | null {
    return takes(this.#retry, kind) ? this.#retry!.afterMs : null;
  }

  takeLoss(kind: AnswerKind): boolean {
    const lose = this.#lose;
    if (lose === null || lose.remaining === 0 || (lose.of !== null && lose.of !== kind)) return false;
    lose.remaining -= 1;
    return true;
  }
}

function takes(spell: Spell | null, kind: MoneyMessageKind): boolean {
  if (spell === null || spell.remaining === 0 || !spell.kinds.includes(kind)) return false;
  spell.remaining -= 1;
  return true;
}

function spell(order: Order): Spell {
  const kinds = order['kinds'] ?? KINDS;
  if (!Array.isArray(kinds)) throw new Error(`"kinds" must be a list of ${KINDS.join(', ')}`);
  return {
    remaining: wholeNumber(order, 'count', 1),
    kinds: kinds.map((name: unknown) => {
      const kind = KINDS.find((known) => known === name);
      if (kind === undefined) throw new Error(`"kinds" must be a list of ${KINDS.join(', ')}`);
      return kind;
    }),
  };
}

function responseCode(value: unknown): string {
  if (typeof value === 'string' && /^[A-Z0-9]{2}$/.test(value) && value !== '00') return value;
  throw new Error('order needs "code": two characters of DE 39, not 00');
}

function answerKind(value: unknown): AnswerKind | null {
  if (value === undefined) return null;
  if (value === 'reply' || value === 'receipt') return value;
  throw new Error('"of" must be reply or receipt');
}
