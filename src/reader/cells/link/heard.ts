/**
 * What was heard on the line since the port was opened, while the reset waits for its answer: a bounded record, and why no
 * session came of it, for people. Pure.
 */
import { CLEAR_TALK, holdsClearLine, lineTalk, textTalk } from '../../contract/line-talk.js';
import type { RstackFault } from './reset-payloads.js';

/** Of what came first, a prompt say, and of what came last; what lies between is gone. */
const PART_MAX = 384;

type Refused = RstackFault | 'otherNonce' | 'ownRst' | 'otherRst' | 'otherCell' | 'damaged';

export interface Heard {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  readonly refused: Readonly<Partial<Record<Refused, number>>>;
  /** Clear card data was among it. */
  readonly isClear: boolean;
}

const NOTHING = new Uint8Array(0);
export const NOTHING_HEARD: Heard = { head: NOTHING, tail: NOTHING, refused: {}, isClear: false };

export function hearing(heard: Heard, chunk: Uint8Array): Heard {
  const room = PART_MAX - heard.head.length;
  const head = Uint8Array.from(Buffer.concat([heard.head, chunk.subarray(0, room)]));
  const all = Buffer.concat([heard.tail, chunk.subarray(room)]);
  const tail = Uint8Array.from(all.subarray(Math.max(0, all.length - PART_MAX)));
  const isClear = heard.isClear || holdsClearLine(Buffer.concat([heard.tail, chunk])) || holdsClearLine(head);
  return { ...heard, head, tail, isClear };
}

export function refusing(heard: Heard, why: Refused): Heard {
  return { ...heard, refused: { ...heard.refused, [why]: (heard.refused[why] ?? 0) + 1 } };
}

type Reason = readonly [Refused, (times: number) => string];

/** A reader that is there and cannot be used; the weightiest first. */
const READERS: readonly Reason[] = [
  [
    'serialNumber',
    () =>
      'the reader’s answer was refused: its serial number is not printable ASCII; have it written anew by the supplier',
  ],
  [
    'firmware',
    () => 'the reader’s answer was refused: its firmware name is not printable ASCII; update the reader’s firmware',
  ],
  ['cause', () => 'the reader’s answer was refused: its reset cause is unknown; update the older of reader and agent'],
  ['length', () => 'the reader’s answer was refused: its length is wrong; update the older of reader and agent'],
  [
    'otherNonce',
    (times) =>
      `the reader answers another reset than the agent’s (wrong nonce, ${said(times)}): ` +
      'restart the reader, and see that no other program uses this port (`fuser` names it)',
  ],
];

/** Cells of nobody's reader. */
const CELLS: readonly Reason[] = [
  [
    'ownRst',
    () =>
      'what the agent sends comes back: transmit and receive are connected, by a loop-back plug or an echo; ' +
      'connect the reader in its place',
  ],
  [
    'otherRst',
    () =>
      'another agent was heard on this line: two agents are connected with each other; connect a reader in place of one',
  ],
  [
    'otherCell',
    (times) =>
      `the reader speaks, but does not answer the reset (cells of another session, ${said(times)}): restart it`,
  ],
  [
    'damaged',
    (times) =>
      `damaged cells were heard (${said(times)}): shorten or exchange the cable, and see that the speed is 115200 baud`,
  ],
];

const said = (times: number): string => (times === 1 ? 'once' : `${times} times`);

const SILENT = 'the reader does not answer, nothing was heard; is it powered, and is this its port?';
const ZEROS = 'the reader does not answer, only zeros were heard; is it powered, and is its transmit line connected?';

/** What a cell says is certain, words are nearly so, what bytes look like is a guess. */
export function heardText({ head, tail, refused, isClear }: Heard): string {
  if (isClear) return `no reader answers: ${CLEAR_TALK}`;
  const bytes = Buffer.concat([head, tail]);
  const known = reasonOf(READERS, refused) ?? talkText(textTalk(bytes)) ?? reasonOf(CELLS, refused);
  if (known !== undefined) return known;
  return talkText(lineTalk(bytes)) ?? (bytes.length === 0 ? SILENT : ZEROS);
}

const talkText = (talk: string | null | undefined): string | undefined =>
  talk === null || talk === undefined ? undefined : `no reader answers: ${talk}`;

function reasonOf(reasons: readonly Reason[], refused: Heard['refused']): string | undefined {
  for (const [why, text] of reasons) {
    const times = refused[why];
    if (times !== undefined) return text(times);
  }
  return undefined;
}
