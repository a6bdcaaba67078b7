import { configTarget } from './config.js';
import { controlTarget } from './control.js';
import { databaseTarget } from './database.js';
import { mqttTarget } from './mqtt.js';
import { serialTarget } from './serial.js';
import { type FuzzTarget, TARGET_NAMES } from './target.js';

const TARGETS: readonly FuzzTarget[] = [serialTarget, mqttTarget, controlTarget, configTarget, databaseTarget];

export function targetOf(name: string): FuzzTarget {
  const target = TARGETS.find((known) => known.name === name);
  if (target === undefined)
    throw new Error(`no fuzz target ${JSON.stringify(name)}; there are ${TARGET_NAMES.join(', ')}`);
  return target;
}
