import { CardEncryption, DEMO_BDK } from '../../hw-sim/reader/cards/card-encryption.js';
import { encodeRstack } from '../../hw-sim/reader/link/reset-payloads.js';
import { Sealed } from '../../src/domain/redaction.js';
import { sealUp } from '../../src/protocol/envelope.js';
import { cell, encodeCell, IDLE } from '../../src/reader/cells/link/cell.js';
import { encodeRst } from '../../src/reader/cells/link/reset-payloads.js';
import { encodeAgentMessage } from '../../src/reader/cells/messages.js';

/** Examples that an implementer compares byte by byte, made by the codecs that ship. */
const KEY = Buffer.from('9f1c2a0b7d3e4f55b41c72de00000011', 'hex');
const NONCE = Buffer.from('0102030405060708', 'hex');
const SESSION = 0x2a;
/** Demonstration only; never in use. */
const MESSAGE_SECRET = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';

export function readerLinkBytes(): string {
  const start = encodeAgentMessage({
    kind: 'start',
    key: KEY,
    amount: 1250,
    currency: 978,
    exponent: 2,
    type: 'sale',
    timeoutMs: 30_000,
  });
  const rst = encodeRst({ nonce: NONCE, lowestVersion: 1, highestVersion: 1 });
  const rstack = encodeRstack({
    nonce: NONCE,
    version: 1,
    session: SESSION,
    cause: 'powerOn',
    serialNumber: 'SIM-0001',
    firmware: '1.0.0',
    lastKey: new Uint8Array(16),
  });
  const data = cell('DATA', { first: true, last: true, session: SESSION, payload: start });
  return [
    shown('IDLE', IDLE),
    shown('RST, nonce 0102030405060708, versions 1 to 1', encodeCell(cell('RST', { payload: rst }))),
    shown(
      `RSTACK to it: SESSION 2A, power on, "SIM-0001", "1.0.0", no stored result`,
      encodeCell(cell('RSTACK', { session: SESSION, payload: rstack })),
    ),
    shown('DATA, SEQ 0, FIRST and LAST: START of key …0011, sale of 12.50 EUR, 30 s for a card', encodeCell(data)),
    shown('ACK of it by the reader', encodeCell(cell('ACK', { session: SESSION, ack: 1 }))),
    cardBytes(),
  ].join('\n\n');
}

function cardBytes(): string {
  const keyId = Buffer.from('1234567890123456', 'hex');
  const sealed = new CardEncryption({ read: () => 0, write: () => undefined }, keyId).encrypt(
    '4111111111111111',
    '3012',
  )!;
  return [
    '`ciphertext` of PAN 4111111111111111, expiry 3012, the first of a reader with initial key id 1234567890123456 under the',
    'published demonstration base derivation key (X9.24-3):',
    '',
    '```',
    `BDK         ${spaced(DEMO_BDK)}`,
    `KSN         ${spaced(sealed.ksn)}`,
    `clear       5A 08 41 11 11 11 11 11 11 11 5F 24 03 30 12 31, 80 and 15 × 00`,
    `ciphertext  ${spaced(sealed.ciphertext.subarray(0, 16))}`,
    `            ${spaced(sealed.ciphertext.subarray(16))}`,
    '```',
  ].join('\n');
}

export function uplinkBytes(): string {
  const ids = { merchantId: 'M0001', terminalId: 'T0000042' };
  const key = { keyId: 'k1', secret: new Sealed(Buffer.from(MESSAGE_SECRET, 'hex')) };
  const birth = sealUp(ids, key, {
    kind: 'status',
    presence: 'birth',
    session: '0102030405060708',
    sessionNumber: 1,
    agentVersion: '0.1.0',
    head: null,
    continues: [],
  });
  return shown(
    `Birth of terminal T0000042 of merchant M0001, session 0102030405060708, number 1, version "0.1.0"; key id "k1", key ${MESSAGE_SECRET}`,
    birth,
  );
}

function shown(title: string, bytes: Uint8Array): string {
  const lines = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, line) =>
    spaced(bytes.subarray(16 * line, 16 * line + 16)),
  );
  return `${title}:\n\n\`\`\`\n${lines.join('\n')}\n\`\`\``;
}

const spaced = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
