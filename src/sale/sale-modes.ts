import type { TillpostError } from '../domain/errors.js';

/**
 * What the sales counter is about: `(mode, input) → [mode, effects]`. Pure. In the order of a life:
 *
 *   recovering  after start and after a journal failure: every undecided transaction is decided first
 *   open        takes a sale
 *   selling     refuses a second one with BUSY
 *   held        refuses with SETTLING while a batch is being closed, say
 *   stopping    refuses with STOPPING, lets the running sale end
 *
 *   recovering ──recovered──► open ──sell──► selling        any ──stop──► stopping
 *     ▲ ▲ └─recoveryFailed    │ ▲ ▲            │
 *     │ └───────inDoubt───────┤ │ └────sold────┘
 *     └─────────inDoubt─────┐ ▼ │ release
 *                           held
 *
 * Who holds the counter is kept in every mode: a sale that runs ends first, and the counter is held then.
 */
export type SaleMode<Sale> =
  | { readonly kind: 'recovering'; readonly holds: readonly string[]; readonly retryMs: number }
  | { readonly kind: 'open' }
  | {
      readonly kind: 'selling';
      readonly holds: readonly string[];
      readonly sale: Sale;
      readonly afterwards: Afterwards;
    }
  /** By whom, the newest last. */
  | { readonly kind: 'held'; readonly holds: readonly [string, ...string[]] }
  | { readonly kind: 'stopping'; readonly sale: Sale | null; readonly afterwards: Afterwards };

/**
 * What the end of a sale leads to. *reconcile*: the reader came back while it ran, and what it holds of the ones
 * before is looked at. *recover*: a commit is in doubt, and recovery waits for its turn.
 */
type Afterwards = 'rest' | 'reconcile' | 'recover';

export type SaleInput<Sale> =
  | { readonly kind: 'sell'; readonly sale: Sale }
  /** The running sale is over, however it ended. */
  | { readonly kind: 'sold' }
  /** The journal could not say whether a verdict is on disk, or what the reader's last key came to. */
  | { readonly kind: 'inDoubt' }
  | { readonly kind: 'readerReady' }
  | { readonly kind: 'recovered' }
  | { readonly kind: 'recoveryFailed'; readonly problem: TillpostError }
  | { readonly kind: 'hold'; readonly why: string }
  | { readonly kind: 'release'; readonly why: string }
  | { readonly kind: 'stop' };

export type SaleEffect =
  /** Both take their turn at the reader. */
  | { readonly kind: 'recover' }
  | { readonly kind: 'reconcile' }
  | { readonly kind: 'retryRecovery'; readonly afterMs: number; readonly problem: TillpostError }
  | { readonly kind: 'dropRetry' }
  | { readonly kind: 'illegal'; readonly mode: string; readonly input: string };

type Step<Sale> = readonly [mode: SaleMode<Sale>, effects: readonly SaleEffect[]];

const RETRY_FIRST_MS = 500;
const RETRY_MAX_MS = 30_000;

/** A counter that has yet to look at what a crash left. */
export const UNSTARTED = { kind: 'recovering', holds: [], retryMs: RETRY_FIRST_MS } as const;

/** The sale that runs; null when none does. */
export function saleOf<Sale>(mode: SaleMode<Sale>): Sale | null {
  return mode.kind === 'selling' || mode.kind === 'stopping' ? mode.sale : null;
}

export function saleStep<Sale>(mode: SaleMode<Sale>, input: SaleInput<Sale>): Step<Sale> {
  switch (input.kind) {
    case 'sell':
      if (mode.kind !== 'open') return illegal(mode, input);
      return [{ kind: 'selling', holds: [], sale: input.sale, afterwards: 'rest' }, []];
    case 'sold':
      return sold(mode);
    case 'inDoubt':
      return inDoubt(mode);
    case 'readerReady':
      return readerReady(mode);
    case 'recovered':
      if (mode.kind === 'stopping') return [mode, []];
      return mode.kind === 'recovering' ? [resting(mode.holds), []] : illegal(mode, input);
    case 'recoveryFailed':
      return recoveryFailed(mode, input);
    case 'hold':
      return hold(mode, input.why);
    case 'release':
      return release(mode, input);
    case 'stop': {
      const stopping = { sale: saleOf(mode), afterwards: mode.kind === 'selling' ? mode.afterwards : 'rest' } as const;
      return mode.kind === 'stopping' ? [mode, []] : [{ kind: 'stopping', ...stopping }, [{ kind: 'dropRetry' }]];
    }
  }
}

function sold<Sale>(mode: SaleMode<Sale>): Step<Sale> {
  if ((mode.kind !== 'selling' && mode.kind !== 'stopping') || mode.sale === null)
    return illegal(mode, { kind: 'sold' });
  const effects: readonly SaleEffect[] = mode.afterwards === 'reconcile' ? [{ kind: 'reconcile' }] : [];
  if (mode.kind === 'stopping') return [{ ...mode, sale: null, afterwards: 'rest' }, effects];
  // Recovery has been waiting for its turn since the doubt arose.
  if (mode.afterwards === 'recover') return [{ ...UNSTARTED, holds: mode.holds }, effects];
  return [resting(mode.holds), effects];
}

function inDoubt<Sale>(mode: SaleMode<Sale>): Step<Sale> {
  switch (mode.kind) {
    case 'recovering':
    case 'stopping':
      // It is being looked at, or the next start looks at it.
      return [mode, []];
    case 'selling':
      return [{ ...mode, afterwards: 'recover' }, mode.afterwards === 'recover' ? [] : [{ kind: 'recover' }]];
    case 'open':
    case 'held':
      return [{ ...UNSTARTED, holds: mode.kind === 'held' ? mode.holds : [] }, [{ kind: 'recover' }]];
  }
}

/** It may hold a verdict that the cardholder has not seen: not to be left until the next sale. */
function readerReady<Sale>(mode: SaleMode<Sale>): Step<Sale> {
  switch (mode.kind) {
    case 'recovering':
    case 'stopping':
      // Recovery ends with that look; so does the next start.
      return [mode, []];
    case 'selling':
      return [{ ...mode, afterwards: mode.afterwards === 'rest' ? 'reconcile' : mode.afterwards }, []];
    case 'open':
    case 'held':
      return [mode, [{ kind: 'reconcile' }]];
  }
}

function recoveryFailed<Sale>(
  mode: SaleMode<Sale>,
  input: Extract<SaleInput<Sale>, { kind: 'recoveryFailed' }>,
): Step<Sale> {
  if (mode.kind === 'stopping') return [mode, []];
  if (mode.kind !== 'recovering') return illegal(mode, input);
  const { retryMs: afterMs } = mode;
  const next = { ...mode, retryMs: Math.min(RETRY_MAX_MS, afterMs * 2) };
  return [next, [{ kind: 'retryRecovery', afterMs, problem: input.problem }]];
}

function hold<Sale>(mode: SaleMode<Sale>, why: string): Step<Sale> {
  switch (mode.kind) {
    case 'stopping':
      return [mode, []];
    case 'open':
      return [{ kind: 'held', holds: [why] }, []];
    case 'held':
      return [{ kind: 'held', holds: [...mode.holds, why] as const }, []];
    case 'recovering':
    case 'selling':
      return [{ ...mode, holds: [...mode.holds, why] }, []];
  }
}

function release<Sale>(mode: SaleMode<Sale>, input: Extract<SaleInput<Sale>, { kind: 'release' }>): Step<Sale> {
  if (mode.kind === 'stopping') return [mode, []];
  const holds = mode.kind === 'open' ? [] : mode.holds;
  const at = holds.indexOf(input.why);
  if (at < 0) return illegal(mode, input);
  const left = holds.toSpliced(at, 1);
  return [mode.kind === 'recovering' || mode.kind === 'selling' ? { ...mode, holds: left } : resting(left), []];
}

function resting(holds: readonly string[]): { readonly kind: 'open' } | Extract<SaleMode<never>, { kind: 'held' }> {
  const [first, ...others] = holds;
  return first === undefined ? { kind: 'open' } : { kind: 'held', holds: [first, ...others] };
}

function illegal<Sale>(mode: SaleMode<Sale>, input: SaleInput<Sale>): Step<Sale> {
  return [mode, [{ kind: 'illegal', mode: mode.kind, input: input.kind }]];
}
