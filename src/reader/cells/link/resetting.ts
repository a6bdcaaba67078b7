/**
 * From a closed port to a session (reader link, Link 1): opening, RST until its RSTACK is there, and the pauses
 * between the tries. Pure; a part of the machine in link.ts.
 */
import { type Cell, cell, encodeCell, IDLE, LINK_VERSION } from './cell.js';
import { type Heard, heardText, hearing, NOTHING_HEARD, refusing } from './heard.js';
import { NEW_RECEIVER } from './receiver.js';
import { decodeLinkError, encodeRst, NONCE_LENGTH, readRstack } from './reset-payloads.js';
import { NEW_SENDER } from './sender.js';
import {
  clear,
  CLEAR_OPEN,
  count,
  type LinkEffect,
  type LinkState,
  type LinkStep,
  type Open,
  type Resetting,
} from './states.js';

const RESET_TIMEOUT_MS = 3200;
const RESET_TRIES = 5;
const REOPEN_FIRST_MS = 500;
const REOPEN_LAST_MS = 30_000;

/** Wait before opening number `failures` + 1, ms. */
export function reopenDelayMs(failures: number): number {
  return Math.min(REOPEN_LAST_MS, REOPEN_FIRST_MS * 2 ** Math.min(16, Math.max(0, failures - 1)));
}

export function opening(failures: number, problem: string | null): LinkStep {
  return [{ at: 'opening', failures, problem }, [{ kind: 'openPort' }]];
}

export function waiting(failures: number, problem: string, effects: readonly LinkEffect[]): LinkStep {
  const timer: LinkEffect = { kind: 'setTimer', timer: 'reopen', afterMs: reopenDelayMs(failures) };
  return [{ at: 'waiting', failures, problem }, [...effects, timer]];
}

/** The port is open. @param nonce eight random bytes */
export function opened(
  { failures, problem }: LinkState & { readonly at: 'opening' | 'waiting' },
  nonce: Uint8Array,
): LinkStep {
  return reset(failures, problem, toBigInt(nonce), 1, NOTHING_HEARD, []);
}

/** IDLE first: it pushes out what the peer's parser may hold from before. */
function reset(
  failures: number,
  problem: string | null,
  nonce: bigint,
  tries: number,
  heard: Heard,
  effects: readonly LinkEffect[],
): LinkStep {
  const payload = encodeRst({ nonce: toBytes(nonce), lowestVersion: LINK_VERSION, highestVersion: LINK_VERSION });
  return [
    { at: 'resetting', failures, problem, nonce, tries, heard },
    [
      ...effects,
      count('resets'),
      { kind: 'write', bytes: IDLE },
      { kind: 'write', bytes: encodeCell(cell('RST', { payload })) },
      { kind: 'setTimer', timer: 'reset', afterMs: RESET_TIMEOUT_MS },
    ],
  ];
}

/** Same port, new nonce: an RSTACK for an older RST must not be taken for this one's. */
export function linkFailed(state: Open, why: string, effects: readonly LinkEffect[]): LinkStep {
  const down: LinkEffect = { kind: 'down', problem: why };
  return reset(0, why, next(state.nonce), 1, NOTHING_HEARD, [...effects, ...CLEAR_OPEN, count('failures'), down]);
}

function giveUp(state: Resetting, problem: string): LinkStep {
  return waiting(state.failures + 1, problem, [clear('reset'), { kind: 'closePort' }]);
}

export function resetTimeout(state: Resetting): LinkStep {
  if (state.tries >= RESET_TRIES) return giveUp(state, heardText(state.heard));
  return reset(state.failures, state.problem, next(state.nonce), state.tries + 1, state.heard, []);
}

export const onHeard = (state: Resetting, chunk: Uint8Array): LinkStep => [
  { ...state, heard: hearing(state.heard, chunk) },
  [],
];

export function onResetCell(state: Resetting, received: Cell): LinkStep {
  // A reader that speaks no version of ours says so instead of RSTACK.
  if (received.type === 'ERROR' && decodeLinkError(received.payload)?.code === 'unsupported') {
    return refuseVersion(state, 'another');
  }
  if (received.type === 'RST') {
    return refused(state, isOwn(state, received.payload) ? 'ownRst' : 'otherRst', 'beforeReset');
  }
  if (received.type !== 'RSTACK') return refused(state, 'otherCell', 'beforeReset');
  if (received.version !== LINK_VERSION) return refuseVersion(state, received.version);
  const peer = readRstack(received.payload);
  if (typeof peer === 'string') return refused(state, peer, 'malformedRstack');
  if (toBigInt(peer.nonce) !== state.nonce) return refused(state, 'otherNonce', 'staleRstack');
  if (peer.version !== LINK_VERSION) return refuseVersion(state, peer.version);
  return [
    { at: 'open', nonce: state.nonce, peer, sender: NEW_SENDER, receiver: NEW_RECEIVER },
    [clear('reset'), { kind: 'up', peer }],
  ];
}

function refused(state: Resetting, why: Parameters<typeof refusing>[1], counted: string): LinkStep {
  return [{ ...state, heard: refusing(state.heard, why) }, [count(counted)]];
}

/** One of the RSTs since the port was opened, each of which counts the nonce up. */
function isOwn({ nonce, tries }: Resetting, payload: Uint8Array): boolean {
  if (payload.length < NONCE_LENGTH) return false;
  return BigInt.asUintN(64, nonce - toBigInt(payload.subarray(0, NONCE_LENGTH))) < BigInt(tries);
}

function refuseVersion(state: Resetting, version: number | 'another'): LinkStep {
  const speak = `the reader speaks ${version}, this agent speaks ${LINK_VERSION}`;
  const problem = `link version mismatch: ${speak}; update the older of the two`;
  const [after, effects] = giveUp(state, problem);
  return [after, [count('wrongVersion'), ...effects]];
}

const next = (nonce: bigint): bigint => BigInt.asUintN(64, nonce + 1n);

function toBigInt(bytes: Uint8Array): bigint {
  return Buffer.from(bytes).readBigUInt64BE(0);
}

function toBytes(nonce: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(nonce);
  return bytes;
}
