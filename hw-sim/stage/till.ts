import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { ANY_METHOD, type ApiMethod } from '../../src/api/method.js';
import { type Answered, API, type Asked, type MethodName } from '../../src/api/table.js';

/** What the agent answers to sale.start; the fields a story looks at. */
export interface TillOutcome {
  readonly key: string;
  readonly state: string;
  readonly outcome: 'approved' | 'declined' | 'cancelled' | 'voided' | null;
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

/** @throws Error when an answer is not what the API table says of the method, field by field */
export function strictAnswer<Name extends MethodName>(method: Name, answer: unknown): Answered<Name> {
  const { result }: ApiMethod = API[method];
  const read = result.safeParse(answer);
  if (read.success) return answer as Answered<Name>;
  const [issue] = read.error.issues;
  throw new Error(`${method} answered against its API: ${issue?.path.join('.')}: ${issue?.message}`);
}

/** @throws Error when the API table does not name the error for the method */
export function strictError(method: MethodName, code: string | undefined): void {
  const { errors }: ApiMethod = API[method];
  if ([...errors, ...ANY_METHOD].some((known) => known === code)) return;
  throw new Error(`${method} answered an error that its API does not name: ${code}`);
}

/**
 * One JSON-RPC call over the agent's control socket, the way every till makes it; but no till looks as closely
 * whether the answer keeps to the API.
 */
export function callAgent<Name extends MethodName>(
  socketPath: string,
  method: Name,
  params: Asked<Name>,
): Promise<Answered<Name>> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(socketPath);
    socket.once('error', (error) => reject(new TillError('GONE', error.message)));
    socket.once('close', () => reject(new TillError('GONE', `the agent hung up on ${method}`)));
    const lines = createInterface({ input: socket });
    // Since Node 20 the interface repeats its input's error; the socket's own listener has dealt with it.
    lines.on('error', () => undefined);
    lines.once('line', (line) => {
      // What `read` throws is the promise's rejection.
      resolve(Promise.resolve(line).then((text) => read(method, text)));
      socket.end();
    });
    socket.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })}\n`);
  });
}

function read<Name extends MethodName>(method: Name, line: string): Answered<Name> {
  const answer = parsed(line);
  if (answer.error === undefined) return strictAnswer(method, answer.result);
  const code = answer.error.data?.code;
  strictError(method, code);
  throw new TillError(code ?? 'RPC', answer.error.message);
}

interface RpcAnswer {
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: { readonly code?: string } };
}

function parsed(line: string): RpcAnswer {
  try {
    return JSON.parse(line) as RpcAnswer;
  } catch {
    // An agent that is killed while it answers leaves half a line.
    throw new TillError('GONE', 'the agent hung up within its answer');
  }
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
  return callAgent(socketPath, 'sale.start', params);
}
