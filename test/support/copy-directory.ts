import { cpSync, mkdirSync, statSync } from 'node:fs';

/**
 * A directory's copy with the same mode. Since Node 22 `cpSync` makes the new directory with the process's own mode
 * (0755), and a journal refuses a directory that others may enter.
 */
export function copyDirectory(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: statSync(from).mode });
  cpSync(from, to, { recursive: true });
}
