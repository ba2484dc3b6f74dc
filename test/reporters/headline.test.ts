import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Stop } from '../../src/model/report.js';
import { exitReason, headline } from '../../src/reporters/headline.js';
import { type Parts, POLICY, reportOf, stopAt, vmOf } from './sample-report.js';

const IMPOSSIBLE = { verdict: 'impossible', idleOdds: 0 } as const;

function lineOf(stops: readonly Stop[], parts: Parts = {}): string {
  return headline(reportOf({ stops, ...parts }), 'UTC');
}

function stop(us: number, others: Partial<Stop> = {}): Stop {
  return stopAt('2026-01-12T03:52:43.000Z', us, others);
}

test('the headline stands alone: the word, the VM, how long, which share of what, and when', () => {
  const possible = stop(4_622_000, { level: 'over-half', takeover: { verdict: 'possible', idleOdds: 0.02 } });
  assert.equal(
    lineOf([possible]),
    'POSSIBLE TAKEOVER: db1 stopped 4.622 s, 57.7 % of 8 s, at 2026-01-12 03:52:43 UTC',
  );
  const expected = stop(8_000_000, { level: 'over-full', takeover: { verdict: 'expected', idleOdds: 1 } });
  assert.match(lineOf([expected]), /^TAKEOVER EXPECTED: db1 stopped 8\.000 s, 100\.0 % of 8 s/);
  const close = stop(3_300_000, { level: 'near-half', takeover: IMPOSSIBLE });
  assert.match(lineOf([close]), /^NO TAKEOVER, BUT CLOSE: db1 stopped 3\.300 s/);
  assert.match(lineOf([stop(100_000, { takeover: IMPOSSIBLE })]), /^NO TAKEOVER: db1 stopped 0\.100 s/);
  assert.equal(lineOf([]), 'NO TAKEOVER: the logs hold no stop');
  assert.equal(lineOf([], { filters: { min: '1s' } }), 'NO TAKEOVER: no stop matches the filters');
});

test('the headline says no more than is known', () => {
  const short = stop(100_000, { takeover: IMPOSSIBLE });
  assert.match(lineOf([short], { summary: { complete: false } }), /^NOT PROVED: db1 stopped 0\.100 s/);
  assert.match(lineOf([stop(100_000, { atLeast: true, takeover: IMPOSSIBLE })]), /stopped at least 0\.100 s/);
  assert.match(lineOf([stop(100_000, { endedAt: null, takeover: IMPOSSIBLE })]), /at an unknown time$/);
  assert.equal(lineOf([], { vms: [], summary: { exitCode: 2 } }), 'NOT PROVED: no stop is known');
});

test('a long stop of the backup is no takeover, and one that a member took over after is one', () => {
  const long = stop(9_000_000, { level: 'over-full', takeover: IMPOSSIBLE });
  const vms = [vmOf([long], { role: 'backup' })];
  assert.match(
    lineOf([long], { vms }),
    /^NO TAKEOVER, BUT ANOTHER MEMBER STOPPED TOO LONG: db1 stopped 9\.000 s/,
  );
  const possible = stop(7_000_000, { level: 'over-half', takeover: { verdict: 'possible', idleOdds: 0.56 } });
  const seen = {
    kind: 'takeover-seen',
    vm: 'db1',
    vmPath: '',
    eventId: possible.eventId,
    at: null,
    message: '',
    waitedUs: null,
    evidence: [],
  } as const;
  assert.match(lineOf([possible], { findings: [seen] }), /^TAKEOVER: db1 stopped 7\.000 s/);
});

test('the reason for the exit code names the failing level', () => {
  const report = (exitCode: 0 | 1 | 2, parts: Parts = {}) =>
    exitReason(reportOf({ ...parts, summary: { ...parts.summary, exitCode } }));
  const over = stop(5_000_000, { level: 'over-half' });
  assert.equal(report(1, { stops: [over, stop(1)] }), 'exit 1: 1 stop at or above over-half');
  assert.equal(report(1, { stops: [over, over] }), 'exit 1: 2 stops at or above over-half');
  assert.equal(report(0, { stops: [stop(1)] }), 'exit 0: no stop at or above over-half');
  assert.equal(
    report(0, { stops: [over], policy: { ...POLICY, failOn: 'never' } }),
    'exit 0: no stop fails a run with --fail-on never',
  );
  assert.equal(report(2, { vms: [] }), 'exit 2: no VM log was read');
  assert.equal(
    report(2, { vms: [vmOf([], { level: null })] }),
    'exit 2: the logs do not tell whether a VM was stopped',
  );
  assert.match(
    report(2, { stops: [stop(1)] }),
    /^exit 2: no stop at or above over-half is known, and something/,
  );
});
