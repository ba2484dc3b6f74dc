// GNU parallel over ssh, on two hosts that are sshd on loopback.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type Hosts, startHosts } from '../hosts.js';
import { GNU_PARALLEL, needs } from '../installed.js';
import { assertSameAsSingle, judgedBy, type Site, site, timesRead, VICTIM } from '../run.js';
import { stall } from '../stalled-input.js';

const SHARED = needs(['parallel', 'ssh', 'ssh-keygen', 'sshd'], GNU_PARALLEL);
const SENT = needs(['parallel', 'ssh', 'ssh-keygen', 'sshd', 'rsync'], GNU_PARALLEL);
const BOTH = '1/h1,1/h2';

async function siteWithHosts(
  t: TestContext,
  leftOut: readonly string[] = [],
): Promise<{ readonly at: Site; readonly hosts: Hosts }> {
  const at = await site(t, leftOut);
  const hosts = await startHosts(join(at.folder, 'bin'));
  t.after(hosts.end);
  return { at, hosts };
}

/** The hosts on which tasks ended well, as parallel's log has them. */
async function hostsOf({ folder }: Site): Promise<readonly string[]> {
  const log = await readFile(join(folder, 'run 1/log/jobs'), 'utf8');
  const rows = log
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split('\t'));
  return [...new Set(rows.map(([, host = '']) => host.replace(/^1\//, '')))].sort();
}

test('two hosts that share storage read what one would', SHARED, async (t) => {
  const { at, hosts } = await siteWithHosts(t);
  await assertSameAsSingle(at, await judgedBy(at, 'parallel-ssh.sh', [BOTH, 'list'], hosts.env));
  assert.deepEqual(await hostsOf(at), ['h1', 'h2']);
});

test('a task whose host is gone in the middle is run again on the other', SHARED, async (t) => {
  const { at, hosts } = await siteWithHosts(t);
  const input = await stall(at, VICTIM);
  t.after(input.end);
  const running = judgedBy(at, 'parallel-ssh.sh', [BOTH, 'list'], hosts.env);
  const reader = await input.reader();
  await input.mend();
  await hosts.crashHostOf(reader);
  await assertSameAsSingle(at, await running);
  assert.equal(await timesRead(at, VICTIM), 2);
});

test('inputs are sent to hosts that share nothing, and nothing of them stays there', SENT, async (t) => {
  const { at, hosts } = await siteWithHosts(t, ['north/esx.tgz', 'köln/vmware.log']);
  await assertSameAsSingle(at, await judgedBy(at, 'parallel-send.sh', [BOTH, 'list'], hosts.env));
  assert.deepEqual(await hostsOf(at), ['h1', 'h2']);
  for (const name of ['h1', 'h2'] as const) assert.deepEqual(await await hosts.filesOn(name), []);
});
