/**
 * How many bytes may wait in the link (uplink rules, 3). Pure.
 *
 * What was published and not yet acknowledged stands before an online request in the same socket. The
 * window follows the measured time so that this backlog is about one second, at 64 kbit/s too.
 */
export const WINDOW_START_BYTES = 4 * 1024;
export const WINDOW_LEAST_BYTES = 2 * 1024;
export const WINDOW_MOST_BYTES = 64 * 1024;

const TARGET_MS = 1_000;
/** Below this the link is not the bottleneck and the window may double. */
const QUICK_MS = 500;

/**
 * @param waitingBytes what was unacknowledged when the message was sent, itself included
 * @param elapsedMs from sending to the broker's word
 */
export function adaptWindow(windowBytes: number, waitingBytes: number, elapsedMs: number): number {
  if (elapsedMs > TARGET_MS) {
    const carried = (waitingBytes * TARGET_MS) / elapsedMs;
    return clamp(Math.max(carried, windowBytes / 2));
  }
  // A window that was not half used proves nothing about a larger one.
  if (elapsedMs <= QUICK_MS && waitingBytes * 2 >= windowBytes) return clamp(windowBytes * 2);
  return windowBytes;
}

function clamp(bytes: number): number {
  return Math.round(Math.min(WINDOW_MOST_BYTES, Math.max(WINDOW_LEAST_BYTES, bytes)));
}
