import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LEVELS } from '../../src/model/level.js';
import { anyFiles, anyOptions, makeReport } from './mixed-input.js';
import { runs } from './runs.js';

/** Control characters, separators of lines and overrides of direction. */
const STEERING =
  /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

function sum(values: Iterable<number>): number {
  return [...values].reduce((a, b) => a + b, 0);
}

function everyText(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(everyText);
}

test('in any report the sums agree, ids exist, text is clean, and JSON loses nothing', async () => {
  await fc.assert(
    fc.asyncProperty(anyFiles, anyOptions, async (files, options) => {
      const report = await makeReport(files, options);
      const { summary, stops, events, vms, diagnostics } = report;
      assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
      for (const text of everyText(report)) assert.doesNotMatch(text, STEERING);
      assert.equal(summary.stops, stops.length);
      assert.equal(summary.events, events.length);
      assert.equal(summary.vms, vms.length);
      assert.equal(sum(Object.values(summary.levels)), stops.length);
      assert.equal(summary.flagged, stops.filter(({ level }) => level !== 'ok').length);
      assert.equal(sum(vms.map((vm) => vm.stops)), stops.length);
      assert.equal(
        summary.longestUs,
        stops.length === 0 ? null : Math.max(...stops.map(({ durationUs }) => durationUs)),
      );
      assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
      assert.equal(summary.complete, !diagnostics.some(({ severity }) => severity === 'error'));
      for (const event of events) {
        const own = stops.filter(({ eventId }) => eventId === event.id);
        assert.ok(own.length > 0);
        assert.equal(event.stops, own.length);
        assert.equal(event.longestUs, Math.max(...own.map(({ durationUs }) => durationUs)));
        assert.equal(
          event.level,
          own.map(({ level }) => level).sort((a, b) => LEVELS.indexOf(b) - LEVELS.indexOf(a))[0],
        );
        assert.ok(event.worstWindowUs <= report.policy.qosUs && event.worstWindowUs >= 0);
        for (const stop of own)
          assert.deepEqual(
            [stop.cause, stop.basis, stop.vm, stop.vmPath],
            [event.cause, event.basis, event.vm, event.vmPath],
          );
        assert.equal(event.basis === 'inferred', event.evidence.length === 0);
      }
      for (const stop of stops) {
        assert.ok(events.some(({ id }) => id === stop.eventId));
        assert.equal(stop.durationUs, Math.max(stop.stoppedUs ?? -Infinity, stop.stunnedUs ?? -Infinity));
        assert.equal(stop.startedAt === null, stop.endedAt === null);
        assert.equal(stop.timeBasis === 'unknown', stop.endedAt === null);
      }
    }),
    runs(250),
  );
});
