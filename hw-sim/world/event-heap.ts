/** One thing that will happen. */
export interface Event {
  readonly atMs: number;
  /** Drawn: who comes first of two at the same moment. */
  readonly tie: number;
  readonly order: number;
  readonly what: string;
  readonly run: () => void;
  cancelled: boolean;
}

/** The events to come, the earliest on top (a binary heap). What was cancelled is dropped when it comes up. */
export class EventHeap {
  readonly #events: Event[] = [];

  push(event: Event): void {
    const events = this.#events;
    let at = events.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, events[parent]!)) break;
      events[at] = events[parent]!;
      at = parent;
    }
    events[at] = event;
  }

  /** Takes the next one that is due by then; null when none is. */
  next(untilMs: number): Event | null {
    for (let top = this.#events[0]; top !== undefined && top.atMs <= untilMs; top = this.#events[0]) {
      this.#dropTop();
      if (!top.cancelled) return top;
    }
    return null;
  }

  #dropTop(): void {
    const events = this.#events;
    const last = events.pop();
    if (last === undefined || events.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= events.length) break;
      const right = left + 1;
      const child = right < events.length && isBefore(events[right]!, events[left]!) ? right : left;
      if (!isBefore(events[child]!, last)) break;
      events[at] = events[child]!;
      at = child;
    }
    events[at] = last;
  }
}

function isBefore(a: Event, b: Event): boolean {
  if (a.atMs !== b.atMs) return a.atMs < b.atMs;
  return a.tie !== b.tie ? a.tie < b.tie : a.order < b.order;
}
