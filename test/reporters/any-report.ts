import fc from 'fast-check';
import { CAUSES } from '../../src/model/cause.js';
import { DIAGNOSTICS, type DiagnosticKind, diagnostic } from '../../src/model/diagnostic.js';
import { LEVELS } from '../../src/model/level.js';
import { ROLES, VERDICTS } from '../../src/model/mirror.js';
import type { Profile } from '../../src/model/profile.js';
import {
  type Backup,
  FINDING_KINDS,
  type Finding,
  FREEZE_OUTCOMES,
  type Freeze,
  type Report,
  type Stop,
  type StopEvent,
  type Vm,
} from '../../src/model/report.js';
import { HALF, type Onset } from '../../src/model/timeout.js';
import { micros } from '../../src/model/units.js';
import { eventOf, POLICY, reportOf, stopAt, vmOf } from './sample-report.js';

const HOSTILE = [
  ...'ab 1=+-@"\',;|`*_#<>&[](){}!~$\\\t\r\n\u001b\u0007\u009b\u2028\u202e\u061c\u200b\ufeff\u00ad\ufff9\u{e0041}é数한😀𠮷\u0301\ud800',
];

/** Any text, most of it hostile to some format, sometimes long. */
export const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...HOSTILE), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...HOSTILE), minLength: 60, maxLength: 120 }),
  fc.constantFrom('=1+1', '-2', '\t=1', 'a|b', '\\|', '@all', '数'.repeat(90), '.../vmware.log'),
);

const anyTime = fc.option(
  fc.integer({ min: 0, max: 4_000_000_000_000 }).map((ms) => new Date(ms).toISOString()),
);
const anyUs = fc.oneof(
  fc.integer({ min: -5_000, max: 20_000_000 }),
  fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }),
);
function record<T>(parts: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record<T, keyof T>(parts, { noNullPrototype: true });
}

const anyCount = fc.nat(1_000_000);
const anyBasis = fc.constantFrom('logged', 'inferred');

const anyStop: fc.Arbitrary<Stop> = fc
  .record({
    vm: anyText,
    vmPath: anyText,
    startedAt: anyTime,
    endedAt: anyTime,
    timeBasis: fc.constantFrom('utc', 'offset', 'assumed', 'unknown'),
    stunnedUs: fc.option(anyUs),
    durationUs: anyUs,
    qosPercent: fc
      .double({ min: -1e6, max: 1e6, noNaN: true })
      .map((share) => Math.trunc(share * 10) / 10 + 0),
    level: fc.constantFrom(...LEVELS),
    cause: fc.constantFrom(...CAUSES),
    basis: anyBasis,
    eventId: anyCount,
    verified: fc.boolean(),
    atLeast: fc.boolean(),
    takeover: record({
      verdict: fc.constantFrom('impossible', 'possible', 'expected'),
      idleOdds: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    log: anyText,
    line: anyText,
  })
  .map((others) => stopAt('2020-01-01T00:00:00.000Z', 1, others));

const anyEvent: fc.Arbitrary<StopEvent> = fc
  .record({
    id: anyCount,
    vm: anyText,
    cause: fc.constantFrom(...CAUSES),
    basis: anyBasis,
    snapshot: fc.option(
      record({
        name: fc.option(anyText),
        quiesced: fc.option(fc.boolean()),
        memory: fc.option(fc.boolean()),
      }),
    ),
    startedAt: anyTime,
    longestUs: anyUs,
    totalUs: anyUs,
    level: fc.constantFrom(...LEVELS),
    evidence: fc.array(record({ text: anyText, log: anyText, offset: anyCount }), { maxLength: 2 }),
  })
  .map((others) => eventOf(1, [stopAt('2020-01-01T00:00:00.000Z', 1)], others));

const anyVm: fc.Arbitrary<Vm> = fc
  .record({
    vm: anyText,
    hosts: fc.array(anyText, { maxLength: 3 }),
    products: fc.array(anyText, { maxLength: 2 }),
    logs: fc.array(anyText, { maxLength: 3 }),
    firstAt: anyTime,
    lastAt: anyTime,
    stops: fc.nat(2),
    longestUs: fc.option(anyUs),
    level: fc.option(fc.constantFrom(...LEVELS)),
    recordsStops: fc.boolean(),
    role: fc.option(fc.constantFrom(...ROLES)),
    qosUs: fc.integer({ min: 1, max: 300_000_000 }),
  })
  .map((others) => vmOf([], others));

const anyGuestTime = fc.oneof(
  anyTime,
  anyTime.map((iso) => iso?.slice(0, -1) ?? null),
);

const anyFreeze: fc.Arbitrary<Freeze> = record({
  instance: fc.option(anyText),
  requestedAt: anyGuestTime,
  suspendedAt: anyGuestTime,
  resumingAt: anyGuestTime,
  resumedAt: anyGuestTime,
  frozenUs: fc.option(anyUs),
  windowUs: fc.option(anyUs),
  outcome: fc.constantFrom(...FREEZE_OUTCOMES),
  timeBasis: fc.constantFrom('offset', 'guest-tz', 'guest-offset', 'unknown'),
  source: anyText,
  evidence: fc.array(record({ text: anyText, log: anyText, offset: anyCount }), { maxLength: 2 }),
});

const anyBackup: fc.Arbitrary<Backup> = record({
  vm: anyText,
  vmPath: anyText,
  createEventId: fc.option(fc.nat(3)),
  consolidateEventId: fc.option(fc.nat(3)),
  freezeIndexes: fc.array(fc.nat(3), { maxLength: 2 }),
  startedAt: anyTime,
  endedAt: anyTime,
  frozenUs: fc.option(anyUs),
  stoppedUs: anyUs,
});

const anyFinding: fc.Arbitrary<Finding> = record({
  kind: fc.constantFrom(...FINDING_KINDS),
  vm: anyText,
  vmPath: anyText,
  eventId: fc.option(anyCount),
  at: anyTime,
  message: anyText,
  waitedUs: fc.option(anyUs),
  evidence: fc.array(record({ text: anyText, log: anyText, offset: anyCount }), { maxLength: 2 }),
});

const anyDiagnostic = fc
  .tuple(fc.constantFrom(...kinds()), anyText, anyText)
  .map(([kind, path, message]) => diagnostic(kind, path, message));

function kinds(): DiagnosticKind[] {
  const isKind = (key: string): key is DiagnosticKind => key in DIAGNOSTICS;
  return Object.keys(DIAGNOSTICS).filter(isKind);
}

const anyOnset: fc.Arbitrary<Onset> = fc.oneof(
  fc.constant(HALF),
  record({
    kind: fc.constant('share'),
    numerator: fc.integer({ min: 1, max: 4 }),
    denominator: fc.constant(4),
  }),
  record({ kind: fc.constant('interval'), us: fc.integer({ min: 1, max: 400_000_000 }) }),
);

const anyProfile: fc.Arbitrary<Profile> = record({
  name: anyText,
  isMirror: fc.constant(false),
  timeout: anyText,
  qosUs: fc.option(fc.integer({ min: 1, max: 300_000_000 }).map(micros)),
  onset: anyOnset,
  member: anyText,
  first: anyText,
  full: anyText,
  outcome: fc.constantFrom('failover', 'disconnect', 'tilt'),
  raise: anyText,
  versions: fc.option(anyText),
  source: anyText,
});

/** Any report, with texts that nothing has escaped. */
export const anyReport: fc.Arbitrary<Report> = fc
  .record({
    stops: fc.array(anyStop, { maxLength: 8 }),
    events: fc.array(anyEvent, { maxLength: 4 }),
    vms: fc.array(anyVm, { maxLength: 4 }),
    findings: fc.array(anyFinding, { maxLength: 3 }),
    freezes: fc.array(anyFreeze, { maxLength: 3 }),
    backups: fc.array(anyBackup, { maxLength: 3 }),
    diagnostics: fc.array(anyDiagnostic, { maxLength: 14 }),
    filters: fc.record(
      { vm: fc.array(anyText, { minLength: 1, maxLength: 2 }), since: anyText, min: anyText },
      { requiredKeys: [], noNullPrototype: true },
    ),
    policy: record({
      qosUs: fc.integer({ min: 1, max: 300_000_000 }).map(micros),
      qosSource: fc.constantFrom('default', 'flag', 'cpf', 'profile', 'config'),
      onset: anyOnset,
      profile: fc.option(anyProfile),
      mirror: fc.option(anyText),
      config: fc.option(anyText),
      approachPercent: fc.integer({ min: 1, max: 100 }),
      failOn: fc.constant(POLICY.failOn),
      allowPartial: fc.constant(POLICY.allowPartial),
      strict: fc.boolean(),
    }),
    baseline: fc.option(
      record({
        path: anyText,
        stops: anyCount,
        known: anyCount,
        worse: anyCount,
        gone: fc.array(
          record({
            vm: anyText,
            endedAt: anyTime,
            durationUs: anyUs,
            takeover: fc.constantFrom(...VERDICTS),
            level: fc.constantFrom(...LEVELS),
            line: anyText,
          }),
          { maxLength: 2 },
        ),
      }),
    ),
    window: fc.option(record({ since: anyTime, until: anyTime })),
    summary: record({
      complete: fc.boolean(),
      exitCode: fc.constantFrom(0, 1, 2),
      logs: fc.nat(3),
      firstAt: anyTime,
      lastAt: anyTime,
      level: fc.option(fc.constantFrom(...LEVELS)),
    }),
  })
  .map(reportOf);
