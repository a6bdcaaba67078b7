import type { Judgement } from '../../../hw-sim/audit/audit.js';
import { judge } from '../disk/judge.js';
import { Promises } from '../disk/promises.js';
import { judgeAgent } from './agent-judge.js';
import { AgentPromises } from './agent-promises.js';

/** What was promised up to some moment of a recording. */
export interface Promised<Self> {
  /** A mark of the recording. */
  takeText(text: string): void;
  copy(): Self;
}

/** What was recorded, and so by what its remains are judged. */
export interface Kind<P extends Promised<P>> {
  readonly name: 'agent' | 'journal';
  nothing(): P;
  /** @param course everything of the recording, also after the cut; null when a recovery was cut */
  judge(directory: string, promised: P, course: P | null): Judgement;
}

/** The agent's own process with reader, broker and host. */
export const AGENT: Kind<AgentPromises> = { name: 'agent', nothing: () => new AgentPromises(), judge: judgeAgent };

/** The journal in its thread: what an agent does seldom (purges, batches, commands) in quick succession, three lanes at once. */
export const JOURNAL: Kind<Promises> = {
  name: 'journal',
  nothing: () => new Promises(),
  judge: (directory, promised) => judge(directory, promised, { reserveBytes: 8192 }),
};
