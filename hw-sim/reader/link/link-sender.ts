import { type Cell, cell, PAYLOAD_MAX } from '../../../src/reader/cells/link/cell.js';

/** The outgoing half of a session: stop-and-wait (reader link, Link 2 and 3). Pure. */
export interface Sender {
  /** Number of the DATA cell that goes next. */
  readonly nextSeq: number;
  /** Sent and not acknowledged. */
  readonly outstanding: Outstanding | null;
  /** Fragments that wait, in order. */
  readonly waiting: readonly Fragment[];
  /** The peer said NOT_READY: nothing new goes out. */
  readonly paused: boolean;
}

interface Fragment {
  readonly payload: Uint8Array;
  readonly first: boolean;
  readonly last: boolean;
}

interface Outstanding extends Fragment {
  readonly seq: number;
  /** Timeouts so far, in a row. */
  readonly timeouts: number;
  /** Rises with every transmission, so that each has a timer of its own. */
  readonly transmission: number;
}

export const IDLE_SENDER: Sender = { nextSeq: 0, outstanding: null, waiting: [], paused: false };

const TIMER_FIRST_MS = 400;
const TIMER_MAX_MS = 3200;
const TIMEOUTS_MAX = 4;
const WAITING_MAX = 256;

/** What goes on the wire: a DATA cell, one IDLE before it when it is sent again. ACK and SESSION are the owner's. */
export type SenderStep = readonly [Sender, readonly Cell[]];

/** A message, cut into fragments. Null when too much waits already: the peer takes nothing. */
export function enqueue(sender: Sender, message: Uint8Array): SenderStep | null {
  const count = Math.max(1, Math.ceil(message.length / PAYLOAD_MAX));
  if (sender.waiting.length + count > WAITING_MAX) return null;
  const fragments = Array.from({ length: count }, (_, index) => ({
    payload: message.slice(index * PAYLOAD_MAX, (index + 1) * PAYLOAD_MAX),
    first: index === 0,
    last: index === count - 1,
  }));
  return advance({ ...sender, waiting: [...sender.waiting, ...fragments] });
}

/** The ACK field of a cell of this session. */
export function acknowledged(sender: Sender, ack: number, paused: boolean): SenderStep {
  const { outstanding } = sender;
  const arrived = outstanding !== null && ack === (outstanding.seq + 1) % 256;
  return advance({ ...sender, paused, outstanding: arrived ? null : outstanding });
}

/** NAK for the outstanding cell: sent again at once. */
export function refused(sender: Sender, ack: number): SenderStep {
  const { outstanding } = sender;
  if (outstanding === null || outstanding.seq !== ack) return [sender, []];
  return transmitAgain(sender, outstanding);
}

/** No ACK in time. Null after the fourth time in a row: the link has failed. */
export function timedOut(sender: Sender): SenderStep | null {
  const { outstanding } = sender;
  if (outstanding === null) return [sender, []];
  const timeouts = outstanding.timeouts + 1;
  return timeouts >= TIMEOUTS_MAX ? null : transmitAgain(sender, { ...outstanding, timeouts });
}

/** How long the outstanding cell may wait for its ACK; `id` is another for every transmission. */
export function ackWait({ outstanding }: Sender): { readonly id: string; readonly ms: number } | null {
  if (outstanding === null) return null;
  const { seq, timeouts, transmission } = outstanding;
  return { id: `${seq}/${transmission}`, ms: Math.min(TIMER_FIRST_MS * 2 ** timeouts, TIMER_MAX_MS) };
}

function advance(sender: Sender): SenderStep {
  const [next, ...waiting] = sender.waiting;
  if (sender.outstanding !== null || sender.paused || next === undefined) return [sender, []];
  const outstanding = { ...next, seq: sender.nextSeq, timeouts: 0, transmission: 0 };
  return [{ ...sender, waiting, outstanding, nextSeq: (sender.nextSeq + 1) % 256 }, [dataCell(outstanding)]];
}

function transmitAgain(sender: Sender, outstanding: Outstanding): SenderStep {
  const again = { ...outstanding, transmission: outstanding.transmission + 1 };
  return [{ ...sender, outstanding: again }, [dataCell(again)]];
}

function dataCell({ seq, first, last, payload, transmission }: Outstanding): Cell {
  return cell('DATA', { seq, first, last, payload, retransmitted: transmission > 0 });
}
