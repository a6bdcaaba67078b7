import type { StoredStage } from '../store/stored-result.js';
import type { Behaviour, BehaviourKind, Bench } from './behaviour.js';
import type { BehaviourSpec } from './behaviour-spec.js';

/** A reader that shows the cardholder something else than it was told, or does not show it at all. */

/** Acts the first `times` that a message about this stage was acknowledged. */
function after(name: string, stage: StoredStage, spec: BehaviourSpec, act: (bench: Bench) => void): Behaviour {
  const occasion = spec.occasion(1);
  return {
    name,
    moment(moment, reached, bench) {
      // Not in the middle of a step: what it tells has left.
      if (moment === 'sent' && reached === stage && occasion.due(bench.random)) act(bench);
    },
  };
}

export const SHOWN_BEHAVIOURS: Readonly<Record<string, BehaviourKind>> = {
  showsApproved: {
    about: 'rate=1,times=1  shows, stores and answers approved for a COMPLETE that says declined or cancelled',
    make(spec) {
      const occasion = spec.occasion(1);
      return {
        name: 'showsApproved',
        hears: (input, { random }) =>
          input.kind === 'complete' && input.outcome !== 'approved' && occasion.due(random)
            ? { ...input, outcome: 'approved', text: '', despite: true }
            : input,
      };
    },
  },

  forgets: {
    about: 'stage=finalTc,rate=1,times=1  after it told this stage it has forgotten every result, and starts anew',
    make: (spec) => after('forgets', spec.stage() ?? 'finalTc', spec, ({ forget }) => forget()),
  },

  swapped: {
    about: 'stage=finalTc,serial=SIM-0002,rate=1,times=1  after it told this stage another reader stands there',
    make(spec) {
      const serialNumber = spec.string('serial', 'SIM-0002');
      return after('swapped', spec.stage() ?? 'finalTc', spec, ({ swap }) => swap(serialNumber));
    },
  },
};
