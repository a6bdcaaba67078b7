import type { ControlServer, Method } from '../../src/control/server.js';
import { answerAs, type Ran, type RunOptions, tillpost, writeConfig } from './till.js';

export interface Agent {
  readonly run: (words: readonly string[], options?: RunOptions) => Promise<Ran>;
  readonly config: string;
  readonly asked: { readonly method: string; readonly params: unknown }[];
  readonly close: () => Promise<void>;
}

/**
 * A control server in this process that answers as told, in a directory of its own: an error is thrown, a function
 * is called, anything else is the result.
 */
export async function agentIn(directory: string, answers: Readonly<Record<string, unknown>>): Promise<Agent> {
  const config = writeConfig(directory);
  const asked: { method: string; params: unknown }[] = [];
  const methods = Object.entries(answers).map(([method, answer]): [string, Method] => [
    method,
    async (params) => {
      asked.push({ method, params });
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? (answer as Method)(params) : answer;
    },
  ]);
  const server: ControlServer = await answerAs(directory, Object.fromEntries(methods));
  return {
    run: (words, options) => tillpost([...words, '--config', config], options),
    config,
    asked,
    close: () => server.close(),
  };
}
