import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/waiting.js';
import { type Daemon, daemon, freePort } from './daemon.js';
import { PATH } from './installed.js';
import { ancestorsOf, descendantsOf, kill } from './processes.js';

/** Two hosts that ssh reaches, `h1` and `h2`: each is an sshd on loopback with a home folder of its own. */
export interface Hosts {
  /** Variables with which parallel reaches them. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the sshd of the host on which a process runs, and all that was started through it, by their ids. */
  readonly crashHostOf: (pid: number) => Promise<void>;
  /** The files and folders in the home folder of a host. */
  readonly filesOn: (host: HostName) => Promise<readonly string[]>;
  readonly end: () => Promise<void>;
}

type HostName = 'h1' | 'h2';

const NAMES: readonly HostName[] = ['h1', 'h2'];
const PATIENCE_MS = 20_000;

/** Starts both. What they run finds the command in `bin` of a folder. */
export async function startHosts(bin: string): Promise<Hosts> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'stuntime-ssh-')));
  const run = promisify(execFile);
  for (const key of ['host', 'id'])
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(folder, key)]);
  // sshd that root starts insists on this empty folder.
  if (userInfo().uid === 0) await mkdir('/run/sshd', { recursive: true });
  const hosts = await Promise.all(
    NAMES.map(async (name) => ({ name, port: await freePort(), home: join(folder, name) })),
  );
  for (const { home } of hosts) await mkdir(home);
  await writeFile(join(folder, 'config'), hosts.map((host) => sshLines(folder, host)).join(''));
  const sshd = await pathOf('sshd');
  const daemons = hosts.map((host) => daemon(folder, host.name, [sshd, ...sshdOptions(folder, host, bin)]));
  await Promise.all(hosts.map(({ port }) => until(() => isOpen(port), `port ${port}`, PATIENCE_MS)));
  return {
    env: { PARALLEL: `--ssh "ssh -F ${folder}/config"` },
    crashHostOf: async (pid) => {
      const above = await ancestorsOf(pid);
      for (const each of daemons) if (above.includes(each.pid)) await crashed(each);
    },
    filesOn: (name) => readdir(join(folder, name), { recursive: true }),
    end: async () => {
      for (const each of daemons) await crashed(each);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Host {
  readonly name: HostName;
  readonly port: number;
  readonly home: string;
}

/** sshd starts itself anew for each session, so it must know its own path. */
async function pathOf(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', `command -v ${program}`], { env: { PATH } });
  return stdout.trim();
}

function sshdOptions(folder: string, { name, port, home }: Host, bin: string): readonly string[] {
  const settings = [
    `Port=${port}`,
    'ListenAddress=127.0.0.1',
    `HostKey=${folder}/host`,
    `AuthorizedKeysFile=${folder}/id.pub`,
    `PidFile=${folder}/${name}.pid`,
    'StrictModes=no',
    'UsePAM=no',
    'PermitRootLogin=yes',
    'MaxStartups=50:30:100',
    `SetEnv=PATH=${bin}:${PATH}`,
    // The home folder of whoever runs the tests stays as it is.
    `ForceCommand=cd ${home} && HOME=${home} exec /bin/sh -c "$SSH_ORIGINAL_COMMAND"`,
  ];
  return ['-D', '-e', '-f', '/dev/null', ...settings.flatMap((setting) => ['-o', setting])];
}

function sshLines(folder: string, { name, port }: Host): string {
  return [
    `Host ${name}`,
    '  HostName 127.0.0.1',
    `  Port ${port}`,
    `  User ${userInfo().username}`,
    `  IdentityFile ${folder}/id`,
    '  IdentitiesOnly yes',
    '  BatchMode yes',
    '  StrictHostKeyChecking no',
    '  UserKnownHostsFile /dev/null',
    '  LogLevel ERROR',
    '',
  ].join('\n');
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(socket.destroy().destroyed)).on('error', () => resolve(false));
  });
}

/** With all that runs in its sessions: without the daemon it would go on. */
async function crashed(sshd: Daemon): Promise<void> {
  const all = await descendantsOf(sshd.pid);
  await sshd.end();
  all.forEach(kill);
}
