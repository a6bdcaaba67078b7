import { join } from 'node:path';
import { Ledger } from '../../hw-sim/host/books/ledger.js';
import { Host } from '../../hw-sim/host/host.js';
import { DEMO_ISSUER } from '../../hw-sim/host/issuer.js';
import { terminalKeys } from '../../hw-sim/host/keys.js';
import { panProver } from '../../hw-sim/host/pan-proof.js';
import { DEMO_BDK } from '../../hw-sim/reader/cards/card-encryption.js';
import type { Answer } from '../../src/domain/answer.js';
import { type DownContent, openDown, sealUp, type UpContent } from '../../src/protocol/envelope.js';
import { parseTopic, topicOf } from '../../src/protocol/topics.js';
import { IDS, KEY, KEY_RECORDS, LEAF_OF, scratchFolder } from './terminal.js';

export const NOW_MS = 1_800_000_005_000;

/** A host on a real ledger, without a broker: messages go in by `give`, answers are in `sent`. */
export interface HostBench {
  readonly folder: string;
  readonly path: string;
  readonly ledger: Ledger;
  readonly host: Host;
  readonly sent: { readonly leaf: string; readonly qos: number; readonly content: DownContent }[];
  /** What the host put off. */
  readonly later: { readonly delayMs: number; readonly run: () => void }[];
  readonly said: string[];
  readonly now: { connected: boolean; ms: number };
  give(content: UpContent): void;
  answers(): Answer[];
  outcomes(): string[];
  /** Runs what was put off, once. */
  tick(): void;
  /** The same book in another host, as after a kill. */
  restart(): void;
  end(): void;
}

export function hostBench(records: Parameters<typeof terminalKeys>[0] = KEY_RECORDS): HostBench {
  const folder = scratchFolder();
  const path = join(folder.path, 'ledger.db');
  const sent: { leaf: string; qos: number; content: DownContent }[] = [];
  const later: { delayMs: number; run: () => void }[] = [];
  const said: string[] = [];
  const now = { connected: true, ms: NOW_MS };
  const open = (): { ledger: Ledger; host: Host } => {
    const ledger = new Ledger(path);
    const host = new Host({
      ledger,
      keys: terminalKeys(records),
      issuer: DEMO_ISSUER,
      provePan: panProver(DEMO_BDK),
      publish: (topic, payload, qos) => {
        const { leaf, ids } = parseTopic(topic)!;
        sent.push({ leaf, qos, content: openDown(ids, () => KEY, payload) });
      },
      connected: () => now.connected,
      nowMs: () => now.ms,
      after: (delayMs, run) => later.push({ delayMs, run }),
      die: (at) => {
        throw new Error(`died ${at}`);
      },
      say: (line) => said.push(line),
    });
    return { ledger, host };
  };
  let current = open();
  const answers = (): Answer[] =>
    sent.flatMap(({ content }) =>
      content.kind === 'reply' ? [content.answer] : content.kind === 'receipts' ? [...content.answers] : [],
    );
  return {
    folder: folder.path,
    path,
    get ledger() {
      return current.ledger;
    },
    get host() {
      return current.host;
    },
    sent,
    later,
    said,
    now,
    give: (content) => current.host.receive(topicOf(IDS, LEAF_OF[content.kind]), sealUp(IDS, KEY, content)),
    answers,
    outcomes: () => answers().map(({ outcome }) => outcome),
    tick: () => {
      for (const { run } of later.splice(0)) run();
    },
    restart: () => {
      current.ledger.close();
      later.length = 0;
      current = open();
    },
    end: () => {
      current.ledger.close();
      folder.remove();
    },
  };
}
