import { type Built, concatenated } from '../support/built.js';
import { gzipBytes } from '../support/gzip-bytes.js';
import { headerLine, line, logText, moment, unstunLine } from '../support/log-lines.js';
import { type Dialect, type TarMember, tarBytes } from '../support/tar-bytes.js';
import { zipBytes } from '../support/zip-bytes.js';

/** Gives the bytes that stand in an archive's place. */
export type Damaging = (archive: Built) => Buffer;

/** A bundle that is made anew with each of its archives, the inner ones first, passed through `damage`. */
export interface Base {
  readonly name: string;
  /** What cannot be told from its bytes alone: a member is short on purpose. */
  readonly damaged?: true;
  readonly build: (damage: Damaging, order?: Ordering) => Buffer;
}

/** Gives the members of an archive in some order. */
export type Ordering = <T>(members: readonly T[]) => readonly T[];

const START = '2026-01-12T00:00:00.000Z';
const VOLUME = 'vmfs/volumes/65a1c0de-7b3f19a2-44c1-0025b5d0e0a1';
const VSAN = 'vmfs/volumes/vsan:5257a0b1c2d3e4f5-0617283940516273';
const LONG = `${'a name that somebody typed '.repeat(3)}into the wizard`;

/** What no reader may take for a stop of a VM: it stands in logs of the host. */
const DECOY = `${unstunLine('esx8', 99_000_000, { at: moment(START) })}\n`;

/** Writes a log of some stops, none of which comes near a timeout, each with a figure of its own. */
function logOf(vm: string, first: number, count: number): string {
  const lines = [
    headerLine('esx8', moment(START, first * 1000)),
    line('esx8', { at: moment(START, first * 1000), thread: 'vmx', message: `DICT displayName = "${vm}"` }),
  ];
  for (let i = 0; i < count; i++) {
    const at = moment(START, (first + i * 600) * 1000 + i * 77 + 200);
    lines.push(line('esx8', { at, message: `SnapshotVMX_TakeSnapshot start: 'job ${first + i}'` }));
    lines.push(unstunLine('esx8', 100_000 + first * 37 + i * 1009, { at: moment(at.toISOString(), 900) }));
  }
  return logText(lines);
}

interface Host {
  readonly root: string;
  readonly first: number;
}

const ALPHA: Host = { root: 'esx-alpha-2026-01-12--13.56-2107676', first: 1000 };
const BETA: Host = { root: 'esx-beta-2026-01-12--13.57-2107680', first: 40_000 };

/** The members of a host's bundle, README first, the closing logs last. */
function membersOf({ root, first }: Host): readonly TarMember[] {
  const files: readonly (readonly [string, string | Buffer])[] = [
    ['README', 'vm-support version: 8.0.2\n'],
    ['var/run/log/hostd.log', DECOY],
    [`${VOLUME}/db${first}/vmware-1.log`, logOf('db', first, 3)],
    [`${VOLUME}/db${first}/vmware.log`, logOf('db', first + 2000, 4)],
    [`${VSAN}/6f1aee69-2b81-97cb-e5f7-4979ee2be3f1/vmware.log`, logOf('web', first + 5000, 3)],
    [`vmfs/volumes/fb4efbd8-6e969410/${LONG}/vmware.log`, logOf('long', first + 7000, 2)],
    [`${VOLUME}/db${first}/db.vmx`, 'displayName = "db"\n'],
    ['error.log', ''],
    ['action.log', 'done\n'],
    ['errors-ignored.log', 'none\n'],
  ];
  return files.map(([name, content]) => ({ name: `${root}/${name}`, content }));
}

/** The first and the last members stay where they are: they are that by the format. */
function tarOf(host: Host, dialect: Dialect, order: Ordering): Built {
  const members = membersOf(host);
  return tarBytes([...members.slice(0, 1), ...order(members.slice(1, -3)), ...members.slice(-3)], {
    dialect,
  });
}

function tgzOf(host: Host, dialect: Dialect, damage: Damaging, order: Ordering): Built {
  const name = `${host.root}.tar`;
  return gzipBytes(damage(tarOf(host, dialect, order)), name);
}

const AS_IT_IS: Ordering = (members) => members;

const tgz: Base = {
  name: 'a tgz',
  build: (damage, order = AS_IT_IS) => damage(tgzOf(ALPHA, 'gnu', damage, order)),
};

const tar: Base = {
  name: 'a tar',
  build: (damage, order = AS_IT_IS) => damage(tarOf(ALPHA, 'pax', order)),
};

function zip(
  name: string,
  { zeros = 0, ...shape }: { stored?: true; descriptor?: true; zip64?: true; zeros?: number },
): Base {
  return {
    name,
    build: (damage, order = AS_IT_IS) => {
      const [alpha, beta] = [tgzOf(ALPHA, 'gnu', damage, order), tgzOf(BETA, 'pax', damage, order)];
      const entries = [
        { name: 'alpha-vm2026-12-01@13-56-04.tgz', content: damage(alpha), ...shape },
        { name: 'beta-vm2026-12-01@13-57-04.tgz', content: damage(beta), ...shape },
      ];
      return damage(zipBytes(order(entries), { zeros }));
    },
  };
}

/** Every file of it is read: whatever is wrong in one of them has to be told. */
const zipOfFiles: Base = {
  name: 'a zip of logs and what tells of them',
  build: (damage, order = AS_IT_IS) => {
    const isRead = ({ name }: TarMember) => !/\/(?:hostd|action)\.log$/.test(name);
    const entries = membersOf(ALPHA)
      .filter(isRead)
      .map(({ name, content = '' }) => ({ name, content }));
    return damage(zipBytes(order(entries)));
  },
};

const tgzInTar: Base = {
  name: 'tgz in a tar',
  build: (damage, order = AS_IT_IS) => {
    const hosts = [tgzOf(ALPHA, 'pax', damage, order), tgzOf(BETA, 'gnu', damage, order)];
    const members = hosts.map((host, i) => ({ name: `sos/esx-logs/host${i}.tgz`, content: damage(host) }));
    return damage(tarBytes(order([{ name: 'sos/sos.log', content: 'health: ok\n' }, ...members])));
  },
};

const gzLog: Base = {
  name: 'a gz log of two members',
  build: (damage) => damage(concatenated([gzipBytes(logOf('db', 0, 8)), gzipBytes(logOf('db', 90_000, 5))])),
};

const gzLogs: Base = {
  name: 'gz logs in a tar',
  build: (damage, order = AS_IT_IS) => {
    const members = [1, 2, 3].map((number) => ({
      name: `vm/db/vmware-${number}.log.gz`,
      content: damage(gzipBytes(logOf('db', number * 9000, 4))),
    }));
    return damage(
      tarBytes(order([...members, { name: 'vm/db/vmware.log', content: logOf('db', 80_000, 3) }])),
    );
  },
};

/** Pieces of a file, as vm-support cuts what comes out of a command; there they are of a mebibyte. */
function fragmentsOf(name: string, content: Buffer, size: number): readonly TarMember[] {
  return Array.from({ length: Math.ceil(content.length / size) }, (_, i) => ({
    name: `${name}.FRAG-${String(i).padStart(5, '0')}`,
    content: content.subarray(i * size, (i + 1) * size),
  }));
}

const fragments: Base = {
  name: 'fragments',
  build: (damage, order = AS_IT_IS) => {
    const plain = fragmentsOf(`esx/${VOLUME}/db1/vmware.log`, Buffer.from(logOf('db', 0, 12)), 600);
    const zipped = damage(gzipBytes(logOf('web', 50_000, 20)));
    const ofZipped = fragmentsOf(`esx/${VOLUME}/web/vmware-3.log.gz`, zipped, 200);
    const others = membersOf(ALPHA);
    return damage(gzipBytes(damage(tarBytes(woven([plain, ofZipped, others], order)))));
  },
};

/** Puts lists into one, each in its own order, as the threads of vm-support do. */
function woven<T>(lists: readonly (readonly T[])[], order: Ordering): readonly T[] {
  const turns = order(lists.flatMap((list, index) => list.map(() => index)));
  const taken = lists.map(() => 0);
  return turns.flatMap((turn) => {
    const at = taken[turn] ?? 0;
    taken[turn] = at + 1;
    const one = lists[turn]?.[at];
    return one === undefined ? [] : [one];
  });
}

const twoTgz: Base = {
  name: 'two tgz, one after the other',
  build: (damage, order = AS_IT_IS) => {
    const [alpha, beta] = [tgzOf(ALPHA, 'gnu', damage, order), tgzOf(BETA, 'gnu', damage, order)];
    return damage(concatenated(order([alpha, beta])));
  },
};

const twoTars: Base = {
  name: 'two tars, one after the other',
  build: (damage, order = AS_IT_IS) =>
    damage(concatenated(order([tarOf(ALPHA, 'gnu', order), tarOf(BETA, 'pax', order)]))),
};

/** A file shrank while it was read: the header promises 16 KiB more than there is, and the next header follows. */
const shortMember: Base = {
  name: 'a tgz with a short member',
  damaged: true,
  build: (damage, order = AS_IT_IS) => {
    const members = order(membersOf(ALPHA).slice(0, 6)).map((member) => {
      const content = Buffer.from(member.content ?? '');
      return member.name.endsWith('vmware-1.log')
        ? { ...member, content, size: content.length + 16_384 }
        : member;
    });
    return damage(gzipBytes(damage(tarBytes([...members, { name: 'esx/errors-ignored.log' }]))));
  },
};

/** The bundles that are damaged. */
export const BASES: readonly Base[] = [
  tgz,
  tar,
  zip('a zip of tgz', {}),
  zip('a zip of tgz, stored', { stored: true }),
  zip('a streamed zip of tgz', { descriptor: true, zip64: true }),
  zip('a zip of tgz with zeros behind it', { zeros: 3000 }),
  zipOfFiles,
  tgzInTar,
  gzLog,
  gzLogs,
  fragments,
  twoTgz,
  twoTars,
  shortMember,
];

/** Leaves an archive whole. */
export const WHOLE: Damaging = ({ bytes }) => bytes;

/** How many archives a bundle is made of. */
export function layersOf({ build }: Base): number {
  let count = 0;
  build(({ bytes }) => {
    count++;
    return bytes;
  });
  return count;
}

/** A range of another host's bundle gets into one by a copy that went wrong: its packed bytes and the bare ones. */
export const FOREIGN: Buffer = Buffer.concat([
  tarOf({ root: 'esx-gamma-2026-01-12--13.58-2107699', first: 140_000 }, 'gnu', AS_IT_IS).bytes,
  tgzOf({ root: 'esx-gamma-2026-01-12--13.58-2107699', first: 140_000 }, 'pax', WHOLE, AS_IT_IS).bytes,
]);
