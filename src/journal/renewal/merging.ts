import { currencyByCode } from '../../domain/currency.js';
import { TillpostError } from '../../domain/errors.js';
import { keyText } from '../../domain/key.js';
import { formatMoney } from '../../domain/money.js';
import { newestFirst, takenFrom } from '../check/vouching.js';
import type { MirroredDebt } from '../mirror/mirror-reading.js';
import type { Source, Unreadable } from './sources.js';

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
  const copies = there(sources);
  const order = newestFirst(copies, sources.backup.epoch);
  const taken = { backup: 0, present: 0, mirror: 0 };
  const debts = new Map<string, MirroredDebt>();
  const running = new Set<string>();
  for (const copy of order) {
    for (const debt of takenFrom(copy, order)) {
      const key = keyText(debt.key);
      if (debts.has(key)) continue;
      // To reverse it could take back an approval that was shown.
      const isPast = copy.name !== 'present' || copy !== order[0];
      if (debt.postings.length === 0 && isPast) running.add(key);
      else {
        debts.set(key, debt);
        taken[copy.name] += 1;
      }
    }
  }
  const settled = new Map<string, MirroredDebt>();
  for (const it of order.flatMap((copy) => copy.settled())) {
    const key = keyText(it.key);
    if (!debts.has(key) && !settled.has(key)) settled.set(key, it);
  }
  const all = [...debts.values()];
  return {
    debts: all,
    settled: [...settled.values()],
    taken,
    givenUp: lostOf(sources, all),
    unsure: doubt(sources),
    running: [...running].filter((key) => !debts.has(key)),
  };
}

interface Named extends Source {
  readonly name: 'backup' | 'present' | 'mirror';
}

function there({ backup, present, mirror }: Sources): readonly Named[] {
  const named = { present, mirror, backup };
  return (['present', 'mirror', 'backup'] as const).flatMap((name) => {
    const source = named[name];
    return source === null ? [] : [{ ...source, name }];
  });
}

function lostOf({ present, mirror }: Sources, debts: readonly MirroredDebt[]): readonly Unreadable[] {
  const carried = new Set(debts.flatMap(({ key, postings }) => postings.map(({ kind }) => `${keyText(key)} ${kind}`)));
  const keys = new Set(debts.map(({ key }) => keyText(key)));
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
  const lost =
    givenUp.length === 0 ? [] : [`${givenUp.map(unreadableText).join(', ')} would be lost: no copy can be read`];
  return new TillpostError('RESTORE_REFUSED', [...lost, ...(unsure === null ? [] : [unsure])].join('; '), {
    operation: 'journal.restore',
    subject: path,
    hint:
      'Look for the mirror log or a newer backup first. --give-up-unsettled restores all the same; then compare with ' +
      'the host.',
  });
}

export function unreadableText({ sequence, name, amount, currency }: Unreadable): string {
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
