import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readArguments } from '../../src/cli/args.js';
import { ABOUT, OPTIONS } from '../../src/cli/options.js';
import { UsageError } from '../../src/settings/usage-error.js';

const SURROUNDINGS = { version: '1.2.3', now: new Date(0), columns: null, shell: '', cwd: '/' };

const names = [...OPTIONS, ...ABOUT].map(({ name }) => name);
const anyValue = fc.oneof(
  fc.constantFrom('8s', '-1', '-7d', 'json', 'never', '', '-', 'true', "'x'", '0x10', '1e3', '__proto__'),
  fc.string(),
);
const anyWord = fc.oneof(
  anyValue,
  fc.constantFrom(
    '--',
    '---',
    '-q8s',
    '-q=',
    '-fjson',
    '-h',
    'help',
    '--_',
    '--$0=1',
    '--__proto__',
    '--no-',
  ),
  fc.tuple(fc.constantFrom('--', '--no-', '-'), fc.constantFrom(...names)).map((parts) => parts.join('')),
  fc.tuple(fc.constantFrom(...names), anyValue).map(([name, value]) => `--${name}=${value}`),
);

test('any words are a command or one line of bad usage', () => {
  fc.assert(
    fc.property(fc.array(anyWord, { maxLength: 6 }), (words) => {
      try {
        const command = readArguments(words, SURROUNDINGS);
        assert.ok(command.kind !== 'report' || command.settings.paths.every((path) => words.includes(path)));
      } catch (error) {
        assert.ok(error instanceof UsageError, String(error));
        assert.doesNotMatch(error.message, /[\p{Cc}]/u);
      }
    }),
    { numRuns: 500 },
  );
});

test('what follows -- is a path, whatever it looks like, and so are the words that other programs take for commands', () => {
  assert.deepEqual(pathsOf(['a', '--', '--qos', '-', '-1', '--', 'completion']), [
    'a',
    '--qos',
    '-',
    '-1',
    '--',
    'completion',
  ]);
  assert.deepEqual(pathsOf(['help', 'version', 'true', '007', '1e3', '-']), [
    'help',
    'version',
    'true',
    '007',
    '1e3',
    '-',
  ]);
});

test('a path after an option without a value is not taken for one', () => {
  assert.deepEqual(pathsOf(['--strict', 'true', '--no-explain', 'false']), ['true', 'false']);
});

test('a value is taken as it was given', () => {
  const settings = settingsOf(['--vm', "'db'", '--vm=-x*', '--vm="a"', '-o-report', '--vm', '0x10']);
  assert.deepEqual(settings.analysis.filters.vm, ["'db'", '-x*', '"a"', '0x10']);
  assert.equal(settings.reports[0]?.output, '-report');
});

test('help and version are shown whatever else is asked for', () => {
  for (const [flag, text] of [
    ['--help', /^stuntime \[paths/],
    ['-h', /^stuntime \[paths/],
    ['--version', /^1\.2\.3\n$/],
  ] as const) {
    for (const words of [
      ['--nope', flag],
      [flag, '--qos'],
      ['--qos', 'abc', flag, 'path'],
    ]) {
      const command = readArguments(words, SURROUNDINGS);
      assert.match(command.kind === 'show' ? command.text : '', text);
    }
  }
  assert.equal(pathsOf(['--', '--help'])[0], '--help');
});

test('help keeps to the width of the terminal, and to 80 columns without one', () => {
  for (const [columns, widest] of [
    [null, 80],
    [60, 60],
    [100, 100],
    [500, 100],
  ] as const) {
    const command = readArguments(['--help'], { ...SURROUNDINGS, columns });
    const widths = command.kind === 'show' ? command.text.split('\n').map(({ length }) => length) : [];
    assert.ok(Math.max(...widths) <= widest, `${Math.max(...widths)} of ${widest}`);
    assert.ok(Math.max(...widths) > widest - 6);
  }
});

function settingsOf(words: readonly string[]) {
  const command = readArguments(words, SURROUNDINGS);
  assert.ok(command.kind === 'report');
  return command.settings;
}

function pathsOf(words: readonly string[]): readonly string[] {
  return settingsOf(words).paths;
}
