import { randomBytes, randomInt } from 'node:crypto';
import type { Random } from '../ports/index.js';

/** The operating system's generator. */
export class SystemRandom implements Random {
  bytes(count: number): Uint8Array {
    return randomBytes(count);
  }

  fraction(): number {
    return randomInt(2 ** 47) / 2 ** 47;
  }
}
