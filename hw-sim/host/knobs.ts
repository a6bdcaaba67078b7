import type { Order } from '../control-socket.js';
import { wholeNumber } from '../run-part.js';
import { APPROVED, type Decision, type MoneyMessageKind } from './books/contract.js';
import type { Misdeed } from './books/ledger.js';
import type { WrongTotals } from './books/settlement-book.js';

export type DieAt = 'before-commit' | 'after-commit';
export type AnswerKind = 'reply' | 'receipt' | 'settlement';

const KINDS: readonly MoneyMessageKind[] = ['request', 'advice', 'reversal'];

interface Spell {
  remaining: number;
  readonly kinds: readonly MoneyMessageKind[];
}

export const KNOB_HELP = `
Orders, one JSON object a line:
  {"do":"state"}                                    counts, terminals, gaps and forks of posting sequences, commands, settlements
  {"do":"delay","ms":500}                           commit at once, answer later
  {"do":"reject","code":"05","count":2,"kinds":["advice"]}   refuse the next two (kinds: all when left out)
  {"do":"retry-later","ms":2000,"count":1}          answer RETRY_LATER, do nothing
  {"do":"lose-receipts","count":1,"of":"receipt"}   commit, send no answer (of: receipt, reply, settlement; any when left out)
  {"do":"silent","on":true,"commits":true}          no answer, no echo; commits:false: does nothing either
  {"do":"die","at":"after-commit"}                  SIGKILL to itself at the next request, posting or settlement step
                                                    (or before-commit)
  {"do":"pause-hint","ms":1000,"batchMax":5}        flow hints in the echo
  {"do":"wrong-amount","count":1,"by":1}            post so much more than was asked, and say so
  {"do":"drop-posting","count":1}                   answer POSTED, and forget it
  {"do":"wrong-totals","count":1,"claimsMatch":false}   answer other totals than the book holds
  {"do":"backup","file":"/path"}                    a copy of the book; answers what it holds
  {"do":"restore","file":"/path"}                   the book is what it was; answers what it holds, for a resend
  {"do":"replay-command","terminal":"M0001/T0000042"}   the newest command once more
  {"do":"command","terminal":"M0001/T0000042","order":…}   an order to a terminal (terminal: not needed when only one),
                                                    sent again every second until its result came; "epoch": of the journal
                                                    it is for, the one seen last when left out; the order is one of
    {"kind":"setLimits","entryMode":"contactless","currency":"EUR","limits":{"ceiling":2500,"storedCount":10}}
    {"kind":"closeBatch"}
    {"kind":"resend","afterSequence":12,"afterTransaction":40}   (epoch: the last one seen when left out)
    {"kind":"stopSales","reason":"…"}
    {"kind":"resumeSales"}
    {"kind":"resetOfflineCounters"}
    {"kind":"announceKey","fingerprint":"…"}              32 hex digits: of the message key that the terminal gets next`;

/** What a story turns to make a healthy host misbehave. Counts run down; nothing else changes by itself. */
export class Knobs {
  delayMs = 0;
  pauseHintMs = 0;
  batchMaxHint = 0;
  silent: 'off' | 'mute' | 'deaf' = 'off';
  dieAt: DieAt | null = null;
  #reject: (Spell & { readonly responseCode: string }) | null = null;
  #retry: (Spell & { readonly afterMs: number }) | null = null;
  #misdeed: (Spell & { readonly what: Misdeed }) | null = null;
  #wrongTotals: { remaining: number; readonly claimsMatch: boolean } | null = null;
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
      case 'wrong-amount':
        this.#misdeed = { ...spell(order), what: { kind: 'wrongAmount', by: wholeNumber(order, 'by', 1) } };
        return true;
      case 'drop-posting':
        this.#misdeed = { ...spell(order), what: { kind: 'forgets' } };
        return true;
      case 'wrong-totals':
        this.#wrongTotals = { remaining: wholeNumber(order, 'count', 1), claimsMatch: order['claimsMatch'] === true };
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

  /** Takes one posting that is to go wrong from what was ordered. */
  takeMisdeed(kind: MoneyMessageKind): Misdeed | null {
    return takes(this.#misdeed, kind) ? this.#misdeed!.what : null;
  }

  takeWrongTotals(): WrongTotals | null {
    const wrong = this.#wrongTotals;
    if (wrong === null || wrong.remaining === 0) return null;
    wrong.remaining -= 1;
    return wrong;
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
  if (value === 'reply' || value === 'receipt' || value === 'settlement') return value;
  throw new Error('"of" must be reply, receipt or settlement');
}
