import { readFileSync } from 'node:fs';
import { Sealed } from '../../src/domain/redaction.js';
import type { Ids, Keyring, MessageKey } from '../../src/protocol/envelope.js';

/** The message keys of the host's terminals. */
export interface TerminalKeys {
  /** The terminal's keyring; null when the host does not know the terminal. */
  keyring(ids: Ids): Keyring | null;
  /** The key by which answers to that terminal are made. */
  key(ids: Ids): MessageKey | null;
  terminals(): readonly Ids[];
}

interface KeyRecord {
  readonly keyId: string;
  readonly secretHex: string;
}

/** @param records by `<merchant>/<terminal>` */
export function terminalKeys(records: Readonly<Record<string, KeyRecord>>): TerminalKeys {
  const keys = new Map(Object.entries(records).map(([name, record]) => [name, messageKey(name, record)]));
  const key = ({ merchantId, terminalId }: Ids): MessageKey | null => keys.get(`${merchantId}/${terminalId}`) ?? null;
  return {
    key,
    terminals: () =>
      [...keys.keys()].map((name) => {
        const [merchantId = '', terminalId = ''] = name.split('/');
        return { merchantId, terminalId };
      }),
    keyring: (ids) => {
      const own = key(ids);
      return own === null ? null : (keyId) => (keyId === own.keyId ? own : null);
    },
  };
}

/**
 * Reads `{"<merchant>/<terminal>":{"keyId":"k1","secretHex":"…"}}`.
 *
 * @throws Error that names the path or the terminal, never the key
 */
export function readTerminalKeys(path: string): TerminalKeys {
  const text = readFileSync(path, 'utf8');
  let records: unknown;
  try {
    records = JSON.parse(text);
  } catch {
    throw new Error(`${path} is not JSON`); // the parser's message would quote the file
  }
  if (typeof records !== 'object' || records === null || Array.isArray(records)) {
    throw new Error(`${path} must be an object {"<merchant>/<terminal>":{"keyId":…,"secretHex":…}}`);
  }
  return terminalKeys(records as Record<string, KeyRecord>);
}

function messageKey(name: string, record: Partial<KeyRecord> | null): MessageKey {
  const { keyId, secretHex } = record ?? {};
  if (typeof keyId !== 'string' || keyId === '') throw new Error(`${name}: keyId is missing`);
  if (typeof secretHex !== 'string' || !/^(?:[0-9a-f]{2}){16,64}$/i.test(secretHex)) {
    throw new Error(`${name}: secretHex must be 16 to 64 bytes in hex`);
  }
  return { keyId, secret: new Sealed(Buffer.from(secretHex, 'hex')) };
}
