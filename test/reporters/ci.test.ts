import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { type AnalysisOptions, analyse } from 'stuntime';
import type { Report } from '../../src/model/report.js';
import { github } from '../../src/reporters/github.js';
import { gitlab } from '../../src/reporters/gitlab.js';
import { jira } from '../../src/reporters/jira.js';
import { junit } from '../../src/reporters/junit.js';
import { nagios } from '../../src/reporters/nagios.js';
import { openmetrics } from '../../src/reporters/openmetrics.js';
import type { Reporter } from '../../src/reporters/reporter.js';
import { sarif } from '../../src/reporters/sarif.js';
import { xmlText, xmlToken } from '../../src/reporters/text/escape.js';
import { FIXTURES, stuntime } from '../support/command.js';
import { plant, tempFolder } from '../support/temp.js';
import { anyReport, anyText } from './any-report.js';
import { textOf } from './rendering.js';

/** An element with its attributes, text and children. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
  readonly children: Element[];
}

/** Reads XML as a strict parser does; an error is thrown. */
function parsed(xml: string): Element {
  const root: Element = { name: '', attributes: {}, text: '', children: [] };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes, text: '', children: [] };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return root.children[0] ?? root;
}

function childrenOf(element: Element, name: string): readonly Element[] {
  return element.children.filter((child) => child.name === name);
}

function casesIn(xml: string): readonly Element[] {
  return childrenOf(parsed(xml), 'testsuite').flatMap((suite) => childrenOf(suite, 'testcase'));
}

test('junit is XML whatever the texts are, its counts are right, and each case has a name of its own', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const suites = childrenOf(parsed(textOf(junit, report)), 'testsuite');
      const names: string[] = [];
      for (const [index, { attributes, children }] of suites.entries()) {
        const cases = children.filter(({ name }) => name === 'testcase');
        const having = (name: string) =>
          cases.filter((one) => one.children.some((child) => child.name === name));
        assert.equal(attributes.id, String(index));
        assert.match(attributes.timestamp ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
        assert.equal(Number(attributes.tests), cases.length);
        assert.equal(Number(attributes.failures), having('failure').length);
        assert.equal(Number(attributes.errors), having('error').length);
        assert.equal(Number(attributes.skipped), having('skipped').length);
        assert.deepEqual(
          children.map(({ name }) => name).filter((name) => name !== 'testcase'),
          ['properties', 'system-out', 'system-err'],
        );
        for (const one of cases) {
          assert.match(one.attributes.time ?? '', /^-?\d+\.\d{6}$/);
          names.push(one.attributes.name ?? '');
        }
      }
      assert.equal(new Set(names).size, names.length);
    }),
  );
});

test('a token of XML has no space at its ends or beside another, and text comes back as it is shown', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { attributes } = parsed(`<a t="${xmlToken(text)}" x="${xmlText(text)}"/>`);
      assert.match(attributes.t ?? '', /^\S+(?: \S+)*$/);
      assert.equal(parsed(`<a>${xmlText(text)}</a>`).text, attributes.x);
    }),
  );
  assert.equal(xmlText('\ufffe\u0007'), '\\ufffe\\x07');
});

/** As plain data: the library's types are those of another build. */
async function reportOn(name: string, options: AnalysisOptions): Promise<Report> {
  return JSON.parse(JSON.stringify(await analyse(join(FIXTURES, name), options)));
}

const RUNS = [
  ['esx-demo.tgz', {}],
  ['esx-demo.tgz', { failOn: 'never' }],
  ['esx-demo.tgz', { failOn: 'near-half' }],
  ['esx-demo.tgz', { vm: 'web1' }],
  ['esx-demo.tgz', { vm: 'nobody' }],
  ['bundles/cut-early.tgz', {}],
  ['bundles/cut-early.tgz', { allowPartial: true }],
  ['logs/levels', {}],
  ['logs/half-stop', {}],
  ['logs/mixed', {}],
  ['logs/no-logs', {}],
  ['guest/azure-iris', {}],
  ['unpacked', { strict: true }],
  ['logs/esxi7-backup', { since: '2030-01-01' }],
] as const;

test('what a build system makes of junit is what the exit code says', async () => {
  const seen = new Set<number>();
  for (const [name, options] of RUNS) {
    const report = await reportOn(name, options);
    const cases = casesIn(textOf(junit, report));
    const having = (element: string) =>
      cases.some((one) => one.children.some((child) => child.name === element));
    const code = having('failure') ? 1 : having('error') ? 2 : 0;
    assert.equal(code, report.summary.exitCode, `${name} ${JSON.stringify(options)}`);
    seen.add(code);
  }
  assert.equal(seen.size, 3);
});

test('nagios gives its own codes, one line of status, and one bar before the performance data', async () => {
  const codes = new Set<number>();
  for (const [name, options] of RUNS) {
    const report = await reportOn(name, options);
    const code = nagios.exitCode?.(report) ?? -1;
    codes.add(code);
    const { exitCode, level } = report.summary;
    assert.equal(code === 3, exitCode === 2);
    assert.equal(code === 2, exitCode === 1);
    assert.equal(code === 0, exitCode === 0 && (level === 'ok' || level === null));
  }
  assert.deepEqual([...codes].sort(), [0, 1, 2, 3]);
  fc.assert(
    fc.property(anyReport, (report) => {
      const [first = '', ...others] = textOf(nagios, report).split('\n');
      assert.match(
        first,
        /^STUNTIME (?:OK|WARNING|CRITICAL|UNKNOWN) - [^|]+ \| (?:longest=-?[\d.]+s;[\d.]+;[\d.]+;0 )?stops=\d+;;;0 flagged=\d+;;;0 (?:known=\d+;;;0 )?vms=\d+;;;0$/,
      );
      assert.ok(others.every((line) => !line.includes('|')));
    }),
  );
});

test('the command exits with the code of nagios', async () => {
  const run = async (...args: string[]) => (await stuntime(['-f', 'nagios', ...args])).code;
  assert.equal(await run('logs/esxi7-backup'), 0);
  assert.equal(await run('logs/levels', '--fail-on', 'never'), 1);
  assert.equal(await run('esx-demo.tgz'), 2);
  assert.equal(await run('logs/no-logs'), 3);
});

test('github writes one line for each command, at most ten of a kind, and says how many are not shown', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const lines = textOf(github, report).trimEnd().split('\n');
      const commands = lines.filter((line) => line.startsWith('::'));
      for (const command of commands) {
        const [, kind = '', properties = ''] = /^::(error|warning|notice) ([^:]*)::/.exec(command) ?? [];
        assert.ok(kind !== '', command);
        for (const property of properties.split(',')) assert.match(property, /^(?:file|title)=[^:,]*$/);
      }
      for (const kind of ['error', 'warning', 'notice'])
        assert.ok(commands.filter((line) => line.startsWith(`::${kind} `)).length <= 10);
      const rest = lines.filter((line) => !line.startsWith('::'));
      for (const line of rest) assert.match(line, /^\d+ more (?:error|warning)s? of stuntime not shown/);
    }),
  );
});

function parsedJson(reporter: Reporter, report: Report): unknown {
  return JSON.parse(textOf(reporter, report));
}

test('gitlab and sarif have a fingerprint of its own for each entry, the same in the next run', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const entries = parsedJson(gitlab, report);
      assert.ok(Array.isArray(entries));
      const prints = entries.map(({ fingerprint }) => fingerprint);
      assert.equal(new Set(prints).size, prints.length);
      assert.deepEqual(parsedJson(gitlab, report), entries);
      const text = textOf(sarif, report);
      const [run] = JSON.parse(text).runs;
      const rules = new Set(run.tool.driver.rules.map(({ id }: { readonly id: string }) => id));
      assert.equal(rules.size, run.tool.driver.rules.length);
      for (const { ruleId, locations, partialFingerprints } of run.results) {
        assert.ok(rules.has(ruleId));
        assert.ok(prints.includes(partialFingerprints['stuntimeEvent/v1']));
        for (const { physicalLocation } of locations ?? [])
          assert.match(physicalLocation.artifactLocation.uri, /^(?:[\w.~\-/]|%[\dA-F]{2})*$/);
      }
      assert.equal(run.results.length, entries.length);
    }),
  );
});

test('openmetrics has a known form on each line, no sample twice, and says nothing of what is not known', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const lines = textOf(openmetrics, report).split('\n');
      assert.deepEqual(lines.slice(-2), ['# EOF', '']);
      const names = new Set<string>();
      const samples = new Set<string>();
      for (const line of lines.slice(0, -2)) {
        if (line.startsWith('#')) {
          assert.match(line, /^# (?:HELP [a-z_]+ .+\.|TYPE [a-z_]+ gauge)$/);
          names.add(line.split(' ')[2] ?? '');
          continue;
        }
        const [, name = '', labels = ''] =
          /^([a-z_]+)(\{(?:[a-z_]+="(?:[^"\\\n]|\\[\\"])*",?)+\})? -?\d+(?:\.\d+)?(?:e[+-]\d+)?$/.exec(
            line,
          ) ?? [];
        assert.ok(names.has(name), line);
        assert.ok(!samples.has(name + labels), line);
        samples.add(name + labels);
      }
    }),
  );
});

test('jira keeps each row of a table on a line, with as many cells as its head', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const lines = textOf(jira, report, { top: 0 }).split('\n');
      let head = 0;
      for (const line of lines) {
        const bare = line.replace(/\\./gsu, '');
        if (line.startsWith('||')) head = bare.split('||').length - 2;
        else if (line.startsWith('|')) assert.equal(bare.split('|').length - 2, head, line);
      }
    }),
  );
});

test('a step of GitHub gets its summary, below 1 MiB, behind what stands there', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'summary.md': 'Before\n', 'full.md': 'x'.repeat(1024 * 1024 - 400) });
  const run = (name: string) =>
    stuntime(['-f', 'github', '--vm', 'db2', 'esx-demo.tgz'], {
      env: { GITHUB_STEP_SUMMARY: join(folder, name) },
    });
  assert.equal((await run('summary.md')).code, 1);
  assert.match(await readFile(join(folder, 'summary.md'), 'utf8'), /^Before\n## Stops of virtual machines\n/);
  await run('full.md');
  const full = await readFile(join(folder, 'full.md'), 'utf8');
  assert.ok(Buffer.byteLength(full) < 1024 * 1024);
  assert.match(full, /_The report is cut here: a job summary holds 1 MiB at most\._\n$/);
  const { code, stderr } = await run('no/such/folder.md');
  assert.equal(code, 1);
  assert.match(stderr, /warning: the job summary could not be written: ENOENT: no such file or directory/);
  await plant(folder, { 'whole.md': 'x'.repeat(1024 * 1024) });
  assert.match((await run('whole.md')).stderr, /could not be written: it holds 1 MiB already/);
});
