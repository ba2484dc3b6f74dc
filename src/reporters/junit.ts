// Own code: the one library for JUnit reports fails the schema, and those for XML build the whole document in memory.
import { groupBy } from '../model/lists.js';
import type { Report } from '../model/report.js';
import { type Case, casesOf } from './cases.js';
import { placeOf } from './place.js';
import type { Reporter } from './reporter.js';
import { xmlText, xmlToken } from './text/escape.js';
import { inPieces } from './text/pieces.js';
import { labelsOf } from './vm-labels.js';

/** JUnit XML in the form of Ant: a suite for each VM, a case for each event, an error for all that is not proved. */
export const junit: Reporter = {
  showsDiagnostics: false,
  render: (report) => inPieces(document(report)),
};

/** The cases of one VM, or those that are about none. */
interface Suite {
  readonly name: string;
  readonly hostname: string;
  readonly qosUs: number;
  readonly from: string | null;
  readonly cases: readonly Case[];
}

/** What stands where no log tells the time of a VM: the schema wants a time. */
const NO_TIME = '1970-01-01T00:00:00';

function* document(report: Report): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
  let id = 0;
  for (const suite of suitesOf(report)) yield* suiteLines(suite, report, id++);
  yield '</testsuites>\n';
}

function suitesOf(report: Report): readonly Suite[] {
  const cases = groupBy(casesOf(report), ({ vm }) => vm);
  const label = labelsOf(report.vms).of;
  // VMs that bear one label share a suite.
  const vms = new Map(report.vms.map((vm) => [label(vm), vm]));
  const names = new Set([...cases.keys(), ...vms.keys()]);
  return [...names].map((name) => {
    const vm = name === null ? undefined : vms.get(name);
    return {
      name: name ?? 'input',
      hostname: vm?.hosts[0] ?? 'localhost',
      qosUs: vm?.qosUs ?? report.policy.qosUs,
      from: vm === undefined ? report.summary.firstAt : vm.firstAt,
      cases: cases.get(name) ?? [],
    };
  });
}

function* suiteLines(
  suite: Suite,
  { policy, summary, baseline, tool }: Report,
  id: number,
): Generator<string> {
  const { name, hostname, from, qosUs, cases } = suite;
  const count = (outcome: Case['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  const attributes = [
    `package="stuntime"`,
    `id="${id}"`,
    `name="${xmlToken(name)}"`,
    `timestamp="${from?.slice(0, 19) ?? NO_TIME}"`,
    `hostname="${xmlToken(hostname)}"`,
    `tests="${cases.length}"`,
    `failures="${count('failed')}"`,
    `errors="${count('error')}"`,
    `skipped="${count('skipped')}"`,
    `time="${secondsOf(cases.reduce((sum, { event }) => sum + (event?.totalUs ?? 0), 0))}"`,
  ];
  yield `  <testsuite ${attributes.join(' ')}>\n`;
  yield '    <properties>\n';
  yield property('stuntime', tool.version);
  yield property('qosUs', String(qosUs));
  yield property('failOn', policy.failOn);
  yield property('exitCode', String(summary.exitCode));
  if (baseline !== null) yield property('knownStops', String(baseline.known));
  yield '    </properties>\n';
  for (const one of cases) yield* caseLines(one, name);
  yield '    <system-out/>\n    <system-err/>\n  </testsuite>\n';
}

function property(name: string, value: string): string {
  return `      <property name="${name}" value="${xmlText(value)}"/>\n`;
}

function* caseLines(
  { outcome, kind, name, message, evidence, event, place }: Case,
  suite: string,
): Generator<string> {
  const attributes = `name="${xmlToken(name)}" classname="${xmlToken(`stuntime.${suite}`)}" time="${secondsOf(event?.longestUs ?? 0)}"`;
  if (outcome === 'passed') return yield `    <testcase ${attributes}/>\n`;
  yield `    <testcase ${attributes}>\n`;
  if (outcome === 'skipped') yield `      <skipped message="${xmlText(message)}"/>\n`;
  else {
    const element = outcome === 'failed' ? 'failure' : 'error';
    const lines = [...(place === null ? [] : [place]), ...evidence];
    const proof = lines.map((line) => `${placeOf(line)}\n  ${line.text}\n`).map(linesText);
    yield `      <${element} type="${xmlText(event?.level ?? kind)}" message="${xmlText(message)}">${xmlText(message)}\n`;
    yield* proof;
    yield `</${element}>\n`;
  }
  yield '    </testcase>\n';
}

/** Lines of a log keep their ends. */
function linesText(text: string): string {
  return text.split('\n').map(xmlText).join('\n');
}

/** As a decimal number, which has no exponent. */
function secondsOf(us: number): string {
  return (us / 1_000_000).toFixed(6);
}
