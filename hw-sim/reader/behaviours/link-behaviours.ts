import { type Cell, encodeCell } from '../../../src/reader/cells/link/cell.js';
import { decodeRstack } from '../../../src/reader/cells/link/reset-payloads.js';
import { encodeRstack } from '../link/reset-payloads.js';
import type { Behaviour, BehaviourKind, Moment } from './behaviour.js';

/** The cable needs a moment to carry what was written before it is pulled. */
const PULL_DELAY_MS = 20;

/** A behaviour that sends another cell in place of some. */
function changing(name: string, applies: (cell: Cell) => boolean, change: (cell: Cell) => Cell): BehaviourKind['make'] {
  return (spec): Behaviour => {
    const occasion = spec.occasion();
    return {
      name,
      cell(cell, { random, transmitCell }) {
        if (!applies(cell) || !occasion.due(random)) return false;
        transmitCell(change(cell));
        return true;
      },
    };
  };
}

const isOfSession = ({ type }: Cell): boolean => type !== 'RSTACK';

export const LINK_BEHAVIOURS: Readonly<Record<string, BehaviourKind>> = {
  lostAck: {
    about: 'rate=1,times=∞  ACK cells are not sent',
    make(spec) {
      const occasion = spec.occasion();
      return { name: 'lostAck', cell: (cell, { random }) => cell.type === 'ACK' && occasion.due(random) };
    },
  },

  lateAck: {
    about: 'delayMs=600,rate=1,times=∞  ACK cells are sent late',
    make(spec) {
      const delayMs = spec.number('delayMs', 600);
      const occasion = spec.occasion();
      return {
        name: 'lateAck',
        cell(cell, { clock, random, transmitCell }) {
          if (cell.type !== 'ACK' || !occasion.due(random)) return false;
          clock.after(delayMs, () => transmitCell(cell));
          return true;
        },
      };
    },
  },

  silent: {
    about: 'rate=1,times=∞  hears everything and says nothing',
    make(spec) {
      const occasion = spec.occasion();
      return { name: 'silent', cell: (_cell, { random }) => occasion.due(random) };
    },
  },

  wrongVersion: {
    about: 'rate=1,times=∞  RSTACK chooses link version 2 and all cells bear it',
    make: changing(
      'wrongVersion',
      () => true,
      (cell) => ({ ...withRstackVersion(cell, 2), version: 2 }),
    ),
  },

  wrongSession: {
    about: 'rate=1,times=∞  cells bear another SESSION than RSTACK gave',
    make: changing('wrongSession', isOfSession, (cell) => ({ ...cell, session: (cell.session + 1) % 256 })),
  },

  notReady: {
    about: 'rate=1,times=∞  cells bear NOT_READY',
    make: changing('notReady', isOfSession, (cell) => ({ ...cell, notReady: true })),
  },

  neverLast: {
    about: 'rate=1,times=∞  messages never end: DATA without LAST',
    make: changing(
      'neverLast',
      ({ type }) => type === 'DATA',
      (cell) => ({ ...cell, last: false }),
    ),
  },

  unplugMidCell: {
    about: 'after=20,type=DATA,backMs=1000,rate=1,times=1  the cable is pulled inside a cell',
    make(spec) {
      const bytes = spec.number('after', 20, 63);
      const type = spec.oneOf('type', ['RSTACK', 'DATA', 'ACK'], 'DATA');
      const backMs = spec.number('backMs', 1000);
      const occasion = spec.occasion(1);
      return {
        name: 'unplugMidCell',
        cell(cell, { clock, random, transmit, unplug, plug }) {
          if (cell.type !== type || !occasion.due(random)) return false;
          transmit(encodeCell(cell).subarray(0, bytes));
          clock.after(PULL_DELAY_MS, unplug);
          clock.after(PULL_DELAY_MS + backMs, plug);
          return true;
        },
      };
    },
  },

  reboot: {
    about: 'stage=any,when=stored,rate=1,times=1  restarts once the stage is shown, stored or sent',
    make(spec) {
      const at = spec.stage();
      const when = spec.oneOf<Moment>('when', ['shown', 'stored', 'sent'], 'stored');
      const occasion = spec.occasion(1);
      return {
        name: 'reboot',
        moment(moment, stage, { random, reboot }) {
          if (moment === when && (at === null || at === stage) && occasion.due(random)) reboot();
        },
      };
    },
  },
};

function withRstackVersion(cell: Cell, version: number): Cell {
  const rstack = cell.type === 'RSTACK' ? decodeRstack(cell.payload) : null;
  return rstack === null ? cell : { ...cell, payload: encodeRstack({ ...rstack, version }) };
}
