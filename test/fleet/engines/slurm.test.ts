// A Slurm job array on two nodes, with a job behind it that judges.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { until } from '../../support/waiting.js';
import { type Cluster, startCluster } from '../cluster.js';
import { needs } from '../installed.js';
import {
  assertSameAsSingle,
  errorsIn,
  type Judged,
  judgedBy,
  reportOf,
  runIn,
  type Site,
  site,
  timesRead,
  VICTIM,
} from '../run.js';
import { stall } from '../stalled-input.js';

const INSTALLED = needs(['munged', 'munge', 'slurmctld', 'slurmd', 'sbatch', 'scontrol', 'sinfo']);
const PATIENCE_MS = 60_000;

let cluster: Promise<Cluster> | null = null;
after(async () => (await cluster)?.end());

function running(): Promise<Cluster> {
  cluster ??= startCluster();
  return cluster;
}

/** The numbers of jobs. */
interface Submitted {
  readonly array: string;
  readonly judge: string;
}

/** Submits both jobs. */
async function submitted(at: Site, more: Readonly<Record<string, string>> = {}): Promise<Submitted> {
  const { env } = await running();
  const { stdout, stderr, code } = await judgedBy(at, 'slurm.sh', ['list'], { ...env, ...more });
  assert.equal(code, 0, stderr);
  const { groups } = /^(?<array>\d+) reads, (?<judge>\d+) judges$/m.exec(stdout) ?? {};
  return { array: groups?.array ?? '', judge: groups?.judge ?? '' };
}

/** Waits for the job that judges and gives what it reported. */
async function judgedIn(at: Site, job: string): Promise<Judged> {
  let code: number | null = null;
  const hasEnded = async () => {
    const { env } = await running();
    const { stdout } = await runIn(at, 'scontrol', ['show', 'job', job], env);
    const { groups } = /JobState=(?<state>\w+)[\s\S]*ExitCode=(?<code>\d+):/.exec(stdout) ?? {};
    code = Number(groups?.code);
    return groups?.state === 'COMPLETED' || groups?.state === 'FAILED';
  };
  await until(hasEnded, `job ${job}`, PATIENCE_MS);
  return { report: await reportOf(at), code, stdout: '', stderr: '', signal: null };
}

test('an array on two nodes reads what one run would', INSTALLED, async (t) => {
  const at = await site(t);
  await assertSameAsSingle(at, await judgedIn(at, (await submitted(at)).judge));
  assert.equal(await timesRead(at, 'cut early.tgz'), 1);
});

test('with fewer tasks than inputs, each reads several', INSTALLED, async (t) => {
  const at = await site(t);
  await assertSameAsSingle(at, await judgedIn(at, (await submitted(at, { TASKS: '2' })).judge));
});

test('a task that is killed is missing from the report until it is run again', INSTALLED, async (t) => {
  const at = await site(t, ['cut early.tgz']);
  const input = await stall(at, VICTIM);
  t.after(input.end);
  const { judge } = await submitted(at);
  process.kill(await input.reader(), 'SIGKILL');
  const { report, code } = await judgedIn(at, judge);
  assert.equal(code, 2);
  assert.deepEqual(errorsIn(report), [`${VICTIM}: missing-input`]);

  await input.mend();
  const task = String(at.inputs.indexOf(VICTIM) + 1);
  const again = await judgedIn(at, (await submitted(at, { SBATCH_ARRAY_INX: task })).judge);
  assert.equal(again.code, 0);
  await assertSameAsSingle(at, again);
  assert.equal(await timesRead(at, 'north/esx.tgz'), 1);
});

test('a task that is put back into the queue in the middle is read anew', INSTALLED, async (t) => {
  const at = await site(t);
  const input = await stall(at, VICTIM);
  t.after(input.end);
  const { judge, array } = await submitted(at);
  await input.reader();
  await input.mend();
  const { env } = await running();
  const task = `${array}_${at.inputs.indexOf(VICTIM) + 1}`;
  const { code, stderr } = await runIn(at, 'scontrol', ['requeue', task], env);
  assert.equal(code, 0, stderr);
  // Slurm has a task wait for two minutes before it begins anew.
  const isHurried = async () => {
    await runIn(at, 'scontrol', ['update', `JobId=${task}`, 'StartTime=now'], env);
    return (await timesRead(at, VICTIM)) === 2;
  };
  await until(isHurried, `${task} begins anew`, PATIENCE_MS);
  await assertSameAsSingle(at, await judgedIn(at, judge));
});
