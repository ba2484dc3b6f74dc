import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { anyLog, type WrittenLog } from './any-log.js';
import { tarOf } from './archives.js';
import { durationsOf, kindsOf, reportOn } from './one-log.js';
import { anyShare, runs } from './runs.js';

/** The durations that the whole lines of the beginning of a log tell, shortest first. */
function durationsBefore(log: WrittenLog, bytes: number): number[] {
  const whole = log.text.slice(0, bytes).split('\n').slice(0, -1);
  const has = (figure: string) => whole.some((text) => !text.includes('Guest:') && text.includes(figure));
  return log.stops
    .flatMap(({ stoppedUs, moreUs, endedAt }) => {
      const stamp = endedAt.toISOString();
      const unstun = whole.some(
        (text) => text.startsWith(stamp) && text.includes(`stopped for ${stoppedUs} us`),
      );
      if (!unstun) return [];
      const cpt = moreUs !== null && has(`stunned for ${stoppedUs + moreUs} us`);
      return [cpt ? stoppedUs + moreUs : stoppedUs];
    })
    .sort((a, b) => a - b);
}

/** Says that every duration of the oracle is in the report, and that none is there which the whole log has not. */
function assertHolds(found: readonly number[], least: readonly number[], log: WrittenLog): void {
  const left = [...found];
  const true_ = new Set(log.stops.flatMap(({ stoppedUs, moreUs }) => [stoppedUs, stoppedUs + (moreUs ?? 0)]));
  for (const us of left) assert.ok(true_.has(us), `${us} stands nowhere`);
  // The last stop may have gained the figure of a whole line without its end.
  for (const us of least)
    assert.ok(
      left.includes(us) ||
        log.stops.some((stop) => stop.stoppedUs === us && left.includes(us + (stop.moreUs ?? 0))),
      `${us} is lost`,
    );
  assert.ok(found.length >= least.length && found.length <= least.length + 1);
}

test('a plain log that is cut anywhere tells all stops of its whole lines and no wrong figure', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, anyShare, async (log, share) => {
      const bytes = Math.floor(share * log.text.length);
      const report = await reportOn(log.text.slice(0, bytes));
      assertHolds(durationsOf(report), durationsBefore(log, bytes), log);
    }),
    runs(200),
  );
});

test('a log that ends within a figure is not proved', async () => {
  const line = '2024-03-07T20:00:00.000Z| vcpu-0| I125: Checkpoint_Unstun: vm stopped for 9000000 us';
  for (let end = line.indexOf('Unstun:') + 7; end < line.length; end++) {
    const report = await reportOn(line.slice(0, end));
    assert.deepEqual(durationsOf(report), []);
    assert.deepEqual(kindsOf(report), ['cut-line', 'unknown-figure']);
    assert.equal(report.summary.exitCode, 2);
    assert.equal(report.summary.complete, false);
  }
  assert.deepEqual(durationsOf(await reportOn(line)), [9_000_000]);
});

test('a gzip that is cut anywhere tells what could be inflated, and is never proved', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, anyShare, async (log, share) => {
      const whole = gzipSync(log.text);
      const cut = whole.subarray(0, Math.floor(share * whole.length));
      const report = await reportOn(cut);
      const inflated = cut.length < 18 ? 0 : gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }).length;
      assertHolds(durationsOf(report), durationsBefore(log, inflated), log);
      assert.equal(report.summary.complete, false);
      assert.notEqual(report.summary.exitCode, 0);
    }),
    runs(150),
  );
});

test('a tar that is cut before its end mark tells what stands before the cut, and is never proved', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, anyShare, fc.boolean(), async (log, share, more) => {
      const size = Buffer.byteLength(log.text);
      const entryEnd = 512 + Math.ceil(size / 512) * 512;
      const tar = await tarOf([
        ['db1/vmware.log', log.text],
        ...(more ? [['db1/note.txt', 'x'] as const] : []),
      ]);
      const least = entryEnd + (more ? 1024 : 0) + 512;
      const cut = Math.floor(share * least);
      const report = await reportOn(tar.subarray(0, cut));
      const before = Math.max(0, Math.min(size, cut - 512));
      assertHolds(durationsOf(report), durationsBefore(log, before), log);
      assert.equal(report.summary.complete, false);
      assert.notEqual(report.summary.exitCode, 0);
    }),
    runs(150),
  );
});

test('a tgz that is cut anywhere is never proved, tells no wrong figure and loses nothing that could be inflated', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, anyShare, async (log, share) => {
      const whole = gzipSync(await tarOf([['db1/vmware.log', log.text]]));
      const cut = whole.subarray(0, Math.floor(share * whole.length));
      const report = await reportOn(cut);
      const inflated = cut.length < 18 ? 0 : gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }).length;
      const before = Math.max(0, Math.min(Buffer.byteLength(log.text), inflated - 512));
      assertHolds(durationsOf(report), durationsBefore(log, before), log);
      assert.equal(report.summary.complete, false);
      assert.notEqual(report.summary.exitCode, 0);
    }),
    runs(150),
  );
});

test('damaged bytes in a container throw nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyLog,
      anyShare,
      fc.nat(255),
      fc.constantFrom('gz', 'tar', 'tgz'),
      async (log, share, byte, form) => {
        const tar = await tarOf([['db1/vmware.log', log.text]]);
        const input = Buffer.from({ gz: gzipSync(log.text), tar, tgz: gzipSync(tar) }[form]);
        input[Math.floor(share * input.length)] = byte;
        const report = await reportOn(input);
        assert.ok([0, 1, 2].includes(report.summary.exitCode));
      },
    ),
    runs(150),
  );
});
