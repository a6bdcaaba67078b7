/** What carries sealed messages between terminal and host, and forgets them: the journal is the only queue. */

/** What goes up, each kind of message on its own channel. */
export type UpChannel = 'request' | 'posting' | 'heartbeat' | 'status' | 'settlement' | 'command';
export type DownChannel = 'reply' | 'receipt' | 'echo' | 'settlement' | 'command';

/** Why the broker does not take a message, in words that every transport has. */
export type RefusalCause =
  /** It is up, but no host listens to this terminal. */
  | 'noSubscriber'
  /** This terminal has no permission: someone has to change something. */
  | 'notAllowed'
  /** Its own trouble or a quota, which passes. */
  | 'deferred'
  | 'tooLarge'
  /** No retry cures it. */
  | 'invalid';

export interface Refusal {
  readonly kind: 'refused';
  readonly cause: RefusalCause;
  /** The transport's own reason, for people. */
  readonly text: string;
}

/** The broker's word on a message. It settles nothing: only the host's receipt does. */
export type Delivery =
  | { readonly kind: 'taken' }
  /** Given to the network, on a channel without acknowledgement. */
  | { readonly kind: 'handedOver' }
  | Refusal;

/** What a connection allows. */
export interface TransportGrant {
  /** Of the transport's own protocol, for people. */
  readonly protocolVersion: number;
  /** Messages without the broker's word, 1 or more. */
  readonly messagesMax: number;
  /** Largest payload. */
  readonly payloadMaxBytes: number;
}

export type Arrival =
  | { readonly kind: 'message'; readonly channel: DownChannel; readonly place: string; readonly payload: Uint8Array }
  /** On no channel of this terminal. `addressee`: whose it is, `<merchant>/<terminal>`; null: of another protocol. */
  | { readonly kind: 'stray'; readonly addressee: string | null; readonly place: string; readonly bytes: number };

/**
 * Who ended a connection: another client came under this one's name, the broker in good order without a reason, or
 * anything else.
 */
export type ClosedBy = 'takenOver' | 'broker' | 'other';

/** One connection to one broker. Never reused. */
export interface TransportConnection {
  readonly grant: TransportGrant;
  /** Rejects with LINK_CLOSED when the connection ends first. */
  deliver(channel: UpChannel, payload: Uint8Array): Promise<Delivery>;
  /** What came before anyone listened is kept for the first listener. */
  onArrival(listener: (arrival: Arrival) => void): void;
  /** Exactly once. */
  onClosed(listener: (why: string, by?: ClosedBy) => void): void;
  /** `polite` says good-bye, so that the last word is not said; otherwise the connection is destroyed at once. */
  close(polite: boolean): Promise<void>;
}

export interface Transport {
  /**
   * Connects, and hears every channel down before it resolves.
   *
   * @param lastWord a sealed status message: what the host is to hear of us when we vanish
   * @throws BROKER_UNREACHABLE (retryable); BROKER_REFUSED, which says why, and is retryable when that may pass by itself
   */
  connect(lastWord: Uint8Array): Promise<TransportConnection>;
  /** The address that the next connect tries, for people; never credentials. */
  readonly address: string;
  /** Where a channel leads, for people: what an operator of the broker searches for. */
  place(channel: UpChannel): string;
}
