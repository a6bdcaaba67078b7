import type { Behaviour, BehaviourKind } from './behaviour.js';
import { BehaviourSpec } from './behaviour-spec.js';
import { BENDS } from './bends.js';
import { DISAGREEMENTS } from './disagreements.js';
import { LINK_BEHAVIOURS } from './link-behaviours.js';
import { MESSAGE_BEHAVIOURS } from './message-behaviours.js';
import { SHOWN_BEHAVIOURS } from './shown-behaviours.js';
import { WIRE_BEHAVIOURS } from './wire-behaviours.js';

const KINDS: Readonly<Record<string, BehaviourKind>> = {
  ...WIRE_BEHAVIOURS,
  ...LINK_BEHAVIOURS,
  ...MESSAGE_BEHAVIOURS,
  ...DISAGREEMENTS,
  ...BENDS,
  ...SHOWN_BEHAVIOURS,
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
