import { expect } from 'vitest';
import { TillpostError } from '../../../src/domain/errors.js';
import type { TransactionKey } from '../../../src/domain/key.js';
import { money } from '../../../src/domain/money.js';
import type { CardReader, ReaderResult, ReaderStage, StartOrder } from '../../../src/ports/index.js';
import type { ReaderCall } from '../../support/fakes/fake-reader.js';

/**
 * What comes to the reader at the next START: a card that asks for the host (`asks`) and agrees to its yes, or
 * refuses all the same (`refuses`); one that asks and is gone (`waves`); one that decides at once; or nobody.
 */
export type StandCard = 'asks' | 'waves' | 'refuses' | 'agrees' | 'declines' | 'nobody';

/** How the reader's next answer to a call does not fit. */
export type Disagreement =
  | 'otherType'
  | 'otherAmount'
  | 'otherKey'
  /** It answers START with what is no answer to START. */
  | 'otherKind'
  /** For the same transaction another card than before. */
  | 'otherCard'
  /** The right key, and in it a card that bears another. */
  | 'foreignCard'
  | 'late'
  | 'twice'
  /** It shows approved, and says so, whatever COMPLETE says. */
  | 'showsApproved';

/** One reader and the driver on it, closed. */
export interface ReaderStand {
  readonly reader: CardReader;
  present(card: StandCard): void;
  disagree(how: Disagreement, call: ReaderCall): void;
  /** Asks so that the reader is lost at it: before it heard the call, or when it has acted and not answered. */
  losing<T>(call: ReaderCall, when: 'before' | 'after', ask: () => Promise<T>): Promise<T>;
  unplug(): void;
  /** It says TAMPER. */
  tamper(): void;
  plug(): void;
  /** Time goes on until the promise is settled. */
  until<T>(work: Promise<T>): Promise<T>;
  /** After the reader was closed. */
  dispose(): Promise<void> | void;
}

export const TERMINAL = 'T0000001';
export const keyOf = (number: number): TransactionKey => ({
  terminalId: TERMINAL,
  epoch: '9f1c2a0b7d3e4f55',
  mark: 'b41c72de',
  number,
});
export const AMOUNT = money(1250, 'EUR');
export const order = (number: number): StartOrder => {
  return { key: keyOf(number), money: AMOUNT, type: 'sale', timeoutMs: 1000 };
};

/** A stand in use: what the tests of this contract ask of it. */
export class ReaderBench {
  constructor(readonly stand: ReaderStand) {}

  get reader(): CardReader {
    return this.stand.reader;
  }

  /** Resolves as soon as the reader is there. */
  async ready(): Promise<void> {
    const { reader, stand } = this;
    if (reader.status().state === 'ready') return;
    await stand.until(
      new Promise<void>((resolve) => {
        const end = reader.onStatus(({ state }) => {
          if (state !== 'ready') return;
          end();
          resolve();
        });
      }),
    );
  }

  async back(): Promise<void> {
    this.stand.plug();
    await this.ready();
  }

  async opened(): Promise<this> {
    this.reader.open();
    await this.ready();
    return this;
  }

  async stage(work: Promise<ReaderResult>): Promise<ReaderStage> {
    return (await this.stand.until(work)).stage;
  }

  /** Code of the error that it rejects with, or the stage that it resolved with, which was not asked for. */
  code(work: Promise<ReaderResult | void>): Promise<string> {
    return this.stand.until(
      work.then(
        (result) => `no error, ${result?.stage ?? 'done'}`,
        (error: unknown) => {
          if (error instanceof TillpostError) return error.code;
          throw error;
        },
      ),
    );
  }

  /** To a stage, with a card that asks for the host. */
  async bring(number: number, to: 'cardRead' | 'finalTc' | 'shownApproved'): Promise<void> {
    const { reader } = this;
    this.stand.present('asks');
    expect(await this.stage(reader.start(order(number)))).toBe('cardRead');
    if (to === 'cardRead') return;
    expect(await this.stage(reader.continueOnline(keyOf(number), '00', ''))).toBe('finalTc');
    if (to === 'finalTc') return;
    expect(await this.stage(reader.complete(keyOf(number), 'approved', 'THANK YOU', false))).toBe('shownApproved');
  }

  /** Whatever happened before, the next sale must go well. */
  async sells(number: number): Promise<void> {
    await this.bring(number, 'shownApproved');
    await this.stand.until(this.reader.confirm(keyOf(number)));
    expect(await this.stage(this.reader.result(keyOf(number)))).toBe('unknownKey');
  }
}
