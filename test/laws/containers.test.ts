import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { analyse, type Report } from 'stuntime';
import { plant, tempFolder } from '../support/temp.js';
import { anyLog, trueDurations } from './any-log.js';
import { gzipInParts, tarOf, tgzOf } from './archives.js';
import { durationsOf, reportOn, reportOnPieces } from './one-log.js';
import { anyCuts, cutAt, runs } from './runs.js';

/** What a report says besides where the log was found. */
function withoutPaths(report: Report) {
  const { stops, events, vms, summary, diagnostics } = report;
  return {
    summary,
    stops: stops.map((stop) => ({ ...stop, vmPath: '', log: '' })),
    events: events.map((event) => ({
      ...event,
      vmPath: '',
      evidence: event.evidence.map(({ text }) => text),
    })),
    vms: vms.map((vm) => ({ ...vm, vmPath: '', logs: vm.logs.length })),
    diagnostics: diagnostics.map(({ kind, message }) => ({ kind, message })),
  };
}

test('a log says the same plain, gzipped, in a tar, in a tgz, and in each of them once more', async (t) => {
  const root = await tempFolder(t);
  let count = 0;
  await fc.assert(
    fc.asyncProperty(anyLog, anyCuts, async (log, cuts) => {
      const folder = join(root, String(count++));
      const bytes = Buffer.from(log.text);
      const tar = await tarOf([
        ['a/readme.txt', 'x'],
        ['db1/vmware.log', bytes],
        ['z/', ''],
      ]);
      const forms: Readonly<Record<string, Buffer>> = {
        'gz/db1/vmware.log.gz': gzipSync(bytes),
        'parts/db1/vmware.log.gz': gzipInParts(cutAt(bytes, cuts)),
        'any/db1/vmware.log': gzipSync(gzipSync(bytes)),
        'a.tar': tar,
        'a.tgz': gzipSync(tar),
        'gz-in-tgz': await tgzOf([['db1/vmware.log.gz', gzipSync(bytes)]]),
        'tgz-in-tar': await tarOf([['esx/a.tgz', gzipSync(tar)]]),
        'tar-parts.gz': gzipInParts(cutAt(tar, cuts)),
      };
      await plant(folder, { 'plain/db1/vmware.log': bytes, ...forms });
      const plain = await analyse(join(folder, 'plain/db1/vmware.log'));
      assert.deepEqual(durationsOf(plain), trueDurations(log));
      assert.equal(plain.summary.bytes, bytes.length);
      for (const name of Object.keys(forms))
        assert.deepEqual(withoutPaths(await analyse(join(folder, name))), withoutPaths(plain), name);
    }),
    runs(25),
  );
});

test('a folder of logs says the same as its archive by the system’s tar', {
  skip: spawnSync('tar', ['--version']).status !== 0,
}, async (t) => {
  const root = await tempFolder(t);
  let count = 0;
  const anyFlags = fc.constantFrom(
    ['-cf'],
    ['-czf'],
    ['--format=pax', '-cf'],
    ['--format=gnu', '-czf'],
    ['--format=ustar', '-cf'],
  );
  await fc.assert(
    fc.asyncProperty(fc.array(anyLog, { minLength: 1, maxLength: 3 }), anyFlags, async (logs, flags) => {
      const folder = join(root, String(count++));
      const deep = 'vmfs/volumes/5a1b2c3d-1234abcd-0a1b-001122334455'.repeat(2);
      await plant(
        folder,
        Object.fromEntries(logs.map((log, i) => [`in/${deep}/db${i}/vmware.log`, log.text])),
      );
      const archive = join(folder, 'out');
      const tar = spawnSync('tar', [...flags, archive, '-C', join(folder, 'in'), '.']);
      assert.equal(tar.status, 0, String(tar.stderr));
      assert.deepEqual(withoutPaths(await analyse(archive)), withoutPaths(await analyse(join(folder, 'in'))));
    }),
    runs(12),
  );
});

test('standard input may come in any pieces, whatever it holds', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyLog,
      fc.constantFrom('plain', 'gz', 'tar', 'tgz'),
      anyCuts,
      async (log, form, cuts) => {
        const bytes = Buffer.from(log.text);
        const tar = await tarOf([['db1/vmware.log', bytes]]);
        const input = { plain: bytes, gz: gzipSync(bytes), tar, tgz: gzipSync(tar) }[form];
        const report = await reportOnPieces(cutAt(input, cuts));
        assert.deepEqual(report, await reportOn(input));
        assert.deepEqual(durationsOf(report), trueDurations(log));
        assert.equal(report.summary.complete, true);
      },
    ),
    runs(60),
  );
});

test('standard input may come byte by byte', async () => {
  await fc.assert(
    fc.asyncProperty(anyLog, fc.boolean(), async (log, zipped) => {
      const bytes = zipped ? gzipSync(log.text) : Buffer.from(log.text);
      const pieces = [...bytes].map((byte) => Buffer.of(byte));
      assert.deepEqual(durationsOf(await reportOnPieces(pieces)), trueDurations(log));
    }),
    runs(8),
  );
});
