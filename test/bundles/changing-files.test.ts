import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { analyseInput } from '../../src/analyse.js';
import { NO_PROGRESS } from '../../src/model/progress.js';
import type { Report } from '../../src/model/report.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { walkFound } from '../../src/sources/walk.js';
import { durationsOf, kindsOf } from '../laws/one-log.js';
import { gzipBytes } from '../support/gzip-bytes.js';
import { headerLine, logText, moment, unstunLine } from '../support/log-lines.js';
import { tarBytes } from '../support/tar-bytes.js';
import { plant, tempFolder } from '../support/temp.js';
import { zipBytes } from '../support/zip-bytes.js';

const AT = moment('2026-01-12T03:00:00.000Z');
const MIB = 1024 * 1024;

const text = (...stops: readonly number[]) =>
  logText([
    headerLine('esx8', AT),
    ...stops.map((us) => unstunLine('esx8', us, { at: moment(AT.toISOString(), us) })),
  ]);
/** Larger than what is read of a file at a time. */
const LONG = `${text(1000)}${`${'x'.repeat(99)}\n`.repeat(12_000)}`;

/** Reads files, to which something happens when the first bytes were read. */
async function reportWhile(paths: string | readonly string[], happens: () => void) {
  let isFirst = true;
  const bytes = () => {
    if (isFirst) happens();
    isFirst = false;
  };
  const input = { paths: [paths].flat(), stdin: null };
  return analyseInput(input, checkAnalysis({}, new Date()), '0', { ...NO_PROGRESS, bytes });
}

async function planted(t: TestContext, name: string, content: string | Buffer): Promise<string> {
  const folder = await tempFolder(t);
  await plant(folder, { [name]: content });
  return join(folder, name);
}

test('a log that grows while it is read is read to its new end', async (t) => {
  const path = await planted(t, 'vmware.log', LONG);
  const line = unstunLine('esx8', 2000, { at: moment(AT.toISOString(), 5000) });
  const report = await reportWhile(path, () => appendFileSync(path, `${line}\n`));
  assert.deepEqual([durationsOf(report), report.summary.exitCode], [[1000, 2000], 0]);
});

test('a log that is shortened while it is read is an error, and what was read counts', async (t) => {
  const path = await planted(t, 'vmware.log', LONG);
  const report = await reportWhile(path, () => truncateSync(path, 70_000));
  assert.deepEqual([durationsOf(report), report.summary.exitCode], [[1000], 2]);
  assert.deepEqual(kindsOf(report), ['unreadable']);
  const { message = '' } = report.diagnostics.find(({ kind }) => kind === 'unreadable') ?? {};
  assert.equal(
    message,
    `The file was shortened or replaced while it was read: it had ${LONG.length} bytes and has 70000 now. Stops may be lost; run it again.`,
  );
});

test('a log that is replaced or deleted while it is read is read to its end', async (t) => {
  const content = `${LONG}${unstunLine('esx8', 2000, { at: moment(AT.toISOString(), 5000) })}\n`;
  const replaced = await planted(t, 'vmware.log', content);
  const byOther = await reportWhile(replaced, () => {
    renameSync(replaced, `${replaced}.old`);
    writeFileSync(replaced, text(9000));
  });
  const deleted = await planted(t, 'vmware.log', content);
  for (const report of [byOther, await reportWhile(deleted, () => rmSync(deleted))])
    assert.deepEqual([durationsOf(report), report.summary.exitCode], [[1000, 2000], 0]);
});

test('a log that is gone before its turn is an error, and the others are read', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'vmware-1.log': text(1000), 'vmware-2.log': text(2000), 'vmware.log': text(3000) });
  const report = await reportWhile(folder, () => rmSync(join(folder, 'vmware-2.log')));
  assert.deepEqual([durationsOf(report), report.summary.exitCode], [[1000, 3000], 2]);
  assert.deepEqual(kindsOf(report), ['unreadable']);
});

const errorsOf = (report: Report) =>
  report.diagnostics
    .filter(({ kind }) => kind === 'unreadable')
    .map(({ path, message }) => [basename(path), message.slice(0, 45)]);

test('a log that is written over in place is an error, however long it is then', async (t) => {
  for (const size of [LONG.length, LONG.length - 10, LONG.length / 2]) {
    const path = await planted(t, 'vmware.log', LONG);
    const report = await reportWhile(path, () => {
      writeFileSync(path, LONG.replaceAll('x', 'y').slice(0, size));
      utimesSync(path, 1e9, 1e9);
    });
    assert.deepEqual([kindsOf(report), report.summary.exitCode], [['unreadable'], 2]);
  }
});

test('a named log in whose place another stands is an error, the larger one too', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'vmware-1.log': text(1000), 'vmware.log': text(2000) });
  const path = join(folder, 'vmware.log');
  const report = await reportWhile([join(folder, 'vmware-1.log'), path], () => {
    renameSync(path, join(folder, 'vmware-2.log'));
    writeFileSync(path, text(3000, 4000, 5000));
  });
  assert.deepEqual([durationsOf(report), report.summary.exitCode], [[1000, 3000, 4000, 5000], 2]);
  assert.deepEqual(errorsOf(report), [['vmware.log', 'Another file took its name before it was read']]);
});

test('a log that is rotated before its turn is read under its new name', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, {
    'a/vmware-1.log': text(1000),
    'a/vmware.log': text(2000),
    'b/vmware.log': text(4000),
  });
  const report = await reportWhile(folder, () => {
    renameSync(join(folder, 'a/vmware.log'), join(folder, 'a/vmware-2.log'));
    writeFileSync(join(folder, 'a/vmware.log'), text(3000));
  });
  assert.deepEqual(durationsOf(report), [1000, 2000, 3000, 4000]);
  assert.deepEqual([errorsOf(report), report.summary.exitCode], [[], 0]);
});

test('a log that takes the name of one that was read is an error', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'vmware-0.log': text(1000), 'vmware-1.log': text(2000), 'vmware.log': text(3000) });
  const rename = (from: string, to: string) => renameSync(join(folder, from), join(folder, to));
  const report = await reportWhile(folder, () => {
    rename('vmware-1.log', 'vmware-2.log');
    rename('vmware-0.log', 'vmware-1.log');
    rename('vmware.log', 'vmware-0.log');
    writeFileSync(join(folder, 'vmware.log'), text(4000));
  });
  assert.deepEqual([durationsOf(report), report.summary.exitCode], [[1000, 2000, 4000], 2]);
  assert.deepEqual(errorsOf(report), [['vmware-0.log', 'Another file took its name before it was read']]);
});

test('a large file in whose place another stands when its turn comes is an error', async (t) => {
  const path = await planted(t, 'vmware.log', text(1000));
  const { size, ino } = statSync(path);
  const options = {
    stdin: null,
    limits: checkAnalysis({}, new Date()).limits,
    known: {
      isInventoryFile: () => false,
      beginsRecords: () => false,
      guestLikelihood: () => 'none' as const,
    },
    progress: NO_PROGRESS,
  };
  for (const named of [true, false])
    for (const [before, expected] of [
      [{ size, ino }, null],
      [{ size, ino: ino + 1 }, 'Another file took its name before it was read'],
      [{ size: size + 1, ino }, 'The file was shortened or replaced while it w'],
    ] as const) {
      const kinds: string[] = [];
      for await (const item of walkFound({ path, named, ofGuest: false, ...before }, options))
        kinds.push(item.kind === 'problem' ? item.diagnostic.message.slice(0, 45) : item.kind);
      assert.equal(kinds[0], expected ?? 'log');
    }
});

const BUNDLES: Readonly<Record<string, (members: readonly { name: string; content: Buffer }[]) => Buffer>> = {
  'bundle.tgz': (members) => gzipBytes(tarBytes(members).bytes).bytes,
  'bundle.tar': (members) => tarBytes(members).bytes,
  'bundle.zip': (members) => zipBytes(members.map((member) => ({ ...member, stored: true }))).bytes,
};
for (const [name, build] of Object.entries(BUNDLES)) {
  const random = Buffer.concat(
    Array.from({ length: MIB / 32 }, (_, i) => createHash('sha256').update(`${i}`).digest()),
  );
  const bytes = build([
    { name: 'esx/a/vmware.log', content: Buffer.from(text(1000)) },
    { name: 'esx/core', content: random },
    { name: 'esx/b/vmware.log', content: Buffer.from(text(2000)) },
  ]);
  test(`${name} that is shortened, replaced or deleted while it is read is never called whole`, async (t) => {
    const other = build([{ name: 'esx/a/vmware.log', content: Buffer.from(text(7000)) }]);
    for (const happens of [
      (path: string) => truncateSync(path, 500),
      (path: string) => writeFileSync(path, other),
    ]) {
      const path = await planted(t, name, bytes);
      const { summary } = await reportWhile(path, () => happens(path));
      assert.deepEqual([summary.exitCode, summary.complete], [2, false]);
    }
    for (const happens of [
      (path: string) => rmSync(path),
      (path: string) => {
        renameSync(path, `${path}.old`);
        writeFileSync(path, other);
      },
    ]) {
      const path = await planted(t, name, bytes);
      const report = await reportWhile(path, () => happens(path));
      if (report.summary.exitCode === 0 || name !== 'bundle.zip')
        assert.deepEqual([durationsOf(report), report.summary.exitCode], [[1000, 2000], 0]);
    }
  });
}
