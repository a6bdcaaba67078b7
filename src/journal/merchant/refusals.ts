import { TillpostError } from '../../domain/errors.js';

/** Why nothing is moved, and what a person does instead. */
export const moveRefused = {
  sameName: (from: string) =>
    refusal(from, `the configuration still names ${from}`, 'Set terminal.merchant_id to the right merchant first.'),

  nothing: (from: string, holder: string, configured: string) =>
    refusal(
      from,
      `nothing is held in the name of ${from}`,
      holder === configured
        ? `Nobody but ${configured} holds anything here: start the agent.`
        : `It is ${holder} who holds something here.`,
    ),

  answered: (from: string, trace: string) =>
    refusal(
      from,
      `the host has answered as ${from}: ${trace}`,
      `Start the agent: it delivers what is held in the name of ${from}, then it goes over. The acquirer sets right what was paid to a wrong merchant.`,
    ),

  unclear: (from: string, path: string) =>
    refusal(
      from,
      `nobody can say whether the host has answered as ${from}: ${path} cannot be read`,
      'Ask the acquirer whether anything came in that name. If nothing did, move that file aside and try again.',
    ),

  undecided: (from: string, keys: readonly string[]) =>
    refusal(
      from,
      `not decided yet: ${keys.join(', ')}`,
      'Start the agent with its card reader: it decides them first. Then stop it and move.',
    ),

  unfinished: (why: string) =>
    refusal(null, why, 'Start the agent once: it brings its files in order. Then stop it and move.'),
};

function refusal(subject: string | null, message: string, hint: string): TillpostError {
  const about = subject === null ? {} : { subject };
  return new TillpostError('MOVE_REFUSED', message, { operation: 'journal.move', ...about, hint });
}
