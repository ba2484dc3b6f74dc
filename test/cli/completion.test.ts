import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { CLI } from '../support/command.js';
import { tempFolder } from '../support/temp.js';

const EXPECTED: readonly (readonly [words: readonly string[], offered: string])[] = [
  [['--fail-on', ''], 'near-half over-half near-full over-full never'],
  [['--cause', 's'], 'snapshot-create storage-migration suspend'],
  [
    ['-f', ''],
    'table json ndjson csv tsv parquet markdown raw jira html junit github gitlab sarif openmetrics nagios records',
  ],
  // bash hands over --format=j as three words unless told otherwise.
  [['--format', '=', 'j'], 'json jira junit'],
  [['--format=j'], '--format=json --format=jira --format=junit'],
  [['--cause=hot'], '--cause=hot-add --cause=hot-remove'],
  [['--col'], '--color'],
  [['--hel'], '--help'],
  // A value that can be anything, or a path: bash offers the names of files.
  [['--qos', ''], ''],
  [[''], ''],
  [['adv'], 'advise'],
  [['logs', 'adv'], ''],
  [['com'], ''],
];

test('bash completes options and their values', async (t) => {
  const env = await withCommand(t);
  const asks = EXPECTED.map(
    ([words]) => `ask ${['stuntime', ...words].map((word) => `'${word}'`).join(' ')}`,
  );
  const script = `source <(stuntime completion)
ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); "$complete"; echo "\${COMPREPLY[*]}"; }
complete=$(complete -p stuntime | sed 's/.* -F \\([^ ]*\\) .*/\\1/')
${asks.join('\n')}`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { env, encoding: 'utf8' });
  assert.equal(stderr, '');
  assert.deepEqual(stdout.split('\n'), [...EXPECTED.map(([, offered]) => offered), '']);
});

test('zsh is given a script of its own, and what each option does', () => {
  const env = { SHELL: '/usr/bin/zsh' };
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [CLI, ...args], { env, encoding: 'utf8' }).stdout;
  assert.match(run('completion'), /^#compdef stuntime\n/);
  const options = run('--get-yargs-completions', 'stuntime', '--').trimEnd().split('\n');
  assert.ok(
    options.includes(
      '--explain:in table and markdown, show the log lines that prove the cause of each listed stop, and each backup step by step',
    ),
  );
  assert.deepEqual(
    options.filter((line) => !/^--[a-z-]{2,}:\w/.test(line)),
    [],
  );
});

/** Gives an environment in which `stuntime` is a command. */
async function withCommand(t: TestContext): Promise<Readonly<Record<string, string>>> {
  const folder = await tempFolder(t);
  await symlink(CLI, join(folder, 'stuntime'));
  return { PATH: [folder, dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter) };
}

test('fish completes options and their values', (t) => {
  const script = spawnSync(process.execPath, [CLI, 'completion'], {
    env: { SHELL: '/usr/bin/fish' },
    encoding: 'utf8',
  }).stdout;
  assert.match(script, /^# fish completion for stuntime\n/);
  const ask = (line: string) =>
    spawnSync('fish', ['--no-config', '-c', `${script}\ncomplete -C '${line}'`], { encoding: 'utf8' });
  if (ask('stuntime --qo').error !== undefined) return t.skip('fish is not installed');
  const offered = (line: string) =>
    ask(line)
      .stdout.trimEnd()
      .split('\n')
      .map((one) => one.split('\t')[0]);
  assert.deepEqual(offered('stuntime --qo'), ['--qos']);
  assert.deepEqual(offered('stuntime --fail-on '), [
    'near-full',
    'near-half',
    'never',
    'over-full',
    'over-half',
  ]);
  assert.deepEqual(offered('stuntime -f js'), ['json']);
  assert.ok(offered('stuntime adv').includes('advise'));
  assert.equal(ask('stuntime --x').stderr, '');
});
