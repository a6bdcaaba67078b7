import type { Command } from 'commander';
import type { VerifyView } from '../../api/journal.js';
import type { BackupListView, HeldView, MoveAsked, MoveView, RestoreView } from '../../api/stopped.js';
import type { Answered, Asked, MethodName } from '../../api/table.js';
import { findConfigPath } from '../../config/search.js';
import type { Clock, Random } from '../../ports/index.js';
import { callAgent } from './client.js';
import type { ExitStatus } from './exit-codes.js';
import { Output, type Screen } from './output.js';
import type { ClientSettings } from './settings.js';

/** What `main.ts` hands to the commands; the rest of the agent stays unloaded unless a command needs it. */
export interface Surroundings {
  readonly screen: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly version: string;
  /** Calls for every Ctrl-C, hang-up or order to end, which then does not end the process. @returns ends it */
  readonly onInterrupt?: (interrupted: () => void) => () => void;
  /** Checks a whole configuration. @throws CONFIG_* */
  readonly checkConfig: (path: string) => Promise<void>;
  /** Checks the journal that the configuration names, of an agent that is stopped. @throws CONFIG_*, JOURNAL_* */
  readonly verifyJournal?: (configPath: string) => Promise<VerifyView>;
  /** Backups in a directory, null for the configured one. @throws CONFIG_*, INVALID_REQUEST */
  readonly listBackups?: (configPath: string, directory: string | null) => Promise<BackupListView>;
  /** Restores a backup while no agent runs. @throws CONFIG_*, JOURNAL_*, RESTORE_REFUSED, NOT_FOUND */
  readonly restoreJournal?: (configPath: string, backup: string, giveUp: boolean) => Promise<RestoreView>;
  /** Moves what another merchant holds while no agent runs; null: not confirmed. @throws CONFIG_*, JOURNAL_*, MOVE_REFUSED */
  readonly moveMerchant?: (
    configPath: string,
    asked: MoveAsked,
    confirm: (held: HeldView) => Promise<boolean>,
  ) => Promise<MoveView | null>;
  /** Runs the agent until it is stopped; rejects when it cannot start. */
  readonly runAgent: (configPath: string) => Promise<ExitStatus>;
}

/** Everything one command may use. */
export interface Desk {
  readonly output: Output;
  readonly surroundings: Surroundings;
  readonly configPath: string;
  settings(): Promise<ClientSettings>;
  /** @throws see `callAgent` */
  ask<Name extends MethodName>(method: Name, params: Asked<Name>, timeoutMs?: number): Promise<Answered<Name>>;
}

/** Everything but a sale is answered from memory or by index; only a stalled disk takes longer. */
const ASK_TIMEOUT_MS = 10_000;

export function openDesk(command: Command, surroundings: Surroundings): Desk {
  const options = command.optsWithGlobals<{ config?: string; json?: boolean }>();
  const configPath = findConfigPath(options.config, surroundings.env);
  let settings: Promise<ClientSettings> | null = null;
  const readSettings = async (): Promise<ClientSettings> => {
    const { readClientSettings } = await import('./settings.js');
    return readClientSettings(configPath);
  };
  const desk: Desk = {
    output: new Output(surroundings.screen, options.json === true),
    surroundings,
    configPath,
    settings: () => (settings ??= readSettings()),
    async ask<Name extends MethodName>(method: Name, params: Asked<Name>, timeoutMs = ASK_TIMEOUT_MS) {
      const { socketPath } = await desk.settings();
      // By the same table as the server, which belongs to the same program.
      return (await callAgent({ socketPath, method, params, timeoutMs }, surroundings.clock)) as Answered<Name>;
    },
  };
  return desk;
}

/** What a command does. Registered by `program.ts`, which turns errors into exit statuses. */
type Work<Arguments extends readonly unknown[]> = (desk: Desk, ...given: Arguments) => Promise<ExitStatus>;

/** What the file of a command is given to register itself with. */
export interface Kit {
  /** Makes a commander action of a command's work. */
  readonly bind: <Arguments extends readonly unknown[]>(
    work: Work<Arguments>,
  ) => (this: Command, ...given: Arguments) => Promise<void>;
  /** What --help says below the options: examples, and what the agent is asked for. */
  readonly more: (help: MoreHelp) => string;
}

export interface MoreHelp {
  readonly calls?: readonly MethodName[];
  readonly examples: readonly Example[];
}

/** A command line that works as it stands, and what it does. */
type Example = readonly [line: string, does: string];
