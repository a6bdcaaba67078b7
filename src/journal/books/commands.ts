import { TillpostError } from '../../domain/errors.js';
import type { CommandResult, HostCommand, HostOrder } from '../../domain/host-command.js';
import { redactPans } from '../../domain/redaction.js';
import type { Database, Statement } from '../file/database.js';
import { storedJson } from '../tables/stored-json.js';
import { type ChainSubjects, COMMANDS } from './chain-subjects.js';
import { limitFields } from './settings.js';

export const COMMAND_SQL = {
  lastCommand: 'SELECT max(counter) FROM host_command',
  command: 'SELECT command, state FROM host_command WHERE counter = ?',
  unfinished: `SELECT command FROM host_command INDEXED BY host_command_unfinished
    WHERE state = 'accepted' AND counter > 0 ORDER BY counter`,
} as const;

/** Finished commands that are kept for people. */
const KEPT = 100;
/** More than so many waiting commands are a defect of the host: it is told to come again. */
const UNFINISHED_MAX = 100;
const TEXT_MAX = 200;

/** The host's orders: the counter is committed before anything is carried out, so that a replay finds it. */
export class StoredCommands {
  readonly #subjects: ChainSubjects;
  readonly #last: Statement<[], number | null>;
  readonly #get: Statement<[number], { command: string; state: string }>;
  readonly #unfinished: Statement<[], string>;
  readonly #insert: Statement<[number, string]>;
  readonly #finish: Statement<[string, string, number]>;
  readonly #forget: Statement<[number]>;

  constructor(db: Database, subjects: ChainSubjects) {
    this.#subjects = subjects;
    this.#last = db.prepare<[], number | null>(COMMAND_SQL.lastCommand).pluck();
    this.#get = db.prepare(COMMAND_SQL.command);
    this.#unfinished = db.prepare<[], string>(COMMAND_SQL.unfinished).pluck();
    this.#insert = db.prepare("INSERT INTO host_command (counter, command, state) VALUES (?,?,'accepted')");
    this.#finish = db.prepare('UPDATE host_command SET state = ?, result = ? WHERE counter = ?');
    this.#forget = db.prepare(`
      DELETE FROM host_command
       WHERE counter <= (SELECT counter FROM host_command ORDER BY counter DESC LIMIT 1 OFFSET ?)
         AND state <> 'accepted'`);
  }

  unfinished(): readonly HostCommand[] {
    return this.#unfinished.all().map((text) => storedJson<HostCommand>(text));
  }

  /**
   * `accepted` for a counter above the last one, and for the last one again while it is not finished and the
   * order is the same.
   * @throws INVALID_REQUEST for a counter that is none, BUSY when too many wait
   */
  accept(command: HostCommand, atMs: number): 'accepted' | 'replayed' {
    const { counter } = command;
    if (!Number.isSafeInteger(counter) || counter < 1) {
      throw new TillpostError('INVALID_REQUEST', `${counter} is no command counter`, {
        operation: 'journal.acceptCommand',
      });
    }
    const text = JSON.stringify(commandFields(command));
    const last = this.#last.get() ?? 0;
    if (counter <= last) {
      const known = this.#get.get(counter);
      return counter === last && known?.state === 'accepted' && known.command === text ? 'accepted' : 'replayed';
    }
    if (this.#unfinished.all().length >= UNFINISHED_MAX) {
      throw new TillpostError('BUSY', `${UNFINISHED_MAX} commands of the host are not carried out yet`, {
        operation: 'journal.acceptCommand',
        retryable: true,
      });
    }
    this.#insert.run(counter, text);
    // The newest one always stays: its counter is what the next is compared with.
    this.#forget.run(KEPT);
    this.#subjects.record(COMMANDS, 'acceptCommand', atMs, commandFields(command));
    return 'accepted';
  }

  /** Nothing to do for one that is finished already or was a replay. @throws NOT_FOUND */
  finish({ counter, outcome, text }: CommandResult, atMs: number): void {
    if (outcome === 'replayed') return;
    const known = this.#get.get(counter);
    if (known === undefined) {
      throw new TillpostError('NOT_FOUND', `command ${counter} was never accepted`, {
        operation: 'journal.finishCommand',
      });
    }
    if (known.state !== 'accepted') return;
    const words = redactPans(text).slice(0, TEXT_MAX);
    this.#finish.run(outcome, words, counter);
    this.#subjects.record(COMMANDS, 'finishCommand', atMs, { counter, outcome, text: words });
  }
}

function commandFields({ counter, epoch, issuedAtMs, order }: HostCommand): HostCommand {
  return { counter, epoch, issuedAtMs, order: orderFields(order) };
}

// A whitelist, in a fixed order, as for everything that comes from outside.
function orderFields(order: HostOrder): HostOrder {
  switch (order.kind) {
    case 'setLimits': {
      const { kind, entryMode, currency, limits } = order;
      return { kind, entryMode, currency, limits: limitFields(limits) };
    }
    case 'resend': {
      const { kind, epoch, afterSequence, afterTransaction } = order;
      return { kind, epoch, afterSequence, afterTransaction };
    }
    case 'stopSales':
      return { kind: order.kind, reason: redactPans(order.reason) };
    case 'announceKey':
      return { kind: order.kind, fingerprint: order.fingerprint };
    case 'closeBatch':
    case 'resumeSales':
    case 'resetOfflineCounters':
      return { kind: order.kind };
  }
}
