import assert from 'node:assert/strict';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FIXTURES, shell, stuntime } from '../support/command.js';
import { headerLine, logText, unstunLine } from '../support/log-lines.js';
import { plant, tempFolder } from '../support/temp.js';

/** Copies the log without years, last written at `modified`, and gives when its stops ended, oldest first. */
async function endsOf(
  t: TestContext,
  modified: string,
  read = 'stuntime vm/vmware.log',
): Promise<readonly string[]> {
  const cwd = await tempFolder(t);
  await shell(`mkdir vm && cp "${join(FIXTURES, 'logs/esx4-newyear/vmware.log')}" vm/`, { cwd });
  await utimes(join(cwd, 'vm/vmware.log'), new Date(modified), new Date(modified));
  const { stdout } = await shell(`${read} -f csv --sort time | tail -n +2 | cut -d, -f4,5`, { cwd });
  return stdout.trimEnd().split('\n');
}

test('a log without years has those that its time of writing tells', async (t) => {
  assert.deepEqual(await endsOf(t, '2010-01-01T06:00:00Z'), [
    '2009-12-31T23:58:41.700Z,assumed',
    '2010-01-01T00:31:07.915Z,assumed',
    '2010-01-01T00:31:12.330Z,assumed',
  ]);
});

test('a log without years that was copied the year after has the year before', async (t) => {
  const [first, second] = await endsOf(t, '2011-01-01T05:00:00Z');
  assert.equal(first, '2010-12-31T23:58:41.700Z,assumed');
  assert.equal(second, '2011-01-01T00:31:07.915Z,assumed');
  const [earlier] = await endsOf(t, '2010-12-15T00:00:00Z');
  assert.equal(earlier, '2009-12-31T23:58:41.700Z,assumed');
});

test('a log without years that is redirected has them too', async (t) => {
  const [first] = await endsOf(t, '2010-01-01T06:00:00Z', 'stuntime < vm/vmware.log');
  assert.equal(first, '2009-12-31T23:58:41.700Z,assumed');
});

test('a log without years in a pipe has no times', async (t) => {
  const ends = await endsOf(t, '2010-01-01T06:00:00Z', 'cat vm/vmware.log | stuntime');
  assert.deepEqual(ends, [',unknown', ',unknown', ',unknown']);
});

const HOUR = 3_600_000;

for (const [args, left] of [
  [[], ['1', '25', '50', '400']],
  [
    ['--since', '36h'],
    ['1', '25'],
  ],
  [
    ['--since', '3d'],
    ['1', '25', '50'],
  ],
  [
    ['--since', '2w'],
    ['1', '25', '50'],
  ],
  [['--since', '120m'], ['1']],
  [
    ['--until', '36h'],
    ['50', '400'],
  ],
  [
    ['--since', '3d', '--until', '1d'],
    ['25', '50'],
  ],
  [['--since', '0s'], []],
] as const) {
  test(`ages are counted from now: ${args.join(' ')}`, async (t) => {
    const cwd = await tempFolder(t);
    const ages = [400, 50, 25, 1];
    // The figure tells the age in hours.
    const stops = ages.map((age) => unstunLine('esx8', age, { at: new Date(Date.now() - age * HOUR) }));
    const header = headerLine('esx8', new Date(Date.now() - 500 * HOUR));
    await plant(cwd, { 'vm/vmware.log': logText([header, ...stops]) });
    const { stdout } = await stuntime(['vm', '-f', 'tsv', '--sort', 'time', ...args], { cwd });
    const found = stdout.trimEnd().split('\n').slice(1);
    assert.deepEqual(found.map((row) => row.split('\t')[8]).reverse(), left);
  });
}
