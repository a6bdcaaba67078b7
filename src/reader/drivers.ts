/**
 * The readers that this agent can drive, by the name that stands in the configuration (`reader.driver`). A further
 * driver is a folder beside cells/, a line here and its name in config/schema.ts; test/contract/card-reader.ts says
 * what it must do.
 */
import type { Alerts, CardReader, Clock, Counters, Log, Random, SerialPorts } from '../ports/index.js';
import { CELL_LENGTH } from './cells/link/cell.js';
import { createCellReader } from './cells/session.js';
import { createSerialPorts } from './serial/serial-link.js';

export interface ReaderSettings {
  readonly driver: ReaderDriver;
  /** Of the serial port; not looked at when `ports` are given. */
  readonly path: string;
}

export interface ReaderParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly alerts: Alerts;
  readonly counters: Counters;
  readonly terminalId: string;
  /** In place of the machine's own. */
  readonly ports?: SerialPorts | undefined;
}

const DRIVERS = {
  /** The 64-byte cell link (reader link, Cell). */
  cells: ({ path }: ReaderSettings, parts: ReaderParts): CardReader =>
    createCellReader({ ...parts, ports: parts.ports ?? createSerialPorts(path, parts.clock, CELL_LENGTH) }),
};

type ReaderDriver = keyof typeof DRIVERS;

/** The reader that is configured, wired but closed: `open` begins to look for it. */
export function openReader(settings: ReaderSettings, parts: ReaderParts): CardReader {
  return DRIVERS[settings.driver](settings, parts);
}
