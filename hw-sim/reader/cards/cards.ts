import type { Cryptogram, EntryMode } from '../../../src/domain/card.js';

/** What a virtual card is and how it behaves at the reader. */
export interface CardProfile {
  readonly name: string;
  readonly entryMode: Exclude<EntryMode, 'manual'>;
  /** Published test numbers only: no issuer ever gave them to a person. */
  readonly pan: string;
  /** YYMM. */
  readonly expiry: string;
  readonly scheme: string;
  /** First GENERATE AC; `none` for a magnetic stripe. */
  readonly first: Cryptogram;
  /** Second GENERATE AC when the host said 00; a contactless card gives none. */
  readonly whenApproved: SecondCryptogram;
  /** Second GENERATE AC when the host could not be asked. */
  readonly whenUnableOnline: SecondCryptogram;
  readonly onlinePin: boolean;
  /**
   * What the agent must refuse. `track`: track 2 stands among the tags of a card that was encrypted;
   * `everything`: nothing was encrypted either.
   */
  readonly leaks: 'nothing' | 'track' | 'everything';
  /** `unreadable`: at START; `pulled`: taken out before the second GENERATE AC. */
  readonly fails: 'never' | 'unreadable' | 'pulled';
}

/** For a magnetic stripe, which computes nothing, TC stands for "the reader has no objection". */
export type SecondCryptogram = 'TC' | 'AAC';

const VISA = { scheme: 'Visa', pan: '4111111111111111' };
const VISA_DEBIT = { scheme: 'Visa', pan: '4242424242424242' };
const MASTERCARD = { scheme: 'Mastercard', pan: '5555555555554444' };
const MASTERCARD_PREPAID = { scheme: 'Mastercard', pan: '5105105105105100' };
const DISCOVER = { scheme: 'Discover', pan: '6011111111111117' };
const AMEX = { scheme: 'American Express', pan: '378282246310005' };
const JCB = { scheme: 'JCB', pan: '3530111333300000' };
const UNIONPAY = { scheme: 'UnionPay', pan: '6200000000000005' };

/** A chip card that asks for the host and does without when there is none: what most profiles differ from. */
const USUAL = {
  entryMode: 'chip',
  expiry: '3012',
  first: 'ARQC',
  whenApproved: 'TC',
  whenUnableOnline: 'TC',
  onlinePin: false,
  leaks: 'nothing',
  fails: 'never',
} as const;

const PROFILES: readonly CardProfile[] = [
  { ...USUAL, ...VISA, name: 'contactless-arqc', entryMode: 'contactless' },
  { ...USUAL, ...VISA_DEBIT, name: 'contactless-tc', entryMode: 'contactless', first: 'TC' },
  { ...USUAL, ...JCB, name: 'contactless-aac', entryMode: 'contactless', first: 'AAC' },
  { ...USUAL, ...MASTERCARD, name: 'chip-arqc-tc' },
  { ...USUAL, ...DISCOVER, name: 'chip-arqc-aac', whenUnableOnline: 'AAC' },
  { ...USUAL, ...AMEX, name: 'chip-tc', first: 'TC' },
  { ...USUAL, ...MASTERCARD_PREPAID, name: 'chip-aac', first: 'AAC', whenApproved: 'AAC', whenUnableOnline: 'AAC' },
  { ...USUAL, ...UNIONPAY, name: 'chip-refuses-after-online', whenApproved: 'AAC', whenUnableOnline: 'AAC' },
  { ...USUAL, ...VISA, name: 'magstripe', entryMode: 'magstripe', first: 'none' },
  { ...USUAL, ...MASTERCARD, name: 'fallback', entryMode: 'fallback', first: 'none' },
  // Willing offline: so that a test sees the agent's policy refuse, not the card.
  { ...USUAL, ...VISA_DEBIT, name: 'online-pin', onlinePin: true },
  { ...USUAL, ...VISA, name: 'leaky', leaks: 'everything' },
  { ...USUAL, ...MASTERCARD, name: 'leaky-track', leaks: 'track' },
  { ...USUAL, ...MASTERCARD, name: 'pulled', fails: 'pulled' },
  { ...USUAL, ...MASTERCARD, name: 'unreadable', fails: 'unreadable' },
];

const BY_NAME = new Map(PROFILES.map((profile) => [profile.name, profile]));

export const allCards = (): readonly CardProfile[] => PROFILES;

/** @throws Error that lists the names there are */
export function cardNamed(name: string): CardProfile {
  const found = BY_NAME.get(name);
  if (found !== undefined) return found;
  throw new Error(`no card ${JSON.stringify(name)}; there are ${[...BY_NAME.keys()].join(', ')}`);
}

/** EMV contactless kernels end with the first GENERATE AC: the card has left the field. */
export const isSingle = ({ entryMode }: Pick<CardProfile, 'entryMode'>): boolean => entryMode === 'contactless';

/** One line for people: what `--list-cards` prints. */
export function describeCard(card: CardProfile): string {
  const parts =
    card.fails === 'unreadable'
      ? ['cannot be read']
      : [
          card.first === 'none' ? 'no cryptogram' : `first ${card.first}`,
          ...(isSingle(card)
            ? ['no second']
            : card.first === 'ARQC' || card.first === 'none'
              ? [`approved online ${card.whenApproved}`, `unable online ${card.whenUnableOnline}`]
              : []),
          ...(card.onlinePin ? ['online PIN'] : []),
          ...(card.leaks === 'nothing' ? [] : ['track 2 in clear']),
          ...(card.leaks === 'everything' ? ['not encrypted'] : []),
          ...(card.fails === 'pulled' ? ['pulled before the second cryptogram'] : []),
        ];
  return `${card.name.padEnd(26)}${card.entryMode.padEnd(12)}${card.scheme.padEnd(18)}${parts.join(', ')}`;
}

/** First six and last four digits, the rest `*`. */
export function maskPan(pan: string): string {
  return `${pan.slice(0, 6)}${'*'.repeat(pan.length - 10)}${pan.slice(-4)}`;
}
