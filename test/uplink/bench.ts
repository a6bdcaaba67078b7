import { SimBroker, type SimBrokerOptions } from '../../hw-sim/sim-broker.js';
import { SimClock } from '../../hw-sim/sim-clock.js';
import { SimDisk, SimJournal } from '../../hw-sim/sim-journal.js';
import { SimRandom } from '../../hw-sim/sim-random.js';
import { SIM_UPLINK } from '../../hw-sim/sim-uplink.js';
import type { Card } from '../../src/domain/card.js';
import { money } from '../../src/domain/money.js';
import { Sealed } from '../../src/domain/redaction.js';
import type { Transaction, TransactionType } from '../../src/domain/transaction.js';
import type { Transport } from '../../src/ports/index.js';
import type { MqttMessage } from '../../src/uplink/mqtt/broker.js';
import { MqttTransport } from '../../src/uplink/mqtt/mqtt-transport.js';
import type { UplinkOptions } from '../../src/uplink/options.js';
import { createUplink, type Uplink } from '../../src/uplink/uplink.js';
import { HeardAlerts, HeardCounters, HeardLog } from '../support/heard.js';
import { IDS, KEY } from './contents.js';
import { TinyHost } from './tiny-host.js';

/** The uplink on a simulated clock, broker and journal, with a host of a few lines that a test can bend. */
export const CARD: Card = {
  entryMode: 'contactless',
  maskedPan: '541333******4111',
  token: 'ab'.repeat(16),
  scheme: 'MASTERCARD',
  cryptogram: 'TC',
  singleCryptogram: false,
  onlinePin: false,
  secret: {
    ciphertext: new Sealed(Buffer.alloc(32, 1)),
    ksn: new Sealed(Buffer.alloc(12, 2)),
    emv: new Sealed(Buffer.alloc(60, 3)),
  },
};
export const TERMINAL = 'terminal';

const VERDICT = { outcome: 'declined', by: 'agent', responseCode: 'Z3', reason: null } as const;

export class Bench {
  readonly clock = new SimClock();
  readonly random: SimRandom;
  readonly disk: SimDisk;
  readonly journal: SimJournal;
  readonly broker: SimBroker;
  readonly alerts = new HeardAlerts();
  readonly counters = new HeardCounters();
  readonly log = new HeardLog();
  readonly host: TinyHost;
  readonly uplink: Uplink;
  hostPublish: (message: MqttMessage) => Promise<unknown> = () => Promise.resolve();

  constructor(
    options: {
      seed?: number;
      broker?: SimBrokerOptions;
      /** In place of MQTT over the simulated broker. */
      transport?: Transport;
      uplink?: Partial<UplinkOptions>;
      disk?: SimDisk;
    } = {},
  ) {
    this.random = new SimRandom(options.seed ?? 1);
    this.disk = options.disk ?? new SimDisk(this.random);
    this.journal = new SimJournal(this.disk, { terminalId: IDS.terminalId, clock: this.clock, random: this.random });
    this.broker = new SimBroker(this.clock, options.broker);
    this.host = new TinyHost(this);
    this.uplink = createUplink({
      transport: options.transport ?? new MqttTransport(this.broker.client(TERMINAL), IDS),
      journal: this.journal,
      clock: this.clock,
      random: this.random,
      log: this.log,
      alerts: this.alerts,
      counters: this.counters,
      ids: IDS,
      key: KEY,
      terminalState: () => ({
        clock: 'trusted',
        queueDepth: 0,
        oldestAgeMs: 0,
        parked: 0,
        reader: 'ready',
        diskFreeBytes: 1e9,
      }),
      options: { ...SIM_UPLINK, ...options.uplink },
    });
  }

  /** Host and uplink up, and the first echo in. */
  async open(): Promise<this> {
    await this.openHost();
    this.uplink.start();
    await this.clock.advance(1_000);
    return this;
  }

  async openHost(): Promise<void> {
    const connecting = this.broker
      .client('host')
      .connect({ topic: 'host', payload: Buffer.from('x'), qos: 0, retain: false, delaySeconds: 0 }, [
        `tillpost/v1/+/+/up/+`,
      ]);
    await this.clock.advance(1_000);
    const connection = await connecting;
    connection.onMessage((message) => this.host.take(message));
    this.hostPublish = (message) => connection.publish(message);
  }

  async close(): Promise<void> {
    const stopping = this.uplink.stop();
    await this.clock.advance(3_000);
    await stopping;
    await this.journal.close();
    this.disk.destroy();
  }

  /** A sale approved offline: its advice is pending. */
  async advice(
    amount = 1_000,
    { type = 'sale', deferred = false }: { type?: TransactionType; deferred?: boolean } = {},
  ): Promise<Transaction> {
    const started = await this.begin(amount, type);
    const card: Card = { ...CARD, cryptogram: deferred ? 'ARQC' : 'TC' };
    const { transaction } = await this.journal.apply(started.key, {
      name: 'approveOffline',
      card,
      response: 'Y1',
      deferred,
    });
    this.uplink.postingAdded();
    return transaction;
  }

  /** A sale that the host approved online, asked through the uplink. */
  async online(amount = 1_000): Promise<Transaction> {
    const started = await this.begin(amount);
    const { transaction } = await this.journal.apply(started.key, { name: 'goOnline', card: CARD });
    const asked = this.uplink.authorize(transaction, CARD, 5_000);
    await this.clock.advance(200);
    const result = await asked;
    if (result.kind !== 'answer') throw new Error(`no answer: ${result.why}`);
    return (await this.journal.apply(started.key, { name: 'approveOnline', answer: result.answer, card: CARD }))
      .transaction;
  }

  /** The till takes an approval back: its reversal is pending. */
  async takeBack({ key }: Transaction): Promise<void> {
    await this.journal.apply(key, { name: 'void', idempotencyKey: null });
    this.uplink.postingAdded();
  }

  /** The host said that it lost them. */
  async resend(...sales: readonly Transaction[]): Promise<void> {
    await Promise.all(sales.map(({ key }) => this.journal.apply(key, { name: 'resend' })));
    this.uplink.postingsReopened();
  }

  /** A sale whose outcome at the host is unknown and that was declined: its reversal is pending. */
  async reversal(amount = 1_000): Promise<Transaction> {
    const started = await this.begin(amount);
    await this.journal.apply(started.key, { name: 'goOnline', card: CARD });
    const { transaction } = await this.journal.apply(started.key, {
      name: 'reverse',
      verdict: VERDICT,
      reason: 'timeout',
      answer: null,
    });
    this.uplink.postingAdded();
    return transaction;
  }

  async begin(amount = 1_000, type: TransactionType = 'sale'): Promise<Transaction> {
    const order = {
      type,
      money: money(amount, 'EUR'),
      idempotencyKey: null,
      startedAtMs: this.clock.wallMs(),
      clock: 'trusted',
    } as const;
    return (await this.journal.begin(order)).transaction;
  }

  async state(transaction: Transaction): Promise<string> {
    const stored = await this.journal.transaction(transaction.key);
    return stored?.transaction.state ?? 'missing';
  }

  async pending(): Promise<number> {
    const { advices, reversals } = await this.journal.queue();
    return advices + reversals;
  }
}
