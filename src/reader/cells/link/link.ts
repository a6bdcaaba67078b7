/**
 * The reader link as the agent plays it (reader link, Link). Pure: `step(state, input)` returns the next
 * state and what the line has to do. Time comes in as timers that fired, chance as the nonce of `opened`.
 *
 *            start             opened               RSTACK
 *   stopped ──────► opening ──────────► resetting ──────────► open
 *                    ▲   │ not opened    │ five tries,          │ link failed, reset asked: resetting
 *                    │   ▼               ▼ port closed          │ port closed
 *                    └─ waiting ◄────────┴──────────────────────┘
 *              0.5 · 1 · 2 … 30 s
 *
 * link-reset.ts holds the way to a session, link-open.ts the session.
 */
import type { Cell, CellFault } from './cell.js';
import { refusing } from './heard.js';
import { malformed, onOpenCell, receiving, sending } from './open.js';
import { damaged, messageTimeout } from './receiver.js';
import { linkFailed, onHeard, onResetCell, opened, opening, resetTimeout, waiting } from './resetting.js';
import { ackTimeout, enqueue } from './sender.js';
import {
  clear,
  CLEAR_OPEN,
  count,
  illegal,
  type LinkInput,
  type LinkState,
  type LinkStep,
  type LinkTimer,
  STOPPED,
} from './states.js';

export function step(state: LinkState, input: LinkInput): LinkStep {
  switch (input.kind) {
    case 'start':
      return state.at === 'stopped' ? opening(0, null) : illegal(state);
    case 'stop':
      return stop(state);
    case 'opened':
      if (state.at === 'opening') return opened(state, input.nonce);
      return [state, [count('illegalInputs'), { kind: 'closePort' }]];
    case 'notOpened':
      return state.at === 'opening' ? waiting(state.failures + 1, input.problem, []) : illegal(state);
    case 'closed':
      return portClosed(state, input.problem);
    case 'cell':
      return onCell(state, input.cell);
    case 'heard':
      return state.at === 'resetting' ? onHeard(state, input.chunk) : [state, []];
    case 'discarded':
      return onDiscarded(state, input.bytes, input.reason);
    case 'timer':
      return onTimer(state, input.timer);
    case 'send':
      if (state.at === 'open') return sending(state, enqueue(state.sender, input.messageId, input.message));
      return [state, [{ kind: 'refused', messageId: input.messageId, why: 'the link is not open' }]];
    case 'malformed':
      return state.at === 'open' ? malformed(state) : illegal(state);
    case 'reset':
      return state.at === 'open' ? linkFailed(state, input.why, []) : illegal(state);
  }
}

function stop(state: LinkState): LinkStep {
  switch (state.at) {
    case 'stopped':
      return [state, []];
    case 'opening':
    case 'waiting':
      return [STOPPED, [clear('reopen'), { kind: 'closePort' }]];
    case 'resetting':
      return [STOPPED, [clear('reset'), { kind: 'closePort' }]];
    case 'open':
      return [STOPPED, [...CLEAR_OPEN, { kind: 'down', problem: 'stopped' }, { kind: 'closePort' }]];
  }
}

function portClosed(state: LinkState, problem: string): LinkStep {
  switch (state.at) {
    case 'stopped':
    case 'waiting':
      return [state, []]; // the close that we asked for
    case 'opening':
      return illegal(state);
    case 'resetting':
      return waiting(state.failures + 1, problem, [clear('reset')]);
    case 'open':
      return waiting(1, problem, [...CLEAR_OPEN, { kind: 'down', problem }]);
  }
}

function onTimer(state: LinkState, timer: LinkTimer): LinkStep {
  if (timer === 'reopen' && state.at === 'waiting') return opening(state.failures, state.problem);
  if (timer === 'reset' && state.at === 'resetting') return resetTimeout(state);
  if (timer === 'ack' && state.at === 'open') return sending(state, ackTimeout(state.sender));
  if (timer === 'message' && state.at === 'open') return receiving(state, messageTimeout(state.receiver));
  return illegal(state);
}

function onDiscarded(state: LinkState, bytes: number, reason?: CellFault): LinkStep {
  const counted = count('bytesDiscarded', bytes);
  if (state.at === 'resetting' && reason !== undefined && reason !== 'sync') {
    return [{ ...state, heard: refusing(state.heard, 'damaged') }, [counted]];
  }
  if (state.at !== 'open') return [state, [counted]];
  const [after, effects] = receiving(state, damaged(state.receiver));
  return [after, [counted, ...effects]];
}

function onCell(state: LinkState, received: Cell): LinkStep {
  switch (state.at) {
    case 'stopped':
    case 'opening':
    case 'waiting':
      return illegal(state);
    case 'resetting':
      return onResetCell(state, received);
    case 'open':
      return onOpenCell(state, received);
  }
}
