import { type Behind, behindText } from '../domain/course/behind.js';
import type { Log } from '../ports/index.js';

export interface RunningAgent {
  /** Lets the running sale end, says goodbye to host and broker, closes the journal. */
  stop(): Promise<void>;
}

/** One course of the agent, from opening its journal to closing it. */
export interface AgentCourse extends RunningAgent {
  /** Resolves when no sale runs and none begins any more. */
  hold(): Promise<unknown>;
}

/** What a course is started with because of the one before it. */
export interface CourseStart {
  /** What the one before it found its journal to be behind of; null for none. */
  readonly behind: Behind | null;
  /** The journal is behind: begin another course. */
  readonly onBehind: (behind: Behind) => void;
  /** The merchant in whose name it drained holds nothing any more: begin another course, in the next one's name. */
  readonly onDrained: () => void;
}

type Start = (parts: CourseStart) => Promise<AgentCourse>;

/**
 * One agent, in as many courses as its journal has epochs (storage rules, Behind) and merchants (payment rules, Identity):
 * keys, sequences, topics and the host's witness are of one epoch and one merchant all through the modules, so another
 * one begins by a start of all of them. The sale that runs ends first.
 */
export async function startCourses(start: Start, log: Log): Promise<RunningAgent> {
  let isStopped = false;
  const onBehind = (behind: Behind): void => {
    log.warn('the journal is behind: a new epoch begins', { why: behindText(behind) });
    begin(behind);
  };
  const onDrained = (): void => begin(null);
  function begin(behind: Behind | null): void {
    // What fails here is handled by nobody: the process ends, and the service manager starts it afresh.
    current = current.then((course) => next(course, behind));
  }
  async function next(course: AgentCourse, behind: Behind | null): Promise<AgentCourse> {
    await course.hold();
    if (isStopped) return course;
    await course.stop();
    return start({ behind, onBehind, onDrained });
  }
  let current: Promise<AgentCourse> = start({ behind: null, onBehind, onDrained });
  await current;
  return {
    stop: async () => {
      isStopped = true;
      await (await current).stop();
    },
  };
}
