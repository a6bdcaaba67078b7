import { accessSync, constants, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What the machine says of its mounts and disks. */
export interface Machine {
  /** proc(5), /proc/self/mountinfo. */
  mountinfo(): string;
  /** A path without links; of one that is not there, what is there of it. */
  real(path: string): string;
  /** The block device of a mount, by its number "8:1" or its source "/dev/sda1"; null where there is none. */
  disk(number: string, source: string): Disk | null;
  isWritableDirectory(path: string): boolean;
}

interface Disk {
  /** Of the whole disk, not of its partition. */
  readonly name: string;
  /** It may be taken out at any moment: a stick, a card in a reader. */
  readonly isRemovable: boolean;
}

interface Mount {
  readonly point: string;
  readonly disk: Disk | null;
  readonly type: string;
  readonly isReadOnly: boolean;
}

/** File systems that keep a rename over a power cut, and who may read. */
const KEEPING = new Set(['ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'jfs']);
/** What the system starts from is no place for data. */
const SYSTEM = /^\/(?:boot|efi|usr|etc)?(?:\/|$)/;
/** Disks that are made of memory or of a file on another one. */
const MADE_UP = /^(?:loop|ram|zram)\d/;

/** Which disk a path lies on, and which others there are. */
export class Disks {
  readonly #machine: Machine;
  readonly #mounts: readonly Mount[];

  constructor(machine: Machine = LINUX) {
    this.#machine = machine;
    this.#mounts = machine
      .mountinfo()
      .split('\n')
      .flatMap((line) => mountOf(line, machine));
  }

  /** Null where nobody can tell. */
  behind(path: string): string | null {
    return this.#mountOf(path)?.disk?.name ?? null;
  }

  /** Directories of other disks than the one behind the path, of which a second copy could lie on. */
  besides(path: string): readonly string[] {
    const own = this.behind(path);
    const names = new Set([own]);
    return this.#mounts.flatMap((mount) => {
      const { point, disk } = mount;
      if (disk === null || names.has(disk.name) || !this.#isFit(mount)) return [];
      names.add(disk.name);
      return [point];
    });
  }

  #isFit({ point, disk, type, isReadOnly }: Mount): boolean {
    const keeps = KEEPING.has(type) && !isReadOnly && disk?.isRemovable === false && !MADE_UP.test(disk.name);
    // Something may be mounted over it.
    return (
      keeps && !SYSTEM.test(point) && this.#mountOf(point)?.disk === disk && this.#machine.isWritableDirectory(point)
    );
  }

  #mountOf(path: string): Mount | undefined {
    const real = this.#machine.real(path);
    const isAbove = ({ point }: Mount): boolean => point === '/' || real === point || real.startsWith(`${point}/`);
    return this.#mounts
      .filter(isAbove)
      .reduce<Mount | undefined>((best, it) => (it.point.length >= (best?.point.length ?? 0) ? it : best), undefined);
  }
}

/** `27 1 254:0 / /data rw,noatime shared:1 - ext4 /dev/vda rw` */
function mountOf(line: string, machine: Machine): readonly Mount[] {
  const [, , number, , point, options, ...rest] = line.split(' ');
  const [type, source, own] = rest.slice(rest.indexOf('-') + 1);
  if (number === undefined || point === undefined || options === undefined || type === undefined) return [];
  const isReadOnly = [options, own ?? ''].some((text) => text.split(',').includes('ro'));
  return [{ point: unescaped(point), disk: machine.disk(number, unescaped(source ?? '')), type, isReadOnly }];
}

/** A blank in a name stands there as \040. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));

/** What cannot be read is not there: this only advises. */
function read<T>(what: () => T): T | null {
  try {
    return what();
  } catch {
    return null;
  }
}

const LINUX: Machine = {
  mountinfo: () => read(() => readFileSync('/proc/self/mountinfo', 'utf8')) ?? '',
  real: (path) => {
    for (let it = path; ; it = dirname(it)) {
      const real = read(() => realpathSync(it));
      if (real !== null || it === dirname(it)) return real ?? path;
    }
  },
  disk: (number, source) => {
    const device =
      read(() => realpathSync(`/sys/dev/block/${number}`)) ??
      (source.startsWith('/dev/')
        ? read(() => realpathSync(join('/sys/class/block', basename(realpathSync(source)))))
        : null);
    return device === null ? null : diskAt(device);
  },
  isWritableDirectory: (path) =>
    read(() => {
      accessSync(path, constants.W_OK | constants.X_OK);
      return statSync(path).isDirectory();
    }) === true,
};

/** @param device its directory in sysfs */
function diskAt(device: string): Disk {
  // A volume or an encrypted one lies on another device.
  const [below] = read(() => readdirSync(join(device, 'slaves'))) ?? [];
  const under = below === undefined ? null : read(() => realpathSync(join(device, 'slaves', below)));
  if (under !== null) return diskAt(under);
  if (existsSync(join(device, 'partition'))) return diskAt(dirname(device));
  const removable = read(() => readFileSync(join(device, 'removable'), 'utf8'));
  return { name: basename(device), isRemovable: removable?.trim() !== '0' };
}
