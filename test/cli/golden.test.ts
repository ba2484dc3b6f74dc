// Golden files: each holds a whole command line and all that comes of it. To add one, write a file with the line
// `$ stuntime ...` (before it, lines with # that say what it shows), then run
//   UPDATE_GOLDEN=1 node test/run.mjs golden
// which writes what the program does now into all of them: read the difference before you commit it.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { OPTIONS } from '../../src/cli/options.js';
import { FORMATS } from '../../src/reporters/index.js';
import { type Outcome, shell, VERSION } from '../support/command.js';

const FOLDER = fileURLToPath(new URL('../../../test/cli/golden/', import.meta.url));
const UPDATE = process.env.UPDATE_GOLDEN === '1';

const SURROUNDINGS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'with no variable but PATH': {},
  'in another zone and locale': {
    TZ: 'Pacific/Chatham',
    LANG: 'tr_TR.UTF-8',
    LC_ALL: 'tr_TR.UTF-8',
  },
};

interface Golden {
  readonly name: string;
  readonly text: string;
  /** The lines up to the command, which is the last of them. */
  readonly head: string;
  readonly command: string;
}

const goldens = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.txt'))
  .sort()
  .map(readGolden);

test('there are golden files, and nothing else beside them', () => {
  assert.ok(goldens.length > 0, `no golden file in ${FOLDER}`);
  const others = readdirSync(FOLDER).filter((name) => !name.endsWith('.txt') && name !== '.gitattributes');
  assert.deepEqual(others, []);
});

test('every golden file names its command', () => {
  assert.deepEqual(
    goldens.filter(({ command }) => !/\bstuntime\b/.test(command)).map(({ name }) => name),
    [],
  );
});

test('every output format has a golden file', () => {
  const commands = goldens.map(({ command }) => command);
  const isShown = (name: string) =>
    commands.some((command) => new RegExp(`(-f|--format) ${name}\\b`).test(command));
  assert.deepEqual(
    FORMATS.map(({ name }) => name).filter((name) => !isShown(name)),
    [],
  );
});

test('every option but -o has a golden file', () => {
  const commands = goldens.map(({ command }) => command).join('\n');
  // What -o writes is no output of the command: process.test.ts looks at it.
  const shown = OPTIONS.filter(({ name, alias }) => name !== 'output' && !isUsed(commands, name, alias));
  assert.deepEqual(
    shown.map(({ name }) => name),
    [],
  );
});

for (const [surroundings, env] of Object.entries(SURROUNDINGS)) {
  suite(`golden files, ${surroundings}`, { concurrency: availableParallelism() }, () => {
    for (const golden of goldens) {
      test(golden.name, () => check(golden, env));
    }
  });
}

async function check(golden: Golden, env: Readonly<Record<string, string>>): Promise<void> {
  const found = golden.head + sections(await shell(golden.command, { env }));
  if (UPDATE) update(golden.name, found, env);
  else assert.equal(found, golden.text);
}

/** The first surroundings write; in the others the same must come out. */
function update(name: string, found: string, env: Readonly<Record<string, string>>): void {
  if (Object.keys(env).length === 0) writeFileSync(join(FOLDER, name), found);
  else assert.equal(found, readGolden(name).text);
}

function isUsed(commands: string, name: string, alias: string | undefined): boolean {
  return (
    new RegExp(`--${name}\\b`).test(commands) || (alias !== undefined && commands.includes(` -${alias} `))
  );
}

function readGolden(name: string): Golden {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const [head = '', command = ''] = /^(?:#.*\n)*\$ (.*)\n/.exec(text) ?? [];
  return { name, text, head, command };
}

function sections({ stdout, stderr, code, signal }: Outcome): string {
  return `--- stdout\n${ended(stdout)}--- stderr\n${ended(stderr)}--- exit ${code ?? signal}\n`;
}

/** The version is left open, so that a release changes no golden file. */
function ended(text: string): string {
  const inJson = text.replaceAll(
    `"name":"stuntime","version":"${VERSION}"`,
    '"name":"stuntime","version":"<version>"',
  );
  const open = inJson === `${VERSION}\n` ? '<version>\n' : inJson;
  return open === '' || open.endsWith('\n') ? open : `${open}\n(no newline at the end)\n`;
}
