import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SimRandom } from '../sim-random.js';
import { FileImage } from './file-image.js';
import type { Operation } from './recording.js';

/**
 * What is surely on the disk, what is perhaps there, and what a power cut may leave of it.
 *
 * A file's writes and truncations are sure once the file was synced; names (create, rename, unlink, mkdir) are
 * sure once their directory was synced. Of what is not sure, a cut leaves any part: the disk writes in any order
 * and in sectors of 512 bytes. Names alone keep their order, as every journaling file system does.
 */
const SECTOR = 512;

type FileChange = Extract<Operation, { kind: 'write' | 'truncate' }>;
type NameChange = Extract<Operation, { kind: 'rename' | 'unlink' | 'create' | 'mkdir' }>;

interface Inode {
  readonly sure: FileImage;
  readonly pending: FileChange[];
}

/** `missing`: all but one; `torn`: any sectors of any of them. */
export const CUTS = ['none', 'all', 'missing', 'subset', 'torn'] as const;
export type Cut = (typeof CUTS)[number];

interface Named {
  readonly change: NameChange;
  /** Whom a create names. */
  readonly inode: Inode | null;
}

export class Disk {
  /** As the running program sees it. */
  readonly #live = new Map<string, Inode>();
  readonly #sureNames = new Map<string, Inode | null>();
  #pendingNames: Named[] = [];

  /** @param files what was there before the recording, and is sure; null is a directory */
  constructor(files: ReadonlyMap<string, Buffer | null> = new Map()) {
    for (const [path, content] of files) {
      const inode = content === null ? null : { sure: new FileImage(content), pending: [] };
      if (inode !== null) this.#live.set(path, inode);
      this.#sureNames.set(path, inode);
    }
  }

  /** Changes that a cut now may lose. */
  get unsure(): number {
    return this.#pendingNames.length + [...this.#live.values()].reduce((sum, { pending }) => sum + pending.length, 0);
  }

  apply(operation: Operation): void {
    switch (operation.kind) {
      case 'write':
      case 'truncate':
        this.#file(operation.path).pending.push(operation);
        break;
      case 'sync':
        this.#sync(operation.path);
        break;
      case 'create': {
        const inode = { sure: new FileImage(), pending: [] };
        this.#live.set(operation.path, inode);
        this.#pendingNames.push({ change: operation, inode });
        break;
      }
      case 'rename':
        this.#live.set(operation.to, this.#file(operation.path));
        this.#live.delete(operation.path);
        this.#pendingNames.push({ change: operation, inode: null });
        break;
      case 'unlink':
        this.#live.delete(operation.path);
        this.#pendingNames.push({ change: operation, inode: null });
        break;
      case 'mkdir':
        this.#pendingNames.push({ change: operation, inode: null });
        break;
      case 'mark':
        break;
    }
  }

  /** Files and contents as the disk might hold them were the power cut now. */
  cut(cut: Cut, random: SimRandom): ReadonlyMap<string, Buffer | null> {
    const names = new Map(this.#sureNames);
    for (const named of this.#namesLeft(cut, random)) rename(names, named);
    // What stood in a folder whose own name was lost cannot be found any more.
    for (const path of names.keys()) if (!isReachable(path, names)) names.delete(path);
    const contents = new Map<Inode, Buffer>();
    const pending = [...new Set(names.values())].flatMap((inode) => (inode === null ? [] : inode.pending));
    const absent = cut === 'missing' && pending.length > 0 ? random.pick(pending) : null;
    const share = random.fraction();
    return new Map(
      [...names].map(([path, inode]) => {
        if (inode === null) return [path, null];
        const content = contents.get(inode) ?? left(inode, cut, absent, share, random);
        contents.set(inode, content);
        return [path, content];
      }),
    );
  }

  #namesLeft(cut: Cut, random: SimRandom): readonly Named[] {
    if (cut === 'none') return [];
    if (cut === 'all' || cut === 'missing') return this.#pendingNames;
    return this.#pendingNames.slice(0, random.below(this.#pendingNames.length + 1));
  }

  #sync(path: string): void {
    const inode = this.#live.get(path);
    if (inode !== undefined) {
      for (const change of inode.pending.splice(0)) apply(inode.sure, change);
      return;
    }
    const inside = ({ change }: Named): boolean => folderOf(change.path) === path;
    for (const named of this.#pendingNames.filter(inside)) rename(this.#sureNames, named);
    this.#pendingNames = this.#pendingNames.filter((named) => !inside(named));
  }

  #file(path: string): Inode {
    const inode = this.#live.get(path);
    if (inode === undefined) throw new Error(`the recording changes ${path}, which it never created`);
    return inode;
  }
}

function left(inode: Inode, cut: Cut, absent: FileChange | null, share: number, random: SimRandom): Buffer {
  const image = new FileImage(inode.sure.content);
  if (cut === 'none') return image.content;
  for (const change of inode.pending) {
    if (cut === 'missing' && change === absent) continue;
    if (cut === 'subset' && !random.chance(share)) continue;
    const parts = cut === 'torn' ? sectors(change) : [change];
    for (const part of parts) if (cut !== 'torn' || random.chance(share)) apply(image, part);
  }
  return image.content;
}

/** The parts of a change that a disk writes as one. */
function sectors(change: FileChange): readonly FileChange[] {
  if (change.kind === 'truncate') return [change];
  const { path, offset, data } = change;
  const parts: FileChange[] = [];
  for (let at = 0; at < data.length;) {
    const length = Math.min(SECTOR - ((offset + at) % SECTOR), data.length - at);
    parts.push({ kind: 'write', path, offset: offset + at, data: data.subarray(at, at + length) });
    at += length;
  }
  return parts;
}

function apply(image: FileImage, change: FileChange): void {
  if (change.kind === 'write') image.write(change.offset, change.data);
  else image.truncate(change.size);
}

function rename(names: Map<string, Inode | null>, { change, inode }: Named): void {
  switch (change.kind) {
    case 'create':
      names.set(change.path, inode);
      break;
    case 'mkdir':
      names.set(change.path, null);
      break;
    case 'unlink':
      names.delete(change.path);
      break;
    case 'rename': {
      const moved = names.get(change.path);
      if (moved === undefined) break;
      names.delete(change.path);
      names.set(change.to, moved);
      break;
    }
  }
}

function isReachable(path: string, names: ReadonlyMap<string, Inode | null>): boolean {
  const folder = folderOf(path);
  return folder === '' || (names.has(folder) && isReachable(folder, names));
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder;
}

/** Empties the directory and writes the files into it. A null content is a directory. */
export function layOut(directory: string, files: ReadonlyMap<string, Buffer | null>): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  for (const [path, content] of files) {
    if (content === null) mkdirSync(join(directory, path), { recursive: true, mode: 0o700 });
    else writeFileSync(join(directory, path), content, { mode: 0o600 });
  }
}
