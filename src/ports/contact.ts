/** Whether the host has ever answered this terminal as it is called now: by merchant, terminal and message key. */
export interface Contact {
  /** One message whose MAC held is enough; it counts for good, whatever becomes of the journal. */
  answered(): boolean;
  /** A message of the host whose MAC held. Any number of times. */
  heard(): void;
  /** The host said, under a key that it answers, that another one will be its: that one is answered too. */
  announced(fingerprint: string): void;
}
