import type { Location, ReportingDescriptor, Result, ToolComponent } from 'sarif';
import { DIAGNOSTICS, type DiagnosticKind } from '../model/diagnostic.js';
import { jsonText } from '../model/json-text.js';
import { LEVELS, type Level } from '../model/level.js';
import type { Evidence, Report } from '../model/report.js';
import { visible } from '../model/text.js';
import { type Case, casesOf } from './cases.js';
import { fingerprintOf } from './fingerprint.js';
import type { Reporter } from './reporter.js';
import { inPieces } from './text/pieces.js';

/** SARIF 2.1.0: a result for each event that comes near half of the timeout, and for all that is not proved. */
export const sarif: Reporter = {
  showsDiagnostics: false,
  render: (report) => inPieces(document(report)),
};

/** How SARIF calls the severity of a level. */
const SEVERITIES: Readonly<Record<Level, 'none' | 'note' | 'warning' | 'error'>> = {
  ok: 'none',
  'near-half': 'note',
  'over-half': 'warning',
  'near-full': 'warning',
  'over-full': 'error',
};

/** What each level means for a mirror, as a rule. Other clusters have another part of the timeout for half. */
const MEANINGS: Readonly<Record<Level, string>> = {
  ok: 'A stop is too short to start a takeover.',
  'near-half': 'A stop comes near half of the QoS timeout.',
  'over-half': 'A stop reaches half of the QoS timeout: a takeover is possible.',
  'near-full': 'A stop comes near the whole QoS timeout: a takeover is likely on a quiet mirror.',
  'over-full': 'A stop reaches the whole QoS timeout: a takeover is to be expected.',
};

function* document(report: Report): Generator<string> {
  const cases = casesOf(report).filter(({ event }) => event?.level !== 'ok');
  const driver: ToolComponent = {
    name: report.tool.name,
    version: report.tool.version,
    semanticVersion: report.tool.version,
    rules: rulesOf(cases),
  };
  yield '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n  "runs": [{\n';
  yield `    "tool": { "driver": ${jsonText(driver)} },\n`;
  yield `    "invocations": [${jsonText({ executionSuccessful: report.summary.complete, exitCode: report.summary.exitCode })}],\n`;
  yield '    "columnKind": "utf16CodeUnits",\n    "results": [';
  let before = '\n';
  for (const one of cases) {
    yield `${before}      ${jsonText(resultOf(one))}`;
    before = ',\n';
  }
  yield `${cases.length === 0 ? '' : '\n    '}]\n  }]\n}\n`;
}

function ruleOf({ event, kind }: Case): string {
  return event === null ? kind : event.level;
}

/** Only rules that some result names are listed. */
function rulesOf(cases: readonly Case[]): ReportingDescriptor[] {
  const named = new Set(cases.map(ruleOf));
  const ofLevels = LEVELS.filter((level) => named.has(level)).map((level) => ({
    id: level,
    shortDescription: { text: MEANINGS[level] },
  }));
  const ofProof = [...named]
    .filter((id) => !LEVELS.some((level) => level === id))
    .sort()
    .map((id) => ({
      id,
      shortDescription: { text: isDiagnostic(id) ? DIAGNOSTICS[id].meaning : NOT_KNOWN },
    }));
  return [...ofLevels, ...ofProof];
}

const NOT_KNOWN = 'Nothing is known of the stops of a VM.';

function isDiagnostic(kind: string): kind is DiagnosticKind {
  return Object.hasOwn(DIAGNOSTICS, kind);
}

function resultOf(one: Case): Result {
  const { event, outcome, name, message, place } = one;
  return {
    ruleId: ruleOf(one),
    level: event === null ? (outcome === 'error' ? 'error' : 'note') : SEVERITIES[event.level],
    message: { text: visible(`${name}: ${message}`) },
    ...(place === null ? {} : { locations: [locationOf(place)] }),
    partialFingerprints: { 'stuntimeEvent/v1': fingerprintOf(one) },
  };
}

function locationOf({ log, offset, text }: Evidence): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(log) },
      region: { byteOffset: offset, byteLength: Buffer.byteLength(text) },
    },
  };
}

/** A path as a relative reference after RFC 3986: the schema refuses spaces and brackets. */
function uriOf(path: string): string {
  const segments = visible(path).replaceAll('\\', '/').split('/');
  return segments.map((segment) => encodeURIComponent(segment).replace(/[!'()*]/g, percent)).join('/');
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
