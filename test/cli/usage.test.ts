import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { suite, test } from 'node:test';
import { stuntime } from '../support/command.js';

/** A path that is not there: a program that looks for it before it has read the command line says so. */
const INPUT = 'logs/nowhere/vmware.log';

interface BadUsage {
  readonly args: readonly string[];
  /** The flag as the message must name it. */
  readonly flag: string;
  /** What was given, as the message must quote it; null where nothing was. */
  readonly value: string | null;
  /** What the message must say of what is accepted. */
  readonly accepted: RegExp;
}

const DURATION = /a number with us, ms, s or m.*a bare number is milliseconds/;
const QOS = /a bare number is milliseconds; above 0 and at most 300s/;
const PERCENT = /above 0 and at most 100/;
const LEVELS = /near-half, over-half, near-full, over-full, never/;
const TIME = /ISO 8601 date or time such as .*an age such as 7d or 36h/;
const ROWS = /a whole number of rows; 0 lists all/;
const ZONE = /an IANA zone such as Europe\/Berlin, UTC, or local/;
const NO_EFFECT = /has no effect with --format \w+: it is for csv, tsv and parquet/;
const NO_VALUE = /needs a value, e\.g\. /;
const LIST = /unknown option .*; stuntime --help lists them all/;

const BAD: readonly BadUsage[] = [
  ...given(
    '--qos',
    ['abc', '0', '-1', '301s', '300001', '5.1m', '', ' ', 'NaN', '1e3', '0x10', 'Infinity'],
    QOS,
  ),
  ...given('--qos', ['8h', '8 s x', '0.1us', '1.0001ms', '٣s', '8s8s', '+8s', '99999999999999999999'], QOS),
  ...given('--approach', ['0', '101', 'abc', '-5', '', 'NaN', '100.1', '80.0001', '1e1'], PERCENT),
  ...given('--fail-on', ['ok', 'half', 'NEVER', '', 'over-half,never'], LEVELS),
  ...given(
    '--since',
    ['2026-02-30', 'yesterday', '', '2026-13-01', '7', '7y', '-7d', '2026-01-01T24:00', '12:00'],
    TIME,
  ),
  ...given('--until', ['2025-02-29', 'now', '2026-1-1', '2026-01-01T10:61', '2026-01-01T10:00+1'], TIME),
  ...given('--min', ['abc', '-1', '', '1h', 'NaN'], DURATION),
  ...given('--gap', ['x', '-1s', '', '1e3', '30 sec'], DURATION),
  ...given('--cause', ['backup', '', 'Unknown'], /snapshot-create, consolidate, .*, unknown/),
  ...given('--sort', ['size', '', 'Duration'], /duration, time, vm/),
  ...given('--top', ['-1', '1.5', 'abc', '', '1e3', '99999999999'], ROWS),
  ...given('--format', ['xml', '', 'JSON'], /table, json, ndjson, csv, tsv, parquet, markdown, raw/),
  ...given('--rows', ['lines', '', 'stop'], /stops, events, vms/),
  ...given('--tz', ['Mars/Olympus', '', 'Europe/Berlinn', '25:00'], ZONE),
  ...given('--color', ['sometimes', '', 'true'], /auto, always, never/),
  ...given('--progress', ['sometimes', '', 'bar'], /auto, always, never/),
  ...given('--vm', [''], /a name, in which \* and \? are wildcards/),
  ...given('--output', [''], /the name of a file/),
  { args: ['-q', 'abc'], flag: '--qos', value: '"abc"', accepted: QOS },
  { args: ['-f', 'xml'], flag: '--format', value: '"xml"', accepted: /table, json/ },
  { args: ['--qos'], flag: '--qos', value: `"${INPUT}"`, accepted: QOS },
  { args: ['--top', '--qos', '8s'], flag: '--top', value: null, accepted: NO_VALUE },
  { args: ['-f', '--qos', '8s'], flag: '--format', value: null, accepted: NO_VALUE },
  { args: ['--no-color=never'], flag: '--no-color', value: null, accepted: /takes no value/ },
  { args: ['-zx'], flag: '-z', value: null, accepted: LIST },
  { args: ['--nope'], flag: '--nope', value: null, accepted: LIST },
  { args: ['--nope=1'], flag: '--nope', value: null, accepted: LIST },
  { args: ['-z'], flag: '-z', value: null, accepted: LIST },
  { args: ['-1'], flag: '-1', value: null, accepted: LIST },
  { args: ['-7d'], flag: '-7d', value: null, accepted: LIST },
  { args: ['-explain'], flag: '-e', value: null, accepted: LIST },
  // Names that a parser may take for something of its own.
  ...['--__proto__', '--constructor', '--no-toString', '--_', '--$0', '---'].map((flag) => ({
    args: [flag],
    flag,
    value: null,
    accepted: LIST,
  })),
  { args: ['--qosx', '8s'], flag: '--qosx', value: null, accepted: /\(did you mean --qos\?\)/ },
  { args: ['--qos.x', '8s'], flag: '--qos.x', value: null, accepted: LIST },
  { args: ['--failOn', 'never'], flag: '--failOn', value: null, accepted: /\(did you mean --fail-on\?\)/ },
  { args: ['--out', 'x'], flag: '--out', value: null, accepted: /\(did you mean --output\?\)/ },
  { args: ['--no-colour'], flag: '--no-colour', value: null, accepted: /\(did you mean --no-color\?\)/ },
  { args: ['--no-qos'], flag: '--no-qos', value: null, accepted: LIST },
  { args: ['--no-top'], flag: '--no-top', value: null, accepted: LIST },
  {
    args: ['--output', '/nowhere/at/all/report.txt'],
    flag: '--output',
    value: '"/nowhere/at/all/report.txt"',
    accepted: /cannot be written: .*no such file or directory/,
  },
  { args: ['-o', '/'], flag: '--output', value: '"/"', accepted: /cannot be written: / },
  {
    args: ['--since', '2026-01-02', '--until', '2026-01-01'],
    flag: '--since',
    value: '2026-01-02 lies after --until 2026-01-01',
    accepted: /nothing can be between them/,
  },
  {
    args: ['--since', '2026-01-01T00:00:00.001Z', '--until', '2026-01-01T01:00+01:00'],
    flag: '--since',
    value: '2026-01-01T00:00:00.001Z lies after --until 2026-01-01T01:00+01:00',
    accepted: /nothing can be between them/,
  },
  { args: ['--rows', 'vms'], flag: '--rows', value: null, accepted: NO_EFFECT },
  { args: ['--rows', 'stops', '-f', 'json'], flag: '--rows', value: null, accepted: NO_EFFECT },
  { args: ['--rows', 'vms', '-f', 'markdown'], flag: '--rows', value: null, accepted: NO_EFFECT },
  ...['json', 'ndjson', 'csv', 'tsv', 'raw'].map((format) => ({
    args: ['--explain', '-f', format],
    flag: '--explain',
    value: `--format ${format}`,
    accepted: /has no effect with .*: it is for table and markdown/,
  })),
  {
    args: ['--strict', '--allow-partial'],
    flag: '--strict',
    value: null,
    accepted: /contradict each other.*give one of them/,
  },
  {
    args: ['--tz', 'Pacific/Apia', '--since', '2011-12-30', '--until', '2011-12-30'],
    flag: '--since',
    value: '2011-12-30 lies after --until 2011-12-30',
    accepted: /nothing can be between them/,
  },
  ...['--qos', '--approach', '--fail-on', '--since', '--until', '--min', '--gap', '--sort', '--top'].map(
    twice,
  ),
  ...['--rows', '--tz', '--color', '--progress'].map(twice),
];

suite('bad usage is one line on standard error, and exit code 2', {
  concurrency: availableParallelism(),
}, () => {
  for (const bad of BAD) test(bad.args.join(' '), () => check(bad));

  test('of several mistakes one is named', async () => {
    const { stderr } = await refused(['--qos', 'abc', '--top', 'x', '--format', 'y', INPUT]);
    assert.match(stderr, /--qos "abc"/);
  });

  test('it is said with --quiet too', async () => {
    const { stderr } = await refused(['--quiet', '--qos', 'abc', INPUT]);
    assert.match(stderr, /--qos "abc"/);
  });

  test('control characters of a value never reach the terminal', async () => {
    const { stderr } = await refused(['--sort', 'x\u001b[31m\ny', INPUT]);
    assert.match(stderr, /--sort "x\\u001b\[31m\\ny"/);
  });

  test('standard input is not waited for', async () => {
    await refused(['--qos', 'abc', '-']);
    await refused(['--qos', 'abc']);
  });
});

suite('what looks like bad usage and is none', { concurrency: availableParallelism() }, () => {
  const good: readonly (readonly string[])[] = [
    ['--qos', '1us'],
    ['--qos', '300s'],
    ['--qos', '300000'],
    ['--qos', '5m'],
    ['--qos', ' 8 s '],
    ['--qos=8.5s'],
    ['--approach', '0.001'],
    ['--approach', '100'],
    ['--since', '2024-02-29'],
    ['--since', '36h', '--until', '0s'],
    ['--since', '2026-01-01', '--until', '2026-01-01'],
    ['--min', '0'],
    ['--gap', '0'],
    ['--top', '0'],
    ['--tz', 'local'],
    ['--vm', 'a', '--vm', 'b', '--cause', 'unknown', '--cause', 'unknown'],
    ['--no-color'],
    ['--no-progress'],
    ['--no-explain'],
    ['--strict'],
    ['--top', '3', '--tz', 'Asia/Tokyo', '--color', 'always'],
    ['--progress', 'always'],
    ['--quiet', '--verbose'],
  ];
  for (const args of good)
    test(args.join(' '), async () => {
      const { stdout, code } = await stuntime([...args, 'logs/esxi8-pairs', '-f', 'ndjson']);
      assert.match(stdout, /"type":"summary"/);
      assert.ok(code !== null);
    });
});

test('a value for a flag that takes none is bad usage', async () => {
  await refused(['--allow-partial=yes', INPUT]);
});

test('a flag given twice is told with what is accepted', async () => {
  const { stderr } = await refused(['--qos', '8s', '--qos', '9s', INPUT]);
  assert.match(stderr, /with "8s" and "9s": it takes one value, e\.g\. 8s/);
});

test('an option at the end without its value is told what it takes', async () => {
  for (const flag of ['--qos', '-q']) {
    const { stderr } = await refused([flag]);
    assert.match(stderr, /--qos needs a value, e\.g\. 8s$/m);
  }
});

test('a value may follow its letter at once', async () => {
  const { stderr, code } = await stuntime(['-q30s', 'logs/esxi8-pairs']);
  assert.deepEqual({ stderr, code }, { stderr: '', code: 0 });
});

async function check({ args, flag, value, accepted }: BadUsage): Promise<void> {
  const { stderr } = await refused([...args, INPUT]);
  assert.ok(stderr.includes(flag), `names the flag: ${stderr}`);
  if (value === null || !value.includes(INPUT))
    assert.ok(!stderr.includes(INPUT), `reads no input: ${stderr}`);
  if (value !== null) assert.ok(stderr.includes(value), `names the value: ${stderr}`);
  assert.match(stderr, accepted);
}

async function refused(args: readonly string[]): Promise<{ readonly stderr: string }> {
  const { stdout, stderr, code } = await stuntime(args);
  assert.deepEqual({ stdout, code }, { stdout: '', code: 2 });
  assert.match(stderr, /^stuntime: [^\n]+\n$/);
  return { stderr };
}

/** An empty value and one that begins with a dash are given after an equals sign as well. */
function given(flag: string, values: readonly string[], accepted: RegExp): readonly BadUsage[] {
  return values.flatMap((value) => {
    const bad = { flag, value: `${flag} ${JSON.stringify(value)}`, accepted };
    const forms = /^(?:-.*)?$/.test(value) ? [[`${flag}=${value}`], [flag, value]] : [[flag, value]];
    return forms.map((args) => ({ args, ...bad }));
  });
}

function twice(flag: string): BadUsage {
  const args = [flag, '1', flag, '1'];
  return { args, flag, value: null, accepted: /was given more than once/ };
}
