import type { Behaviour } from './behaviour.js';
import { BehaviourSpec } from './behaviour-spec.js';
import { LINK_BEHAVIOURS } from './link-behaviours.js';
import { MESSAGE_BEHAVIOURS } from './message-behaviours.js';
import { WIRE_BEHAVIOURS } from './wire-behaviours.js';

/** How a behaviour is made from its specification. */
export interface BehaviourKind {
  /** One line for `--help`: parameters with their defaults, and what it does. */
  readonly about: string;
  make(spec: BehaviourSpec): Behaviour;
}

const KINDS: Readonly<Record<string, BehaviourKind>> = {
  ...WIRE_BEHAVIOURS, ...LINK_BEHAVIOURS, ...MESSAGE_BEHAVIOURS,
};

/** @throws Error naming what is wrong with the text, or the behaviours that there are */
export function behaviourFrom(text: string): Behaviour {
  const spec = new BehaviourSpec(text);
  const kind = Object.hasOwn(KINDS, spec.name) ? KINDS[spec.name] : undefined;
  if (kind === undefined) throw new Error(`no behaviour ${spec.name}; there are ${Object.keys(KINDS).join(', ')}`);
  const behaviour = kind.make(spec);
  spec.end();
  return behaviour;
}

/** For people, one line each. */
export function describeBehaviours(): readonly string[] {
  return Object.entries(KINDS).map(([name, { about }]) => `${name.padEnd(18)}${about}`);
}
