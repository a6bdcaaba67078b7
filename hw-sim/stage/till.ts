import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';

/** What the agent answers to sale.start; the fields a story looks at. */
export interface TillOutcome {
  readonly key: string;
  readonly state: string;
  readonly outcome: 'approved' | 'declined' | 'cancelled' | null;
  readonly by: string | null;
  readonly response_code: string | null;
  readonly reason: string | null;
  readonly repeated: boolean;
}

/** An error the agent answered, or `GONE` when the connection ended without an answer. */
export class TillError extends Error {
  override readonly name = 'TillError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** One JSON-RPC call over the agent's control socket, the way every till makes it. */
export function callAgent(socketPath: string, method: string, params: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath);
    socket.once('error', (error) => reject(new TillError('GONE', error.message)));
    socket.once('close', () => reject(new TillError('GONE', `the agent hung up on ${method}`)));
    const lines = createInterface({ input: socket });
    // Since Node 20 the interface repeats its input's error; the socket's own listener has dealt with it.
    lines.on('error', () => undefined);
    lines.once('line', (line) => {
      const answer = JSON.parse(line) as { result?: unknown; error?: { message: string; data?: { code?: string } } };
      if (answer.error === undefined) resolve(answer.result);
      else reject(new TillError(answer.error.data?.code ?? 'RPC', answer.error.message));
      socket.end();
    });
    socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })}\n`);
  });
}

/** What a till rings up; amounts in minor units. */
export interface Ring {
  readonly amount: number;
  readonly currency: string;
  readonly type: 'sale' | 'refund';
  readonly idempotencyKey: string;
  /** The same card may pay the same sum again: simulated cardholders have few cards. */
  readonly allowDuplicate: boolean;
}

export function ringUp(
  socketPath: string,
  { amount, currency, type, idempotencyKey, allowDuplicate }: Ring,
): Promise<TillOutcome> {
  const params = { amount, currency, type, idempotency_key: idempotencyKey, allow_duplicate: allowDuplicate };
  return callAgent(socketPath, 'sale.start', params) as Promise<TillOutcome>;
}
