/**
 * What talks on a line where no reader answers, guessed from the bytes that were heard, in a sentence that ends with the
 * next step. Pure. Card data in clear is named, never shown; other text is shown in short, without harm.
 */
import { bearsPan } from '../../domain/redaction.js';
import { blankedDigits } from '../../domain/text/clear-digits.js';
import { harmless } from '../../domain/text/harmless.js';

const EXCERPT_MAX = 40;
const NEXT_PORT = 'correct reader.path, or take the other device off this port';

interface Talk {
  /** In text as it was heard, one character a byte. */
  readonly sign: RegExp;
  readonly sentence: string;
}

/** What speaks in lines of text; the first that fits. */
const LINES: readonly Talk[] = [
  {
    sign: /\b(?:login|username|password): ?|last login/i,
    sentence:
      'a login prompt was heard: a console runs on this port; ' +
      "disable its getty (`systemctl list-units 'serial-getty@*'` names it), or correct reader.path",
  },
  {
    sign: /U-Boot|\bGRUB\b|Linux version|Starting kernel|BusyBox|\[ +OK +\]|Hit any key|^\[ *\d+\.\d{6}\]|\bboot(?:ing|loader)\b|[\w.-]+@[\w.-]+:\S*[$#] ?$/im,
    sentence:
      'a boot log or a shell was heard: this port is a console; ' +
      'take its `console=` out of the boot command line, or correct reader.path',
  },
  {
    sign: /\$(?:G[A-Z]|BD|QZ)[A-Z]{3},|!AIVD[MO],/,
    sentence: `the positions of a navigation receiver (NMEA) were heard: ${NEXT_PORT}`,
  },
  {
    sign: /(?:^|[\r\n])(?:AT(?:[+&EDHIZ][^\r\n]*)?|OK|ERROR|RING|CONNECT|NO CARRIER|\+C[A-Z]{2,}(?: ERROR)?[:=?][^\r\n]*)(?=[\r\n]|$)/,
    sentence: 'a modem was heard (AT commands): correct reader.path, and keep ModemManager off the reader’s port',
  },
];

/** What speaks in frames of bytes. */
const FRAMES: readonly Talk[] = [
  {
    sign: /[\x02\x01][^\x02\x03]{1,300}[\x03\x04]|\x10\x02[^]{1,300}\x10\x03|ViVOtech/,
    sentence:
      'frames of another protocol were heard (STX … ETX): is the reader of the kind that reader.driver names, ' +
      'and set to its serial protocol?',
  },
  {
    sign: /~[^~]{4,300}~[^~]*~?|\xc0[^\xc0]{4,300}\xc0/,
    sentence:
      'frames of another protocol were heard (HDLC, PPP or SLIP): correct reader.path, or end the program that speaks it',
  },
];

export const CLEAR_TALK =
  'what looks like card data in clear was heard: this is no reader that encrypts; take it off and report it';
const SPEED = 'is the device set to 115200 baud, 8N1, and its level right (RS-232 or TTL)?';

/** Each line and frame by itself: what separates them does not group the digits of a number. */
export const holdsClearLine = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes)
    .toString('latin1')

    .split(/[\x00-\x08\x0a-\x1f\x7f]+/)
    .some(bearsPan);

/** What is known by its words, whatever else was heard: chance does not write them. */
export function textTalk(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  return LINES.find(({ sign }) => sign.test(text))?.sentence;
}

/** @param bytes the last that were heard. @returns null when there is nothing but zeros: IDLE, or a line that rests */
export function lineTalk(bytes: Uint8Array): string | null {
  if (bytes.every((byte) => byte === 0)) return null;
  if (holdsClearLine(bytes)) return CLEAR_TALK;
  const text = Buffer.from(bytes).toString('latin1');
  const known = textTalk(bytes) ?? FRAMES.find(({ sign }) => sign.test(text))?.sentence;
  if (known !== undefined) return known;

  const printable = text.match(/[\x20-\x7e\r\n\t\x07\x08\x1b]/g)?.length ?? 0;
  if (printable > 0.9 * text.length && text.trim() !== '') return `text was heard, ${excerpt(text)}: ${NEXT_PORT}`;
  if (bytes.every((byte) => LOW.includes(byte)))
    return `only noise was heard, ${count(bytes)} of broken characters: ${SPEED}`;
  return `bytes were heard that are no cells: another speed or another protocol; ${SPEED}`;
}

/** What a receiver makes of a line at another speed, of a break or of noise: long runs of one level. */
const LOW: readonly number[] = [0x00, 0x80, 0xc0, 0xe0, 0xf0, 0xf8, 0xfc, 0xfe, 0xff];

const count = (bytes: Uint8Array): string => (bytes.length === 1 ? '1 byte' : `${bytes.length} bytes`);

function excerpt(text: string): string {
  const line =
    blankedDigits(text.trim())
      .split(/[\r\n]+/)
      .find((it) => it.trim() !== '') ?? '';
  return `"${harmless(line.trim(), EXCERPT_MAX)}"`;
}
