import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Every form in which a card number could lie in a file: text, hex of the text, BCD with either padding. */
export function formsOf(pan: string): readonly (readonly [form: string, bytes: Buffer])[] {
  const hexText = Buffer.from(pan, 'ascii').toString('hex');
  const bcd = pan.length % 2 === 0 ? [pan] : [`${pan}f`, `0${pan}`];
  return [
    ['ASCII', Buffer.from(pan, 'ascii')],
    ['UTF-16', Buffer.from(pan, 'utf16le')],
    ['hex', Buffer.from(hexText, 'ascii')],
    ['base64', Buffer.from(Buffer.from(pan, 'ascii').toString('base64').slice(0, -4), 'ascii')],
    ...bcd.map((digits) => ['BCD', Buffer.from(digits, 'hex')] as const),
    ...bcd.map((digits) => ['hex of BCD', Buffer.from(digits.toUpperCase(), 'ascii')] as const),
  ];
}

/** `what: form` for each card number found in the bytes; the number itself is not repeated. */
export function findPans(what: string, bytes: Buffer, pans: readonly string[]): string[] {
  return pans.flatMap((pan, at) =>
    formsOf(pan)
      .filter(([, form]) => bytes.includes(form))
      .map(([form]) => `${what}: card ${at + 1} in ${form}`),
  );
}

/** All regular files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

export function findPansBelow(folder: string, pans: readonly string[]): string[] {
  return filesBelow(folder).flatMap((path) => findPans(path.slice(folder.length + 1), readFileSync(path), pans));
}
