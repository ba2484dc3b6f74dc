// The tables between `<!-- made: NAME -->` and `<!-- /made -->` come from the lists that the program itself reads.
// UPDATE_GOLDEN=1 node test/run.mjs docs writes them anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { OPTIONS } from '../../src/cli/options.js';
import { LINE_FORMS } from '../../src/guests/forms/index.js';
import { DIAGNOSTICS } from '../../src/model/diagnostic.js';
import { onsetUs } from '../../src/model/timeout.js';
import { OUTPUT_FORMATS } from '../../src/reporters/index.js';
import { PROFILES } from '../../src/settings/profiles.js';
import { PAGES } from './pages.js';

const MARKED = /(?<=^<!-- made: (?<name>[a-z]+) -->\n)[\s\S]*?(?=^<!-- \/made -->$)/gm;

const TABLES: Readonly<Record<string, () => string>> = {
  options: () => grouped(),
  diagnostics: () =>
    table(
      ['kind', 'severity', 'exit 2', 'what it means', 'what to do'],
      Object.entries(DIAGNOSTICS).map(([kind, each]) => {
        const unread = each.unread ? 'yes' : 'hidesStops' in each ? '`--strict`' : '';
        return [`\`${kind}\``, each.severity, unread, each.meaning, each.remedy];
      }),
    ),
  guests: () =>
    table(
      ['log', 'a line', 'source'],
      LINE_FORMS.map(({ meaning, samples, source }) => [meaning, `\`${samples[0]?.line}\``, source]),
    ),
  profiles: () =>
    table(
      ['profile', 'timeout', 'default', 'effects from', 'about the VM of', 'source'],
      PROFILES.map(({ name, timeout, qosUs, onset, member, versions, source }) => [
        `\`${name}\``,
        timeout,
        versions ?? '',
        qosUs === null ? 'two thirds' : `${onsetUs({ qosUs, onset }) / 1e6} of ${qosUs / 1e6} s`,
        member,
        source,
      ]),
    ),
  formats: () =>
    table(
      ['format', 'what it is', 'files'],
      OUTPUT_FORMATS.map(({ name, summary, endings }) => [
        `\`${name}\``,
        summary,
        endings.map((ending) => `\`*${ending}\``).join(', '),
      ]),
    ),
};

function grouped(): string {
  const groups = [...new Set(OPTIONS.map(({ group }) => group))];
  return groups.map((group) => `\n### ${group.replace(/:$/, '')}\n\n${optionsOf(group)}`).join('');
}

function optionsOf(group: string): string {
  const options = OPTIONS.filter((option) => option.group === group);
  return table(
    ['option', 'meaning', 'values', 'default'],
    options.map((option) => {
      const short = option.alias === undefined ? '' : `-${option.alias}, `;
      const long = `--${option.name}${option.value === null ? '' : ` ${option.value}`}`;
      const usual = option.value === null || option.default === undefined ? '' : `\`${option.default}\``;
      const listed = option.hasManyChoices === true ? [] : (option.choices ?? []);
      const choices = listed.map((choice) => `\`${choice}\``);
      return [`\`${short}${long}\``, option.description, choices.join(', '), usual];
    }),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows.map((cells) => cells.map(escaped))];
  return lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function escaped(text: string): string {
  return text.replaceAll('|', '\\|');
}

const made: string[] = [];
for (const path of PAGES) {
  test(`the tables in ${path} say what the program's lists say`, () => {
    const page = readFileSync(path, 'utf8');
    const expected = page.replace(MARKED, (...found) => {
      const { name }: { readonly name: string } = found.at(-1);
      made.push(name);
      return TABLES[name]?.() ?? assert.fail(`no table is called ${name}`);
    });
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, expected);
    else assert.equal(page, expected);
  });
}

test('each table stands on one page', () => {
  assert.deepEqual(made.sort(), Object.keys(TABLES).sort());
});
