import { expect, it } from 'vitest';
import { Disks, type Machine } from '../../src/platform/disks.js';

const MOUNTS = `
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 8:2 / / rw,relatime - ext4 /dev/sda2 rw,errors=remount-ro
28 27 8:1 / /boot rw,relatime - ext4 /dev/sda1 rw
29 27 8:3 / /data rw,noatime shared:4 - ext4 /dev/sda3 rw
30 27 0:30 / /run rw,nosuid - tmpfs tmpfs rw
31 27 0:31 / /mnt/shop rw - nfs4 10.0.0.2:/shop rw
32 27 8:17 / /media/stick rw - ext4 /dev/sdb1 rw
33 27 179:1 / /media/sd\\040card rw - ext4 /dev/mmcblk0p1 rw
34 27 259:1 / /mnt/windows rw - vfat /dev/nvme0n1p1 rw
35 27 259:2 / /mnt/archive ro - xfs /dev/nvme0n1p2 rw
36 27 259:3 / /mnt/kernel rw - xfs /dev/nvme0n1p3 ro
37 27 7:0 / /mnt/image rw - ext4 /dev/loop0 rw
38 27 0:40 / /srv rw - btrfs /dev/sdc1 rw,subvol=/
39 27 8:49 / /root-only rw - ext4 /dev/sdd1 rw
40 27 0:41 / /hidden rw - overlay overlay rw
`;

const DISKS: Readonly<Record<string, readonly [name: string, isRemovable: boolean]>> = {
  '8:1': ['sda', false],
  '8:2': ['sda', false],
  '8:3': ['sda', false],
  '8:17': ['sdb', true],
  '179:1': ['mmcblk0', false],
  '259:1': ['nvme0n1', false],
  '259:2': ['nvme0n1', false],
  '259:3': ['nvme0n1', false],
  '7:0': ['loop0', false],
  '/dev/sdc1': ['sdc', false],
  '8:49': ['sdd', false],
};

const machine = (mountinfo = MOUNTS): Machine => ({
  mountinfo: () => mountinfo,
  real: (path) => path.replace(/^\/link/, '/data'),
  disk: (number, source) => {
    const found = DISKS[number] ?? DISKS[source];
    return found === undefined ? null : { name: found[0], isRemovable: found[1] };
  },
  isWritableDirectory: (path) => path !== '/root-only',
});

it.each([
  ['/data/tillpost', 'sda'],
  ['/link/tillpost', 'sda'],
  ['/database', 'sda'],
  ['/srv', 'sdc'],
  ['/media/sd card/x', 'mmcblk0'],
  ['/run/tillpost', null],
])('the disk behind %s is %s', (path, disk) => {
  expect(new Disks(machine()).behind(path)).toBe(disk);
});

it('another disk is one that is built in, keeps what is written to it, and takes it from this user', () => {
  expect(new Disks(machine()).besides('/data/tillpost')).toEqual(['/media/sd card', '/srv']);
  expect(new Disks(machine()).besides('/srv/tillpost')).toEqual(['/data', '/media/sd card']);
});

it('what is mounted over another counts, and what cannot be read is no disk', () => {
  const covered = `${MOUNTS}41 27 0:44 / /srv rw - tmpfs tmpfs rw\n42 27 0:45 / /media rw - tmpfs tmpfs rw\nnonsense\n`;
  expect(new Disks(machine(covered)).besides('/data')).toEqual(['/media/sd card']);
  expect(new Disks(machine('')).besides('/data')).toEqual([]);
  expect(new Disks(machine('')).behind('/data')).toBe(null);
});

it('reads this machine without a complaint', () => {
  const disks = new Disks();
  expect(disks.besides('/')).not.toContain('/');
  expect(disks.behind('/proc/self')).toBe(null);
});
