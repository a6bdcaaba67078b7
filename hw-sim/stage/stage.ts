import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { audit, type AuditResult } from '../audit/audit.js';
import { giveOrder, type Order } from '../control-socket.js';
import { launchPart, type Part, type PartName, type StartingPart } from '../part.js';

/** The parts that stand on a stage; `host`, `broker`, `network` and `reader` are simulated, the agent is not. */
export const STAGE_PARTS = ['broker', 'network', 'host', 'reader', 'agent'] as const;
export type StagePart = (typeof STAGE_PARTS)[number];

export interface StageOptions {
  /** An existing empty directory for everything that is written. */
  readonly folder: string;
  /** A deliberately broken host: see `node dist/hw-sim/host/main.js --help`. */
  readonly hostFault?: string;
  /** Of a broker that runs already, in place of the stage's own. */
  readonly brokerPort?: number;
  /** TOML lines that replace the stage's own of the same section. */
  readonly config?: Readonly<Partial<Record<ConfigSection, string>>>;
  /** Arguments for the reader, for instance behaviours. */
  readonly readerArguments?: readonly string[];
  /** A compiled program that stands in for the agent's own, with arguments beside `run --config`. */
  readonly agentEntry?: string;
  readonly agentArguments?: readonly string[];
  /** The next agent loads its code while this one works: a start is then what the agent does, not what Node does. */
  readonly agentSpare?: boolean;
  /** Added to the agent's environment, for instance a shim before its disk. */
  readonly agentEnv?: Readonly<Record<string, string>>;
}

type ConfigSection = 'uplink' | 'offline' | 'reader' | 'state' | 'settlement' | 'backup';

const MERCHANT = 'M0001';
const TERMINAL = 'T0000042';

// Short where production is patient, so that a story of minutes is told in seconds.
const SECTIONS: Readonly<Record<ConfigSection, string>> = {
  uplink: `request_deadline_ms = 1500
heartbeat_interval_ms = 2000
probe_timeout_ms = 500
receipt_timeout_ms = 1000
connect_timeout_ms = 1500
reconnect_max_ms = 1000`,
  // A story may begin with a host that is away.
  offline: `[offline]
before_first_contact = true

[offline.contactless.EUR]
ceiling = 5000
stored_count = 1000
stored_amount = 10000000
card_count = 1000
card_amount = 10000000

[offline.chip.EUR]
ceiling = 5000
card_count = 1000
card_amount = 10000000`,
  reader: 'card_timeout_ms = 20000\nrecovery_wait_ms = 10000',
  state: 'low_water_bytes = 1048576',
  settlement: 'drain_max_ms = 500\nanswer_timeout_ms = 1000',
  backup: 'dir = ""',
};

/**
 * The whole path as real processes: reader on a pty, agent, network cutter, broker, host with its ledger.
 * Every part can be killed and started again on what it left.
 */
export class Stage {
  readonly #parts = new Map<StagePart, Part>();
  #spare: StartingPart | null = null;
  #brokerPort = 0;
  #networkPort = 0;

  private constructor(private readonly options: StageOptions) {
    this.#brokerPort = options.brokerPort ?? 0;
  }

  /** Sets the stage and starts every part. */
  static async open(options: StageOptions): Promise<Stage> {
    const stage = new Stage(options);
    try {
      await stage.#prepare();
      for (const part of STAGE_PARTS) {
        if (part !== 'broker' || options.brokerPort === undefined) await stage.start(part);
      }
      return stage;
    } catch (error) {
      await stage.close();
      throw error;
    }
  }

  get agentSocket(): string {
    return this.#in('run', 'agent.sock');
  }

  get configPath(): string {
    return this.#in('tillpost.toml');
  }

  get displayLog(): string {
    return this.#in('reader', 'display.jsonl');
  }

  get ledgerPath(): string {
    return this.#in('host', 'ledger.db');
  }

  get stateFolder(): string {
    return this.#in('agent');
  }

  get logFolder(): string {
    return this.#in('log');
  }

  controlSocket(part: StagePart): string {
    return this.#in('run', `${part}.sock`);
  }

  part(name: StagePart): Part {
    const part = this.#parts.get(name);
    if (part === undefined) throw new Error(`${name} was never started`);
    return part;
  }

  async start(name: StagePart): Promise<Part> {
    const hasSpare = name === 'agent' && this.options.agentSpare === true;
    const starting = hasSpare ? (this.#spare ?? this.#launch(name, true)) : this.#launch(name);
    this.#spare = null;
    const part = await starting.ready();
    if (hasSpare) this.#spare = this.#launch(name, true);
    this.#parts.set(name, part);
    if (name === 'broker') this.#brokerPort = Number(part.ready['port']);
    if (name === 'network') {
      this.#networkPort = Number(part.ready['port']);
      await this.#writeConfig();
    }
    return part;
  }

  #launch(name: StagePart, held = false): StartingPart {
    const { agentEntry, agentEnv } = this.options;
    const options = {
      logFile: this.#in('log', `${name}.log`),
      ...(name === 'agent' && agentEntry !== undefined ? { entry: agentEntry } : {}),
      ...(name === 'agent' && agentEnv !== undefined ? { env: agentEnv } : {}),
    };
    return launchPart(name satisfies PartName, this.#arguments(name), options, held);
  }

  /**
   * SIGKILL, whatever it is doing. A reader takes its device file with it, as udev has it: the number of its pseudo
   * terminal is free, and the next to get it may be the reader of another stage.
   */
  async kill(name: StagePart): Promise<void> {
    if (name === 'reader') await rm(this.#in('run', 'reader'), { force: true });
    await this.part(name).kill('SIGKILL');
  }

  order(part: StagePart, order: Order): Promise<unknown> {
    return giveOrder(this.controlSocket(part), order);
  }

  /** What the till was told, line by line: the comparison needs to know what was voided. */
  get tillLog(): string {
    return this.#in('till.jsonl');
  }

  noteTill(line: { readonly key: string; readonly told: string }): void {
    appendFileSync(this.tillLog, `${JSON.stringify({ at: Date.now(), ...line })}\n`);
  }

  /** What the reader showed and the till was told against what the ledger holds. */
  audit(): AuditResult {
    return audit([this.displayLog], this.ledgerPath, this.tillLog);
  }

  /** Stops every part, the agent first, so that it can say goodbye. */
  async close(): Promise<void> {
    await this.#spare?.end();
    for (const name of [...STAGE_PARTS].reverse()) await this.#parts.get(name)?.stop(5000);
  }

  #in(...names: string[]): string {
    return join(this.options.folder, ...names);
  }

  async #prepare(): Promise<void> {
    for (const folder of ['run', 'log', 'agent', 'reader', 'host']) {
      await mkdir(this.#in(folder), { recursive: true, mode: 0o700 });
    }
    await writeFile(this.tillLog, '');
    const secretHex = randomBytes(32).toString('hex');
    await writeFile(this.#in('message.key'), `${secretHex}\n`, { mode: 0o600 });
    const keys = { [`${MERCHANT}/${TERMINAL}`]: { keyId: 'k1', secretHex } };
    await writeFile(this.#in('host-keys.json'), JSON.stringify(keys), { mode: 0o600 });
  }

  #arguments(name: StagePart): readonly string[] {
    const control = ['--control', this.controlSocket(name)];
    switch (name) {
      case 'broker':
        // A restarted broker takes its old port again, as a real one does.
        return ['--port', String(this.#brokerPort), ...control];
      case 'network':
        return ['--listen', String(this.#networkPort), '--to', `127.0.0.1:${this.#brokerPort}`, ...control];
      case 'host': {
        const fault = this.options.hostFault === undefined ? [] : ['--fault', this.options.hostFault];
        const broker = `mqtt://127.0.0.1:${this.#brokerPort}`;
        return [
          '--broker',
          broker,
          '--ledger',
          this.ledgerPath,
          '--keys',
          this.#in('host-keys.json'),
          ...fault,
          ...control,
        ];
      }
      case 'reader':
        return [
          '--link',
          this.#in('run', 'reader'),
          '--state',
          this.#in('reader'),
          ...(this.options.readerArguments ?? []),
          ...control,
        ];
      case 'agent':
        return ['run', '--config', this.configPath, ...(this.options.agentArguments ?? [])];
    }
  }

  /** The agent's configuration; written once the network has its port. */
  async #writeConfig(): Promise<void> {
    const section = { ...SECTIONS, ...this.options.config };
    await writeFile(
      this.configPath,
      `[terminal]
merchant_id = "${MERCHANT}"
terminal_id = "${TERMINAL}"
currency = "EUR"

[state]
dir = "agent"
${section.state}

[reader]
path = "run/reader"
${section.reader}

[broker]
urls = ["mqtt://127.0.0.1:${this.#networkPort}"]

[uplink]
key_id = "k1"
key_file = "message.key"
${section.uplink}

[control]
socket = "run/agent.sock"

[settlement]
${section.settlement}

[backup]
${section.backup}

${section.offline}

[log]
level = "info"
`,
    );
  }
}
