import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** better-sqlite3 13 ends older processes with SIGSEGV: nothing of it may be loaded there (package.json, engines). */
const OLDEST_MAJOR = 22;
/** Set for the process that was started instead: one that is too old as well must not start a third. */
const STARTED_INSTEAD = 'TILLPOST_PINNED_NODE';
const FORWARDED = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;
/** sysexits.h, EX_CONFIG: trying again changes nothing. */
const STATUS_CONFIG = 78;

export function isNewEnough(version: string): boolean {
  return Number(version.replace(/^v/, '').split('.')[0]) >= OLDEST_MAJOR;
}

/** The Node that the lockfile brings for this machine, or null where there is none. */
export function pinnedNode(arch: string, from: string = import.meta.url): string | null {
  try {
    const manifest = createRequire(from).resolve(`node-linux-${arch}/package.json`);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
    return isNewEnough(version) ? join(dirname(manifest), 'bin', 'node') : null;
  } catch {
    return null;
  }
}

/**
 * Whoever starts `tillpost` by hand on a Node that is too old gets the pinned one: the same words, input, output,
 * signals and exit status.
 *
 * @returns null on a Node that will do; otherwise the exit status with which this process has to leave
 */
export async function runOnPinnedNode(
  words: readonly string[],
  { version, arch, env }: Pick<NodeJS.Process, 'version' | 'arch' | 'env'> = process,
  find: typeof pinnedNode = pinnedNode,
): Promise<number | null> {
  if (isNewEnough(version)) return null;
  const node = find(arch);
  if (node === null || env[STARTED_INSTEAD] !== undefined) {
    process.stderr.write(
      `tillpost: this is Node ${version}, and it needs ${OLDEST_MAJOR} or newer\n` +
        `  hint: install Node 24 LTS, or run \`make setup\` in the checkout, which brings it for x64 and arm64\n`,
    );
    return STATUS_CONFIG;
  }
  return await new Promise<number>((resolve, reject) => {
    const child = spawn(node, [...words], { stdio: 'inherit', env: { ...env, [STARTED_INSTEAD]: '1' } });
    // Ctrl-C reaches both by the terminal; the second one that the child would get here would mean "at once".
    const forward = (signal: NodeJS.Signals): void =>
      void (signal === 'SIGINT' && process.stdin.isTTY ? null : child.kill(signal));
    for (const signal of FORWARDED) process.on(signal, forward);
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      for (const name of FORWARDED) process.off(name, forward);
      // Ended by a signal: so is this one, as its parent would have seen it.
      if (signal !== null) process.kill(process.pid, signal);
      resolve(status ?? 1);
    });
  });
}
