import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Root mounts in a namespace of its own; everybody else in a user namespace, where the kernel allows them. */
const WAYS = [['--mount'], ['--map-root-user', '--mount']] as const;

/**
 * How to run a program with mounts of its own, which go with it and which nobody else sees.
 *
 * @returns what stands before the program and its arguments
 * @throws Error that says what this machine lacks: a row that cannot mount has shown nothing
 */
export function withOwnMounts(): readonly string[] {
  const trial = mkdtempSync(join(tmpdir(), 'tillpost-mount-'));
  const refusals: string[] = [];
  try {
    for (const way of WAYS) {
      const { status, stderr, error } = spawnSync(
        'unshare',
        [...way, 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tillpost', trial],
        { encoding: 'utf8' },
      );
      if (status === 0) return ['unshare', ...way];
      refusals.push(`unshare ${way.join(' ')}: ${error?.message ?? stderr.trim()}`);
    }
  } finally {
    rmdirSync(trial);
  }
  throw new Error(
    `no tmpfs can be mounted here (${refusals.join('; ')}). It takes util-linux and either root with CAP_SYS_ADMIN or user ` +
      'namespaces: sysctl kernel.unprivileged_userns_clone=1, and kernel.apparmor_restrict_unprivileged_userns=0 with AppArmor.',
  );
}

/** A small file system in memory under a directory; in a mount namespace of one's own. */
export class SmallDisk {
  readonly #ballast: string;

  constructor(
    private readonly directory: string,
    bytes: number,
  ) {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tillpost', directory]);
    this.#ballast = join(directory, 'ballast');
  }

  /** To the last page. */
  fill(): void {
    const file = openSync(this.#ballast, 'a', 0o600);
    try {
      for (const bytes of [65_536, 4096]) {
        const block = Buffer.alloc(bytes, 1);
        for (let isFull = false; !isFull;) {
          try {
            writeSync(file, block);
          } catch (error) {
            if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
            isFull = true;
          }
        }
      }
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.#ballast);
  }

  /** @returns false while somebody has a file open for writing: then the kernel refuses */
  makeReadOnly(): boolean {
    return spawnSync('mount', this.#remount('ro')).status === 0;
  }

  makeWritable(): void {
    execFileSync('mount', this.#remount('rw'));
  }

  /** With the device's name mount(8) adds no options of its own: a user namespace refuses its uid and gid. */
  #remount(mode: 'ro' | 'rw'): readonly string[] {
    return ['-t', 'tmpfs', '-o', `remount,${mode}`, 'tillpost', this.directory];
  }

  unmount(): void {
    execFileSync('umount', [this.directory]);
  }
}
