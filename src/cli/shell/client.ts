import { createConnection } from 'node:net';
import { type ErrorCode, TillpostError } from '../../domain/errors.js';
import type { Clock } from '../../ports/index.js';

/** Far above the longest page; an answer beyond it does not come from an agent. */
const ANSWER_MAX_BYTES = 8_388_608;

export interface AgentCall {
  readonly socketPath: string;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
}

/**
 * One question to the agent over its control socket, on a connection of its own.
 *
 * @throws what the agent answered; AGENT_NOT_RUNNING; CONFIG_PERMISSIONS when this user may not enter; LINK_CLOSED
 *   and TIMEOUT when the answer did not come, and whether the request took effect is unknown
 */
export function callAgent({ socketPath, method, params, timeoutMs }: AgentCall, clock: Clock): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath);
    const parts: Buffer[] = [];
    let bytes = 0;
    let connected = false;
    const timer = clock.after(timeoutMs, () => {
      end(() => reject(noAnswer('TIMEOUT', `no answer within ${timeoutMs} ms`)));
    });
    const end = (settle: () => void): void => {
      timer.cancel();
      socket.destroy();
      settle();
    };
    const noAnswer = (code: ErrorCode, message: string, cause?: unknown): TillpostError =>
      new TillpostError(code, message, { operation: method, subject: socketPath, retryable: true, cause });

    socket.once('connect', () => {
      connected = true;
      socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })}\n`);
    });
    socket.on('data', (chunk) => {
      parts.push(chunk);
      bytes += chunk.length;
      if (chunk.includes(0x0a)) end(() => settleWith(Buffer.concat(parts), method, resolve, reject));
      else if (bytes > ANSWER_MAX_BYTES) end(() => reject(noAnswer('MESSAGE_TOO_LARGE', 'the answer does not end')));
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const gone = connected ? noAnswer('LINK_CLOSED', 'the agent hung up', error) : notReached(socketPath, error);
      end(() => reject(gone));
    });
    socket.once('close', () => end(() => reject(noAnswer('LINK_CLOSED', 'the agent hung up without an answer'))));
  });
}

function settleWith(
  bytes: Buffer,
  method: string,
  resolve: (result: unknown) => void,
  reject: (error: Error) => void,
): void {
  try {
    const answer = JSON.parse(bytes.toString('utf8', 0, bytes.indexOf(0x0a))) as {
      readonly result?: unknown;
      readonly error?: { readonly message?: unknown; readonly data?: object };
    };
    if (answer.error === undefined) resolve(answer.result);
    else reject(TillpostError.fromJSON({ ...answer.error.data, message: answer.error.message }, method));
  } catch (cause) {
    reject(new TillpostError('INTERNAL', 'the answer is not JSON-RPC', { operation: method, cause }));
  }
}

function notReached(socketPath: string, cause: NodeJS.ErrnoException): TillpostError {
  if (cause.code === 'EACCES') {
    return new TillpostError('CONFIG_PERMISSIONS', 'the control socket is not for this user', {
      operation: 'control.connect',
      subject: socketPath,
      hint: 'Run the command as the user that runs the agent.',
      cause,
    });
  }
  return new TillpostError('AGENT_NOT_RUNNING', `no agent answers (${cause.code})`, {
    operation: 'control.connect',
    subject: socketPath,
    retryable: true,
    hint: 'Start it with `tillpost run`, with the same --config or TILLPOST_CONFIG as this command.',
    cause,
  });
}
