// The manual page is made of the list of options; UPDATE_GOLDEN=1 node test/run.mjs docs writes it anew.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { ABOUT, OPTIONS, type OptionDefinition } from '../../src/cli/options.js';
import { wrap } from '../../src/reporters/text/wrap.js';

const PAGE = 'docs/stuntime.1';

function manual(): string {
  const groups = [...new Set([...OPTIONS, ...ABOUT].map(({ group }) => group))];
  return [
    '.Dd November 29, 2026',
    '.Dt STUNTIME 1',
    '.Os',
    '.Sh NAME',
    '.Nm stuntime',
    '.Nd tell how long virtual machines were stopped, why, and whether that could cost a failover',
    '.Sh SYNOPSIS',
    '.Nm',
    '.Op Ar option ...',
    '.Op Ar path ...',
    '.Nm',
    '.Cm advise',
    '.Op Ar option ...',
    '.Op Ar path ...',
    '.Nm',
    '.Cm completion',
    '.Sh DESCRIPTION',
    '.Nm',
    ...lines('reads vmware.log files, folders of them, and vm-support bundles as they were downloaded.'),
    ...lines(
      'It finds every stop of a VM and its cause, and flags each stop that comes near half or all of the QoS timeout of a mirror.',
    ),
    'Without a path it reads standard input.',
    'A path that is - means standard input too.',
    '.Pp',
    '.Cm advise',
    'says which QoS timeout the stops call for.',
    '.Cm completion',
    ...lines('prints a script for bash, zsh or fish, whichever the environment names as SHELL.'),
    '.Sh OPTIONS',
    ...groups.flatMap(groupLines),
    '.Sh EXIT STATUS',
    '.Bl -tag -width 3n',
    '.It 0',
    'Proved fine: all logs were read, and no stop reached the level of',
    '.Fl -fail-on .',
    '.It 1',
    'A stop reached that level.',
    '.It 2',
    'Not proved: bad usage, no VM log, or something was left unread.',
    '.El',
    '.Pp',
    'With',
    '.Fl -format Ar nagios',
    'the codes are those of Nagios.',
    '.Sh EXAMPLES',
    'Judge a bundle by a timeout of 15 s:',
    '.Dl stuntime --qos 15s esx-host.tgz',
    '.Pp',
    ...lines('Fail a build on any stop that comes near half of the timeout, or that may be hidden:'),
    '.Dl stuntime -f junit -o report.xml --fail-on near-half --strict logs/',
    '.Sh SEE ALSO',
    ...lines(
      'The documents that come with the package tell more: options.md, formats.md, mirror.md, guests.md.',
    ),
    '',
  ].join('\n');
}

function groupLines(group: string): readonly string[] {
  const options = [...OPTIONS, ...ABOUT].filter((option) => option.group === group);
  return [
    `.Ss ${text(group.replace(/:$/, ''))}`,
    '.Bl -tag -width Ds',
    ...options.flatMap(optionLines),
    '.El',
  ];
}

function optionLines(option: OptionDefinition): readonly string[] {
  const { name, alias, value, description } = option;
  const choices = option.hasManyChoices === true ? undefined : option.choices;
  const long = `Fl -${name}${value === null ? '' : ` Ar ${value}`}`;
  const usual = value === null ? undefined : option.default;
  return [
    `.It ${alias === undefined ? '' : `Fl ${alias} , `}${long}`,
    ...sentence(description),
    ...(choices === undefined ? [] : lines(`One of ${choices.join(', ')}.`)),
    ...(usual === undefined ? [] : lines(`The default is ${usual}.`)),
  ];
}

function sentence(description: string): readonly string[] {
  const [first = '', ...others] = description;
  return lines(`${first.toUpperCase()}${others.join('')}.`);
}

/** A page has lines of 80 columns at most. */
function lines(plain: string): readonly string[] {
  return wrap(plain, 78).map(text);
}

/** A dot or a quote at the beginning of a line, and a backslash, mean something to roff. */
function text(plain: string): string {
  return plain.replaceAll('\\', '\\e').replace(/^[.']/, '\\&$&');
}

test('the manual page says what the list of options says', () => {
  const expected = manual();
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(PAGE, expected);
  else assert.equal(readFileSync(PAGE, 'utf8'), expected);
});

test('mandoc finds nothing wrong with the manual page', (t) => {
  const { error, stdout, stderr } = spawnSync('mandoc', ['-T', 'lint', '-W', 'style', PAGE], {
    encoding: 'utf8',
  });
  if (error !== undefined) return t.skip('mandoc is not installed');
  assert.equal(stdout + stderr, '');
});
