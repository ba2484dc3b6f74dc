import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { until } from '../support/waiting.js';
import { type Daemon, daemon, freePort } from './daemon.js';
import { PATH } from './installed.js';
import { kill, processesIn } from './processes.js';

/** A Slurm of its own on loopback: a controller and the nodes n1 and n2. */
export interface Cluster {
  /** Variables with which Slurm's commands reach it. */
  readonly env: Readonly<Record<string, string>>;
  readonly end: () => Promise<void>;
}

const PATIENCE_MS = 30_000;

/** Starts one and waits until both nodes are idle. */
export async function startCluster(): Promise<Cluster> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'stuntime-slurm-')));
  const conf = join(folder, 'slurm.conf');
  await writeFile(conf, await settings(folder));
  await writeFile(join(folder, 'key'), randomBytes(1024), { mode: 0o400 });
  for (const each of ['state', 'n1', 'n2']) await mkdir(join(folder, each));
  const env = { PATH, SLURM_CONF: conf };
  const munged = [
    'munged',
    '--foreground',
    '--force',
    `--key-file=${folder}/key`,
    `--socket=${folder}/munge`,
  ];
  const files = ['pid', 'log', 'seed'].map((kind) => `--${kind}-file=${folder}/munge.${kind}`);
  const daemons: Daemon[] = [daemon(folder, 'munged', [...munged, ...files])];
  const end = async () => {
    await cleared(env);
    for (const each of daemons.toReversed()) await each.end();
    // What watches over a job is no child of the daemon that started it.
    (await processesIn(folder)).forEach(kill);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until(() => succeeds('munge', ['-n', '-S', `${folder}/munge`], env), 'munged', PATIENCE_MS);
    daemons.push(daemon(folder, 'slurmctld', ['slurmctld', '-D', '-c', '-f', conf], env));
    for (const node of ['n1', 'n2'])
      daemons.push(daemon(folder, node, ['slurmd', '-D', '-N', node, '-f', conf], env));
    await until(async () => (await idleNodes(env)) === 2, 'two idle nodes', PATIENCE_MS);
  } catch (error) {
    await end();
    throw error;
  }
  return { env: { SLURM_CONF: conf }, end };
}

/** A test that failed leaves jobs behind. */
async function cleared(env: Readonly<Record<string, string>>): Promise<void> {
  const run = promisify(execFile);
  await run('scancel', ['--user', userInfo().username], { env, timeout: PATIENCE_MS }).catch(() => {});
  const isEmpty = () =>
    run('squeue', ['-h'], { env }).then(
      ({ stdout }) => stdout === '',
      () => true,
    );
  await until(isEmpty, 'an empty queue').catch(() => {});
}

async function settings(folder: string): Promise<string> {
  const host = hostname().replace(/\..*/, '');
  const user = userInfo().username;
  const [control, one, two] = [await freePort(), await freePort(), await freePort()];
  return [
    'ClusterName=test',
    `SlurmctldHost=${host}(127.0.0.1)`,
    `SlurmctldPort=${control}`,
    `SlurmUser=${user}`,
    `SlurmdUser=${user}`,
    'AuthType=auth/munge',
    `AuthInfo=socket=${folder}/munge`,
    `StateSaveLocation=${folder}/state`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/%n.pid`,
    `SlurmdSpoolDir=${folder}/%n`,
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    'JobAcctGatherType=jobacct_gather/none',
    'AccountingStorageType=accounting_storage/none',
    'MpiDefault=none',
    'ReturnToService=2',
    'KillWait=2',
    'JobRequeue=0',
    'SchedulerParameters=sched_interval=1',
    `NodeName=n1 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${one} CPUs=1 State=UNKNOWN`,
    `NodeName=n2 NodeHostname=${host} NodeAddr=127.0.0.1 Port=${two} CPUs=1 State=UNKNOWN`,
    'PartitionName=p Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP',
    '',
  ].join('\n');
}

async function idleNodes(env: Readonly<Record<string, string>>): Promise<number> {
  const { stdout } = await promisify(execFile)('sinfo', ['-h', '-t', 'idle', '-o', '%D'], { env }).catch(
    () => ({
      stdout: '',
    }),
  );
  return Number(stdout);
}

function succeeds(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  return promisify(execFile)(program, args, { env }).then(
    () => true,
    () => false,
  );
}
