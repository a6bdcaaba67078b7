import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Sealed } from '../../../src/domain/redaction.js';
import { chainBroken } from '../../../src/journal/chain/chain-broken.js';
import { chainKey, keyAt } from '../../../src/journal/chain/chain-key.js';
import { EntryChain, payloadDigest, sameMac } from '../../../src/journal/chain/entry-chain.js';
import { FRESH, TERMINAL } from '../../support/journal.js';
import { scratchDirectories } from '../../support/scratch.js';
import { thrownBy } from '../../support/thrown.js';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('the chain’s MAC', () => {
  const chain = new EntryChain(new Sealed(FRESH.chainKey), TERMINAL, FRESH.epoch);
  const digest = payloadDigest('{}');

  it('is another for another key, terminal, epoch, number, payload or entry before', () => {
    const others = [
      new EntryChain(new Sealed(new Uint8Array(32)), TERMINAL, FRESH.epoch),
      new EntryChain(new Sealed(FRESH.chainKey), 'T0000002', FRESH.epoch),
      new EntryChain(new Sealed(FRESH.chainKey), TERMINAL, '0'.repeat(16)),
    ];
    const first = chain.mac(chain.origin, 1, digest);
    const macs = [
      first,
      ...others.map((other) => other.mac(other.origin, 1, digest)),
      chain.mac(chain.origin, 2, digest),
      chain.mac(chain.origin, 2 ** 32 + 1, digest),
      chain.mac(first, 1, digest),
      chain.mac(chain.origin, 1, payloadDigest('{ }')),
    ];
    expect(new Set(macs.map(hexOf)).size).toBe(macs.length);
    expect(chain.mac(chain.origin, 1, digest)).toEqual(first);
  });

  it('of card data knows where each part of them ends', () => {
    const mac = (...parts: readonly [string, string, string]): string => {
      const [ciphertext, ksn, emv] = parts.map((hex) => new Sealed(Buffer.from(hex, 'hex')));
      return chain.secretMac({ ciphertext: ciphertext!, ksn: ksn!, emv: emv! });
    };
    const macs = [mac('aabb', 'cc', ''), mac('aa', 'bbcc', ''), mac('', 'aabb', 'cc'), mac('aabb', '', 'cc')];
    expect(new Set(macs).size).toBe(macs.length);
  });

  it('is compared in all of its bytes', () => {
    const mac = chain.origin;
    expect(sameMac(mac, Uint8Array.from(mac))).toBe(true);
    expect(sameMac(mac, mac.subarray(0, 31))).toBe(false);
    expect(sameMac(mac.subarray(0, 31), mac)).toBe(false);
    for (const at of [0, 31]) {
      const other = Uint8Array.from(mac);
      other[at]! ^= 1;
      expect(sameMac(mac, other)).toBe(false);
    }
  });

  it('that does not fit is told with what it is about, where that is known', () => {
    const damaged = chainBroken('odd', 7);
    expect(damaged.toJSON()).toMatchObject({ code: 'JOURNAL_CHAIN_BROKEN', subject: '7', operation: 'journal.verify' });
    expect(damaged.hint).toContain('Copy the directory');
    expect(chainBroken('odd', null).toJSON()).not.toHaveProperty('subject');
    expect(chainBroken('odd', null, { operation: 'x', hint: 'y' }).toJSON()).toMatchObject({
      operation: 'x',
      hint: 'y',
    });
  });
});

describe('the chain’s key', () => {
  const scratch = scratchDirectories();
  const KEY = '0123456789abcdef'.repeat(4);

  it('is made once, readable by its owner only, and never again', () => {
    const directory = scratch();
    const journal = join(directory, 'journal.db');
    const path = join(directory, 'journal.key');
    expect(hexOf(chainKey(journal, FRESH.chainKey, true).reveal())).toBe(hexOf(FRESH.chainKey));
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
    expect(existsSync(`${path}.new`)).toBe(false);
    for (const isNew of [true, false]) {
      expect(hexOf(chainKey(journal, new Uint8Array(32), isNew).reveal())).toBe(hexOf(FRESH.chainKey));
    }
    expect(hexOf(keyAt(path).reveal())).toBe(hexOf(FRESH.chainKey));
    expect(readFileSync(path, 'utf8').trim()).toBe(hexOf(FRESH.chainKey));
  });

  it('that is missing beside a journal is not made anew: nobody could tell whether the journal is whole', async () => {
    const directory = scratch();
    const path = join(directory, 'journal.key');
    for (const ask of [() => chainKey(join(directory, 'journal.db'), FRESH.chainKey, false), () => keyAt(path)]) {
      const error = await thrownBy(ask);
      expect(error).toMatchObject({ code: 'CONFIG_MISSING', subject: path, operation: 'journal.open' });
      expect(error.hint).toContain('Put the file back');
      expect(existsSync(path)).toBe(false);
    }
  });

  it.each([
    ['as it is written', `${KEY}\n`, 0o600, null],
    ['with blanks around it', `  ${KEY} \n\n`, 0o600, null],
    ['one digit short', KEY.slice(1), 0o600, 'CONFIG_INVALID'],
    ['one digit more in front', `0${KEY}`, 0o600, 'CONFIG_INVALID'],
    ['one digit more at its end', `${KEY}0`, 0o600, 'CONFIG_INVALID'],
    ['in capitals', KEY.toUpperCase(), 0o600, 'CONFIG_INVALID'],
    ['empty', '', 0o600, 'CONFIG_INVALID'],
    ['readable by the group', KEY, 0o640, 'CONFIG_PERMISSIONS'],
    ['readable by all', KEY, 0o604, 'CONFIG_PERMISSIONS'],
  ])('%s', async (_, text, mode, code) => {
    const path = join(scratch(), 'journal.key');
    writeFileSync(path, text);
    chmodSync(path, mode);
    if (code === null) return expect(hexOf(keyAt(path).reveal())).toBe(KEY);
    const error = await thrownBy(() => keyAt(path));
    expect(error).toMatchObject({ code, subject: path });
    expect(error.hint).toBeDefined();
    expect(error.message).not.toContain(KEY.slice(1));
  });
});
