import { currencyByCode } from '../../domain/currency.js';
import { TillpostError } from '../../domain/errors.js';
import { formatMoney } from '../../domain/money.js';
import { nameOf } from '../mirror/mirror-frames.js';
import type { MirroredDebt } from '../mirror/mirror-reading.js';
import { postingName, type Source, type Unreadable } from './restore-sources.js';

export interface Sources {
  readonly backup: Source;
  /** Null when there is none or it cannot be read at all. */
  readonly present: Source | null;
  readonly isPresentThere: boolean;
  readonly mirror: Source | null;
}

export interface Merged {
  /** What comes over, each transaction as the newest copy has it that vouches for it. */
  readonly debts: readonly MirroredDebt[];
  /** Settled ones, so that they are known. */
  readonly settled: readonly MirroredDebt[];
  /** Of how many transactions each copy was the newest. */
  readonly taken: { readonly backup: number; readonly present: number; readonly mirror: number };
  /** Owed, and no copy can say what exactly. */
  readonly givenUp: readonly Unreadable[];
  /** Why more than that may be owed; null when all is known. */
  readonly unsure: string | null;
  /** Keys of sales that were running when a copy was made that is not the newest: nobody here knows how they ended. */
  readonly running: readonly string[];
}

/** Puts together what the copies say. */
export function merge(sources: Sources): Merged {
  const taken = { backup: 0, present: 0, mirror: 0 };
  const debts = new Map<string, MirroredDebt>();
  const running: string[] = [];
  const newer: Source[] = [];
  for (const [name, source] of newestFirst(sources)) {
    for (const debt of source.debts) {
      const key = nameOf(debt.key);
      if (debts.has(key) || newer.some((it) => it.isDone(debt.key))) continue;
      // To reverse it could take back an approval that was shown.
      if (debt.postings.length === 0 && (name !== 'present' || newer.length > 0)) {
        running.push(key);
        continue;
      }
      debts.set(key, debt);
      taken[name] += 1;
    }
    newer.push(source);
  }
  const all = [...debts.values()];
  const settled = new Map<string, MirroredDebt>();
  for (const source of newer) {
    for (const it of source.settled()) {
      const key = nameOf(it.key);
      if (!debts.has(key) && !settled.has(key)) settled.set(key, it);
    }
  }
  return {
    debts: all,
    settled: [...settled.values()],
    taken,
    givenUp: lostOf(sources, all),
    unsure: doubt(sources),
    running,
  };
}

type Name = 'backup' | 'present' | 'mirror';

/** By their entries where they are of one epoch; one of another epoch than the backup's began after it. */
function newestFirst({ backup, present, mirror }: Sources): readonly (readonly [Name, Source])[] {
  const all: (readonly [Name, Source | null])[] = [
    ['present', present],
    ['mirror', mirror],
    ['backup', backup],
  ];
  const there = all.flatMap(([name, source]) => (source === null ? [] : [[name, source] as const]));
  const isLater = ({ epoch }: Source): number => Number(epoch !== backup.epoch);
  return there.sort(([, a], [, b]) => isLater(b) - isLater(a) || (a.epoch === b.epoch ? b.entry - a.entry : 0));
}

function lostOf({ present, mirror }: Sources, debts: readonly MirroredDebt[]): readonly Unreadable[] {
  const carried = new Set(debts.flatMap(({ key, postings }) => postings.map(({ kind }) => postingName(key, kind))));
  const keys = new Set(debts.map(({ key }) => nameOf(key)));
  const isCarried = ({ name, kind }: Unreadable): boolean =>
    name !== null && (kind === null ? keys.has(name) : carried.has(`${name} ${kind}`));
  // The mirror of this very journal names postings by the same sequences; told of its end, it knows all that is owed.
  const own = mirror !== null && mirror.complete && mirror.epoch === present?.epoch ? mirror : null;
  const isTold = own !== null && present !== null && own.entry >= present.entry;
  const told = new Set(sequencesIn(own));
  const inPresent = (present?.unreadable ?? []).filter(
    (it) => !isCarried(it) && (it.sequence === null || (!isTold && !told.has(it.sequence))),
  );
  // A sound journal knows all that a damaged mirror cannot say, but for what was committed after its end.
  const isBehind = mirror !== null && mirror.epoch === present?.epoch && mirror.entry > present.entry;
  const isNeeded = present === null || !present.complete || isBehind;
  const held = new Set([...inPresent.map(({ sequence }) => sequence), ...sequencesIn(present)]);
  const inMirror = isNeeded ? (mirror?.unreadable ?? []).filter(({ sequence }) => !held.has(sequence)) : [];
  return [...inPresent, ...inMirror];
}

function sequencesIn(source: Source | null): readonly number[] {
  return (source?.debts ?? []).flatMap(({ postings }) => postings.map(({ sequence }) => sequence));
}

function doubt({ present, isPresentThere, mirror }: Sources): string | null {
  if (!isPresentThere || present?.complete === true) return null;
  const isTold = mirror !== null && mirror.complete && (present === null || mirror.epoch === present.epoch);
  if (isTold) return null;
  return present === null
    ? 'the journal in place cannot be read, and no mirror log says what it owed'
    : 'the journal in place is damaged, and no mirror log of it says what else it owed';
}

export function refusal({ givenUp, unsure }: Merged, path: string): TillpostError {
  const lost = givenUp.length === 0 ? [] : [`${givenUp.map(lostText).join(', ')} would be lost: no copy can be read`];
  return new TillpostError('RESTORE_REFUSED', [...lost, ...(unsure === null ? [] : [unsure])].join('; '), {
    operation: 'journal.restore',
    subject: path,
    hint:
      'Look for the mirror log or a newer backup first. --give-up-unsettled restores all the same; then compare with ' +
      'the host.',
  });
}

export function lostText({ sequence, name, amount, currency }: Unreadable): string {
  const what = sequence === null ? 'a running sale' : `posting ${sequence}`;
  const money = amount === null || currency === null ? null : sum(amount, currency);
  const about = [name, money].filter((it) => it !== null).join(', ');
  return about === '' ? what : `${what} (${about})`;
}

/** The row did not check: its amount may be no amount. */
function sum(amount: number, currency: string): string {
  try {
    return formatMoney({ amount, currency: currencyByCode(currency) });
  } catch {
    return `${amount} ${currency}`;
  }
}
