import { TillpostError } from '../domain/errors.js';
import { jsonText } from '../domain/text/harmless.js';

/** JSON-RPC 2.0 (jsonrpc.org/specification). Pure: text to request, outcome to text. Batches are refused. */
export type RequestId = string | number | null;

export interface RpcRequest {
  /** undefined: a notification, which gets no answer. */
  readonly id: RequestId | undefined;
  readonly method: string;
  /** By name only; `{}` when left out. */
  readonly params: Readonly<Record<string, unknown>>;
}

export interface RefusedRequest {
  readonly kind: 'refused';
  readonly id: RequestId;
  /** One of the codes below. */
  readonly code: number;
  readonly error: TillpostError;
}

export type ReadRequest = { readonly kind: 'request'; readonly request: RpcRequest } | RefusedRequest;

export const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
const METHOD_UNKNOWN = -32601;
const INVALID_PARAMS = -32602;
/** The range that the specification leaves to the server; `error.data.code` says which. */
export const TILLPOST_ERROR = -32000;

const HINT = 'One line of JSON: {"jsonrpc":"2.0","id":1,"method":"agent.status","params":{}}';

export function readRequest(text: string): ReadRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(null, PARSE_ERROR, 'not JSON');
  }
  if (Array.isArray(value)) return refused(null, INVALID_REQUEST, 'batches are not taken, send requests one by one');
  if (typeof value !== 'object' || value === null) return refused(null, INVALID_REQUEST, 'a request is a JSON object');

  const { jsonrpc, id, method, params } = value as Record<string, unknown>;
  if (id !== undefined && !isId(id)) return refused(null, INVALID_REQUEST, 'id must be a short text, a number or null');
  const answerTo = id ?? null;
  if (jsonrpc !== '2.0') return refused(answerTo, INVALID_REQUEST, 'jsonrpc must be "2.0"');
  if (typeof method !== 'string') return refused(answerTo, INVALID_REQUEST, 'method must be a text');
  if (params !== undefined && !isObject(params)) return refused(answerTo, INVALID_PARAMS, 'params go by name');
  return { kind: 'request', request: { id, method, params: params ?? {} } };
}

/** What cannot be run; also a frame that never became text. */
export function refused(id: RequestId, code: number, message: string): RefusedRequest {
  const error = new TillpostError('INVALID_REQUEST', message, { operation: 'control', hint: HINT });
  return { kind: 'refused', id, code, error };
}

/** One line, newline included. */
export function resultLine(id: RequestId, result: unknown): string {
  return `${jsonText({ jsonrpc: '2.0', id, result: result ?? null })}\n`;
}

/** One line, newline included. `data` is the TillpostError: code, message, operation, subject, retryable, hint. */
export function errorLine(id: RequestId, error: TillpostError, code = rpcCode(error)): string {
  return `${jsonText({ jsonrpc: '2.0', id, error: { code, message: error.message, data: error.toJSON() } })}\n`;
}

function rpcCode({ code }: TillpostError): number {
  if (code === 'METHOD_UNKNOWN') return METHOD_UNKNOWN;
  if (code === 'INVALID_REQUEST') return INVALID_PARAMS;
  return TILLPOST_ERROR;
}

function isId(id: unknown): id is RequestId {
  return id === null || typeof id === 'number' || (typeof id === 'string' && id.length <= 128);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
