import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLedger } from '../../hw-sim/host/books/ledger-print.js';
import { terminalKeys } from '../../hw-sim/host/keys.js';
import { CardEncryption } from '../../hw-sim/reader/cards/card-encryption.js';
import { MemoryStorage } from '../../hw-sim/reader/store/storage.js';
import { keyText } from '../../src/domain/key.js';
import { Sealed } from '../../src/domain/redaction.js';
import { sealUp, type SentCard, type UpContent } from '../../src/protocol/envelope.js';
import { topicOf } from '../../src/protocol/topics.js';
import { type HostBench, hostBench, NOW_MS } from './host-bench.js';
import { advice, batch, CARD, EPOCH, IDS, KEY, keyOf, request, reversal } from './terminal.js';

const PAN = '4761739001010119'; // EMV test card

let bench: HostBench;
let path: string;
let ledger: HostBench['ledger'];
let host: HostBench['host'];
let sent: HostBench['sent'];
let later: HostBench['later'];
let said: HostBench['said'];

beforeEach(() => {
  bench = hostBench();
  ({ path, ledger, host, sent, later, said } = bench);
});
afterEach(() => bench.end());

const give = (content: UpContent): void => bench.give(content);
const answers = (): ReturnType<HostBench['answers']> => bench.answers();
const outcomes = (): string[] => bench.outcomes();
const heartbeat = (nonce = '0102030405060708') => ({
  kind: 'heartbeat' as const,
  nonce,
  terminalTimeMs: 1,
  clock: 'trusted' as const,
  queueDepth: 0,
  oldestAgeMs: 0,
  parked: 0,
  reader: 'ready' as const,
  diskFreeBytes: 1,
  evictions: 0,
  agentVersion: '0.1.0',
  head: { entry: 3, mac: 'cd'.repeat(32), epoch: EPOCH, sequence: 0 },
});

describe('the host', () => {
  it('replies to a request: key, code, reference, amount, time, cryptogram for the card', () => {
    give(request(1));
    expect(sent).toMatchObject([{ leaf: 'down/reply', qos: 1 }]);
    expect(answers()[0]).toMatchObject({
      key: keyOf(1),
      sequence: 0,
      outcome: 'POSTED',
      responseCode: '00',
      posted: { amount: 1250 },
      hostTimeMs: NOW_MS,
    });
    expect(answers()[0]!.arpc).toHaveLength(20);
    expect(answers()[0]!.rrn).toHaveLength(12);
  });

  it('receipts a batch as one message, in order, with the sequence of each posting', () => {
    give(batch(reversal(9, 500, 1), advice(1, 1250, 2), advice(2, 1300, 3), advice(1, 1250, 2)));
    expect(sent).toHaveLength(1);
    expect(answers().map(({ sequence, outcome }) => [sequence, outcome])).toEqual([
      [1, 'REVERSED'],
      [2, 'POSTED'],
      [3, 'POSTED'],
      [2, 'ALREADY_POSTED'],
    ]);
  });

  it('posts an advice whose amount the issuer would decline online: the approval has been given', () => {
    give(request(1, 1251));
    give(batch(advice(2, 1251)));
    expect(outcomes()).toEqual(['REJECTED', 'POSTED']);
    expect(answers()[0]).toMatchObject({ responseCode: '51', posted: null });
  });

  it('asks the issuer about a deferred authorization: it sees the card only now', () => {
    const late = (number: number, amount: number) => ({ ...advice(number, amount), deferred: true });
    for (let times = 0; times < 2; times += 1) give(batch(late(1, 1251), late(2, 1250)));
    give(batch({ ...advice(3, 1251), response: 'online' }));
    expect(answers().map(({ outcome, responseCode }) => `${outcome} ${responseCode}`)).toEqual([
      'REJECTED 51',
      'POSTED 00',
      'REJECTED 51',
      'ALREADY_POSTED 00',
      'POSTED 00',
    ]);
    expect(readLedger(path).map(({ deferred }) => deferred)).toEqual([1, 0]);
    give(batch({ ...late(4, 1251), type: 'refund' }));
    expect(outcomes().at(-1)).toBe('POSTED');
  });

  it('posts refunds beside sales, each with its batch', () => {
    give({ ...request(1), type: 'refund' });
    give({ ...request(2), batch: 2 });
    give(batch({ ...reversal(1, 1250, 1), type: 'refund', batch: 3 }));
    expect(answers().map(({ batch, reversedBatch }) => [batch, reversedBatch])).toEqual([
      [1, 0],
      [2, 0],
      [1, 3],
    ]);
    expect(readLedger(path)).toMatchObject([
      { type: 'refund', state: 'reversed', batch: 1, reversed_batch: 3 },
      { type: 'sale', state: 'posted', batch: 2, reversed_batch: 0 },
    ]);
  });

  it('echoes a heartbeat with its hints and keeps the head as a witness', () => {
    host.orders({ do: 'pause-hint', ms: 700, batchMax: 4 });
    give(heartbeat());
    const echo = {
      kind: 'echo',
      nonce: '0102030405060708',
      hostTimeMs: NOW_MS,
      pauseMs: 700,
      batchMax: 4,
      known: [],
      gaps: [],
    };
    expect(sent).toEqual([{ leaf: 'down/echo', qos: 0, content: echo }]);
    expect(host.tally.get('head.new')).toBe(1);
  });

  it('answers birth and heartbeat with the head that it knew before, and keeps none of a birth', () => {
    const head = (entry: number, sequence: number) => ({
      entry,
      mac: `0${entry % 10}`.repeat(32),
      epoch: EPOCH,
      sequence,
    });
    const known = (): unknown[] =>
      sent.splice(0).map(({ content }) => (content.kind === 'echo' ? content.known : null));
    const birth = (of: ReturnType<typeof head> | null) =>
      give({
        kind: 'status',
        presence: 'birth',
        session: 'aa'.repeat(8),
        sessionNumber: 1,
        agentVersion: '1',
        head: of,
        continues: [],
      });
    birth(head(90, 90));
    give({ ...heartbeat(), head: head(3, 1) });
    expect(known()).toEqual([[], []]);
    for (let entry = 4; entry <= 12; entry += 1) give({ ...heartbeat(), head: head(entry, 1) });
    expect(known().at(-1)).toEqual([head(11, 1)]);
    give({ ...batch(advice(2, 1250, 7)), head: head(13, 7) });
    known();
    // A copy that was put back tells of its own end first.
    birth(head(5, 1));
    give({ ...heartbeat(), head: null });
    const newest = head(13, 7);
    expect(known()).toEqual([[newest, head(12, 1), head(10, 1), head(6, 1)], []]);
    birth({ ...head(5, 1), epoch: '00'.repeat(8) });
    birth(null);
    expect(known()).toEqual([[], []]);
  });

  it('names the gap of a terminal that comes with a journal that continues nothing', () => {
    const of = (epoch: string, entry: number, sequence: number) => ({ entry, mac: 'cd'.repeat(32), epoch, sequence });
    const birth = (epoch: string, continues: readonly string[]) => {
      const head = of(epoch, 1, 0);
      give({
        kind: 'status',
        presence: 'birth',
        session: 'aa'.repeat(8),
        sessionNumber: 1,
        agentVersion: '1',
        head,
        continues,
      });
      const [answer] = sent.splice(0);
      return answer?.content.kind === 'echo' ? answer.content.gaps : null;
    };
    const [next, last] = ['0a'.repeat(8), '0b'.repeat(8)];
    expect(birth(EPOCH, [])).toEqual([]);
    give({ ...batch(advice(1, 1250, 1), advice(3, 1250, 3)), head: of(EPOCH, 9, 3) });
    give({ ...heartbeat(), head: of(EPOCH, 12, 5) });
    sent.length = 0;
    expect(birth(EPOCH, [])).toEqual([]);
    const gap = { epoch: EPOCH, entry: 12, sequence: 5, missing: [2, 4, 5] };
    expect(birth(next, [])).toEqual([gap]);
    expect(host.orders({ do: 'state' })).toMatchObject({ ended: [{ terminal: 'T0000042', ...gap }] });
    give({ ...heartbeat(), head: of(next, 2, 0) });
    sent.length = 0;
    // One that carries over what it owed leaves none, nor does one that was told before it.
    expect(birth(last, [next])).toEqual([gap]);
    host.orders({ do: 'close-gap', terminal: 'T0000042', epoch: EPOCH });
    expect(birth(last, [])).toEqual([]);
  });

  it('keeps presence', () => {
    give({
      kind: 'status',
      presence: 'birth',
      session: 'aa'.repeat(8),
      sessionNumber: 1,
      agentVersion: '0.1.0',
      continues: [],
      head: null,
    });
    give({
      kind: 'status',
      presence: 'death',
      session: 'bb'.repeat(8),
      sessionNumber: 0,
      agentVersion: '0.1.0',
      continues: [],
      head: null,
    });
    expect(host.orders({ do: 'state' })).toMatchObject({
      counts: { birth: 1, lateDeaths: 1 },
      terminals: [{ terminal: 'T0000042', presence: 'birth' }],
    });
  });

  it('counts and tells what it cannot read, changes nothing, answers nothing', () => {
    const good = sealUp(IDS, KEY, request(1));
    const flipped = Uint8Array.from(good, (byte, at) => (at === 20 ? byte ^ 1 : byte));
    const stranger = { ...KEY, keyId: 'k2' };
    host.receive(topicOf(IDS, 'up/request'), flipped);
    host.receive(topicOf(IDS, 'up/request'), sealUp(IDS, stranger, request(1)));
    const another = { ...request(1), key: { ...keyOf(1), terminalId: 'T9' } };
    host.receive(topicOf(IDS, 'up/request'), sealUp({ ...IDS, terminalId: 'T9' }, KEY, another));
    host.receive(topicOf(IDS, 'up/request'), Buffer.from('not protobuf'));
    host.receive(topicOf(IDS, 'up/request'), Buffer.alloc(70_000));
    host.receive(topicOf(IDS, 'up/posting'), good);
    host.receive(topicOf({ ...IDS, terminalId: 'T9' }, 'up/request'), good);
    host.receive('somebody/else', good);
    expect(host.tally.counts()).toEqual({
      BAD_MAC: 2,
      MESSAGE_FOREIGN: 1,
      MESSAGE_INVALID: 1,
      MESSAGE_TOO_LARGE: 1,
      wrongTopic: 1,
      unknownTerminal: 1,
      foreignTopic: 1,
    });
    expect(said).toHaveLength(8);
    expect(said.every((line) => !line.includes('\n'))).toBe(true);
    expect([sent, readLedger(path)]).toEqual([[], []]);
    host.receive(topicOf(IDS, 'up/request'), good); // positive control
    expect(outcomes()).toEqual(['POSTED']);
  });

  it('answers nothing that it could not store', () => {
    ledger.database.pragma('query_only = ON');
    give(request(1));
    expect(sent).toEqual([]);
    expect(host.tally.get('INTERNAL')).toBe(1);
    ledger.database.pragma('query_only = OFF');
    give(request(1));
    expect(outcomes()).toEqual(['POSTED']);
  });

  it('proves that it can read the card, keeps no digit of it, and declines online what it cannot read', () => {
    const encryption = new CardEncryption(new MemoryStorage().counter, Buffer.from('1234567890123456', 'hex'));
    const { ciphertext, ksn } = encryption.encrypt(PAN, '2912')!;
    const secret = { ciphertext: new Sealed(ciphertext), ksn: new Sealed(ksn), emv: new Sealed(new Uint8Array()) };
    const readable: SentCard = { ...CARD, secret };
    const foreign: SentCard = { ...readable, maskedPan: '411111******1111' };
    give({ ...request(1), card: readable });
    give({ ...request(2), card: foreign });
    give(batch({ ...advice(3), card: foreign }));
    expect(answers().map(({ outcome, responseCode }) => `${outcome} ${responseCode}`)).toEqual([
      'POSTED 00',
      'REJECTED 14',
      'POSTED 00',
    ]);
    expect(readLedger(path).map(({ pan_proof: proof }) => proof)).toEqual(['ok', 'failed']);
    const raw = ledger.database.serialize().toString('latin1');
    expect(raw).toContain('476173******0119'); // positive control: this is the ledger
    expect(`${raw}${said.join('\n')}`).not.toContain(PAN);
  });
});

describe("the host's knobs", () => {
  it('delays the answer, not the commit', () => {
    host.orders({ do: 'delay', ms: 400 });
    give(request(1));
    expect([sent.length, readLedger(path).length, later[0]!.delayMs]).toEqual([0, 1, 400]);
    later[0]!.run();
    expect(outcomes()).toEqual(['POSTED']);
  });

  it('rejects so many of the kinds that were named, and posts afterwards', () => {
    host.orders({ do: 'reject', code: '05', count: 2, kinds: ['advice'] });
    give(request(7));
    for (let times = 0; times < 3; times += 1) give(batch(advice(1)));
    expect(outcomes()).toEqual(['POSTED', 'REJECTED', 'REJECTED', 'POSTED']);
  });

  it('loses receipts after the commit; the repeat is answered ALREADY_POSTED', () => {
    host.orders({ do: 'lose-receipts', count: 1, of: 'receipt' });
    give(request(1));
    give(batch(advice(2)));
    give(batch(advice(2)));
    expect(outcomes()).toEqual(['POSTED', 'ALREADY_POSTED']);
    expect(host.tally.get('answersLost')).toBe(1);
  });

  it('answers RETRY_LATER without doing anything', () => {
    host.orders({ do: 'retry-later', ms: 2000, count: 1 });
    give(batch(advice(1)));
    expect(readLedger(path)).toEqual([]);
    give(batch(advice(1)));
    expect(answers()).toMatchObject([
      { outcome: 'RETRY_LATER', retryAfterMs: 2000 },
      { outcome: 'POSTED', retryAfterMs: 0 },
    ]);
  });

  it('is silent: mute commits, deaf does not, neither echoes', () => {
    host.orders({ do: 'silent', on: true });
    give(request(1));
    give(heartbeat());
    host.orders({ do: 'silent', on: true, commits: false });
    give(request(2));
    give(heartbeat());
    expect([sent, readLedger(path).map(({ stan }) => stan)]).toEqual([[], [1]]);
    host.orders({ do: 'silent', on: false });
    give(request(1));
    give(request(2));
    expect(outcomes()).toEqual(['ALREADY_POSTED', 'POSTED']);
  });

  it('knows of a birth that came while it was deaf: the broker retains it', () => {
    host.orders({ do: 'silent', on: true, commits: false });
    give({
      kind: 'status',
      presence: 'birth',
      session: 'aa'.repeat(8),
      sessionNumber: 1,
      agentVersion: '0.1.0',
      continues: [],
      head: null,
    });
    expect(host.orders({ do: 'state' })).toMatchObject({ terminals: [{ presence: 'birth' }] });
  });

  it('dies before the commit with nothing stored, after it with all stored, and never answers', () => {
    host.orders({ do: 'die', at: 'before-commit' });
    give(heartbeat()); // no money: lives
    give(batch(advice(1)));
    expect(said.at(-1)).toContain('died before-commit');
    expect(readLedger(path)).toHaveLength(0);
    host.orders({ do: 'die', at: 'after-commit' });
    give(batch(advice(1)));
    expect(said.at(-1)).toContain('died after-commit');
    expect(readLedger(path)).toHaveLength(1);
    expect(outcomes()).toEqual([]);
  });

  it('posts another amount so many times and says so; what follows is a conflict', () => {
    host.orders({ do: 'wrong-amount', count: 1, by: 100 });
    give(request(1, 1251)); // declined: not counted
    give(request(2));
    give(batch(advice(2), advice(3)));
    expect(answers().map(({ outcome, posted }) => `${outcome} ${posted?.amount}`)).toEqual([
      'REJECTED undefined',
      'POSTED 1350',
      'CONFLICT 1350',
      'POSTED 1250',
    ]);
    expect(readLedger(path).map(({ amount }) => amount)).toEqual([1350, 1250]);
  });

  it('forgets what it said it posted, and has no gap in the sequences', () => {
    host.orders({ do: 'drop-posting', count: 1, kinds: ['advice'] });
    give(request(1));
    give(batch(advice(2, 1250, 1), advice(3, 1250, 2)));
    expect(outcomes()).toEqual(['POSTED', 'POSTED', 'POSTED']);
    expect(readLedger(path).map(({ stan }) => stan)).toEqual([1, 3]);
    expect(host.orders({ do: 'state' })).toMatchObject({ gaps: [] });
  });

  it('books a sequence that bears two keys as both, and reports the fork once', () => {
    const head = { entry: 3, mac: 'cd'.repeat(32), epoch: EPOCH, sequence: 2 };
    const [first, other] = [advice(1), { ...advice(1), key: { ...keyOf(1), mark: 'c0ffeeee' } }];
    give({ ...batch(first, advice(2)), head });
    give({ ...batch(other), head: { ...head, mac: 'ef'.repeat(32) } });
    give({ ...batch(other, first), head });
    expect(outcomes()).toEqual(['POSTED', 'POSTED', 'POSTED', 'ALREADY_POSTED', 'ALREADY_POSTED']);
    expect(readLedger(path).map(({ key }) => key)).toEqual([first, advice(2), other].map(({ key }) => keyText(key)));
    const records = [first, other].map(({ key }) => `advice ${keyText(key)}`);
    expect(host.orders({ do: 'state' })).toMatchObject({
      gaps: [],
      forks: [{ terminal: IDS.terminalId, epoch: EPOCH, sequence: 1, records }],
      counts: { forks: 1, 'head.forked': 1 },
    });
    expect(said.filter((line) => line.startsWith('FORK'))).toHaveLength(1);
  });

  it('takes the old key of a debt that was taken over for no fork: the sequence is of the journal that speaks', () => {
    give({ ...batch(advice(1), advice(2)), head: { entry: 3, mac: 'cd'.repeat(32), epoch: EPOCH, sequence: 2 } });
    give({
      ...batch(advice(2, 1250, 1)),
      head: { entry: 1, mac: 'ef'.repeat(32), epoch: '00000000000000aa', sequence: 1 },
    });
    expect(outcomes()).toEqual(['POSTED', 'POSTED', 'ALREADY_POSTED']);
    expect(host.orders({ do: 'state' })).toMatchObject({ gaps: [], forks: [] });
  });

  it('refuses orders that make no sense', () => {
    for (const order of [
      { do: 'dance' },
      { do: 'delay', ms: -1 },
      { do: 'delay' },
      { do: 'reject', code: '00' },
      { do: 'reject', code: 'no' },
      { do: 'reject', code: '05', kinds: ['sale'] },
      { do: 'reject', code: '05', kinds: 'advice' },
      { do: 'silent' },
      { do: 'wrong-amount', by: -1 },
      { do: 'drop-posting', kinds: ['sale'] },
      { do: 'wrong-totals', count: 0.5 },
      { do: 'backup' },
      { do: 'restore', file: '' },
      { do: 'restore', file: '/nowhere/at/all' },
      { do: 'die', at: 'once' },
      { do: 'lose-receipts', of: 'echo' },
      { do: 'retry-later', ms: 1.5 },
    ]) {
      expect(() => host.orders(order), JSON.stringify(order)).toThrow();
    }
  });
});

describe('message keys', () => {
  it.each([
    [{ 'M/T': { keyId: '', secretHex: '00'.repeat(32) } }, 'M/T: keyId'],
    [{ 'M/T': { keyId: 'k1', secretHex: 'zz' } }, 'M/T: secretHex'],
    [{ 'M/T': null as never }, 'M/T: keyId'],
  ])('refuses %j', (records, message) => {
    expect(() => terminalKeys(records)).toThrow(message);
  });
});
