import type { Ids } from './host-content.js';

/** Topic names (uplink rules, Topics): `tillpost/v1/<merchant id>/<terminal id>/<leaf>`. */
export const UP_LEAVES = [
  'up/request',
  'up/posting',
  'up/heartbeat',
  'up/status',
  'up/settlement',
  'up/command',
] as const;
export const DOWN_LEAVES = ['down/reply', 'down/receipt', 'down/echo', 'down/settlement', 'down/command'] as const;
export type UpLeaf = (typeof UP_LEAVES)[number];
export type DownLeaf = (typeof DOWN_LEAVES)[number];
export type Leaf = UpLeaf | DownLeaf;

const ROOT = 'tillpost/v1';
/** No character that MQTT gives a meaning to: `/`, `+`, `#`, NUL. */
const ID = /^[A-Za-z0-9_-]{1,32}$/;
const LEAVES: readonly string[] = [...UP_LEAVES, ...DOWN_LEAVES];

export interface ParsedTopic {
  readonly ids: Ids;
  readonly leaf: Leaf;
}

export const topicOf = ({ merchantId, terminalId }: Ids, leaf: Leaf): string =>
  `${ROOT}/${merchantId}/${terminalId}/${leaf}`;

/** What a terminal subscribes to. */
export const downFilter = ({ merchantId, terminalId }: Ids): string => `${ROOT}/${merchantId}/${terminalId}/down/+`;

/** What a host subscribes to: every terminal's way up. */
export const UP_FILTER = `${ROOT}/+/+/up/+`;

/** Ids and leaf of a topic; null when it is none of this protocol. */
export function parseTopic(topic: string): ParsedTopic | null {
  const [root, version, merchantId = '', terminalId = '', direction, name, ...more] = topic.split('/');
  const leaf = `${direction}/${name}`;
  if (`${root}/${version}` !== ROOT || more.length > 0 || !LEAVES.includes(leaf)) return null;
  if (!ID.test(merchantId) || !ID.test(terminalId)) return null;
  return { ids: { merchantId, terminalId }, leaf: leaf as Leaf };
}
