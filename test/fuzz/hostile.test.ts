import assert from 'node:assert/strict';
import { chmod, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { concatenated } from '../support/built.js';
import { shell } from '../support/command.js';
import { gzipBytes } from '../support/gzip-bytes.js';
import { headerLine, moment, unstunLine } from '../support/log-lines.js';
import { measured, YOUNG_HEAP } from '../support/measured.js';
import { base256, paxRecords, type TarMember, tarBytes, tarHeader } from '../support/tar-bytes.js';
import { plant, tempFolder } from '../support/temp.js';
import { zipBytes } from '../support/zip-bytes.js';
import { assertProper, logWith, repeated } from './hostile-input.js';

const MIB = 1024 * 1024;
const JSON_REPORT = ['-f', 'json'];
const ZEROS = Buffer.alloc(16 * MIB);
const LOG: TarMember = { name: 'esx/db1/vmware.log', content: logWith(1000) };
const LATER_LOG: TarMember = { name: 'esx/db2/vmware.log', content: logWith(2000) };

/** Two gibibytes of zeros in two mebibytes. */
function bomb(): Buffer {
  const part = gzipSync(ZEROS, { level: 9 });
  return Buffer.concat([...repeated(part, 128)]);
}

const onPipe = (pieces: Iterable<Buffer>, ...args: readonly string[]) =>
  measured([...JSON_REPORT, ...args, '-'], { stdin: pieces });
const tarOnPipe = (members: readonly TarMember[], ...args: readonly string[]) =>
  onPipe([tarBytes(members).bytes], ...args);

test('two gibibytes of zeros in a gzip are gone through, and are no log', async () => {
  assertProper(await onPipe([bomb()]), { code: 2, kinds: ['not-a-log'] });
});

test('two gibibytes of zeros end at --max-bytes', async () => {
  const outcome = await onPipe([bomb()], '--max-bytes', '64MiB');
  assertProper(outcome, { code: 2, kinds: ['limit'] });
  assert.ok(outcome.tookMs < 10_000, `${outcome.tookMs} ms`);
});

test('--max-bytes counts all that comes out of one input, whatever it is wrapped in', async () => {
  const members = [LOG, { name: 'esx/vm/vmware-7.log.gz', content: gzipSync(bomb()) }, LATER_LOG];
  assertProper(await tarOnPipe(members, '--max-bytes', '64MiB'), { code: 2, kinds: ['limit'] });
  assertProper(await tarOnPipe([LOG], '--max-bytes', '64MiB'), { code: 0, stops: [1000] });
});

test('a gzip in a gzip in a gzip that swells to gibibytes costs no memory', async () => {
  assertProper(await onPipe([gzipSync(gzipSync(bomb()))]), { code: 2 });
});

test('a zip whose directory lists the same entry a thousand times ends at --max-bytes', async (t) => {
  const folder = await tempFolder(t);
  const zip = zipBytes([{ name: 'vmware.log', content: gzipBytes(ZEROS).bytes }]);
  const [header, content, directory, end] = zip.parts.map(({ from, to }) => zip.bytes.subarray(from, to));
  assert.ok(header && content && directory && end);
  const last = Buffer.from(end);
  last.writeUInt16LE(1000, 8);
  last.writeUInt16LE(1000, 10);
  last.writeUInt32LE(1000 * directory.length, 12);
  await plant(folder, { 'a.zip': Buffer.concat([header, content, ...repeated(directory, 1000), last]) });
  const outcome = await measured([...JSON_REPORT, '--max-bytes', '256MiB', join(folder, 'a.zip')]);
  assertProper(outcome, { code: 2, stops: [] });
});

test('a line of 200 MB between two stops is cut, and both are found', async () => {
  const first = moment('2026-01-12T03:00:00.000Z');
  const [header, before, after] = [
    headerLine('esx8', first),
    unstunLine('esx8', 1000, { at: first }),
    unstunLine('esx8', 2000, { at: moment('2026-01-12T04:00:00.000Z') }),
  ].map((line) => Buffer.from(`${line}\n`));
  assert.ok(header && before && after);
  const pieces = [header, before, ...repeated(Buffer.alloc(MIB, 'a'), 200), Buffer.from('\n'), after];
  assertProper(await onPipe(pieces), { code: 0, kinds: ['long-line'], stops: [1000, 2000] });
});

/** Headers of empty members, a thousand at a time. */
function* manyMembers(thousands: number, name: (index: number) => string): Generator<Buffer> {
  for (let i = 0; i < thousands; i++) {
    const headers = Array.from({ length: 1000 }, (_, j) =>
      tarHeader({ name: name(i * 1000 + j), mtime: 1e9 }),
    );
    yield Buffer.concat(headers);
  }
}

test('a million tiny members are gone through in constant memory', async () => {
  const pieces = function* () {
    yield* repeated(Buffer.concat([...manyMembers(1, (index) => `esx/tmp/${index}`)]), 999);
    yield tarBytes([LOG]).bytes;
  };
  assertProper(await onPipe(pieces()), { code: 0, stops: [1000] });
});

test('a tar of more members than --max-members is not read on, and what came before it counts', async () => {
  const pieces = function* () {
    yield tarBytes([LOG], { endBlocks: 0 }).bytes;
    yield* manyMembers(5, (index) => `esx/tmp/${index}`);
    yield tarBytes([LATER_LOG]).bytes;
  };
  assertProper(await onPipe(pieces(), '--max-members', '2000'), { code: 2, kinds: ['limit'], stops: [1000] });
  assertProper(await onPipe(pieces(), '--max-members', '6000'), { code: 0, stops: [1000, 2000] });
});

test('more than a million members are too many unless it is said otherwise', async () => {
  const pieces = function* () {
    yield tarBytes([LOG], { endBlocks: 0 }).bytes;
    yield* repeated(Buffer.concat([...manyMembers(1, (index) => `esx/tmp/${index}`)]), 1001);
    yield Buffer.alloc(1024);
  };
  assertProper(await onPipe(pieces()), { code: 2, kinds: ['limit'], stops: [1000] });
});

test('twenty thousand empty logs are named and cost no memory to speak of', async () => {
  const pieces = function* () {
    yield tarBytes([LOG], { endBlocks: 0 }).bytes;
    yield* manyMembers(20, (index) => `esx/vm${index}/vmware.log`);
    yield Buffer.alloc(1024);
  };
  const outcome = await measured([...JSON_REPORT, '-'], { stdin: pieces(), node: [YOUNG_HEAP] });
  assertProper(outcome, { code: outcome.code === 0 ? 0 : 2, stops: [1000] });
});

/** A log in so many tgz. */
function nested(depth: number): Buffer {
  let bytes = gzipBytes(tarBytes([LOG]).bytes).bytes;
  for (let i = 1; i < depth; i++)
    bytes = gzipBytes(tarBytes([{ name: `in${i}.tgz`, content: bytes }]).bytes).bytes;
  return bytes;
}

test('six containers in each other are too deep, unless --max-depth allows them', async () => {
  assertProper(await onPipe([nested(6)]), { code: 2, stops: [] });
  assertProper(await onPipe([nested(6)], '--max-depth', '6'), { code: 0, stops: [1000] });
  assertProper(await onPipe([nested(3)], '--max-depth', '3'), { code: 0, stops: [1000] });
  assertProper(await onPipe([nested(3)], '--max-depth', '2'), { code: 2, stops: [] });
});

test('nothing that the names of members say is done', async (t) => {
  const folder = await tempFolder(t);
  const names = [
    '/esx/a/vmware.log',
    '../../b/vmware.log',
    './c/../../d/vmware.log',
    'C:\\e\\vmware.log',
    '//f/vmware.log',
  ];
  const members = names.map((name, i) => ({ name, content: logWith(1000 * (i + 1)) }));
  const bytes = tarBytes([...members, { name: '/g/vmware-1.log', content: logWith(9000) }]).bytes;
  const outcome = await measured([...JSON_REPORT, '-'], { cwd: folder, stdin: [bytes] });
  assertProper(outcome, { code: 0 });
  for (const us of [1000, 2000, 3000, 5000, 9000])
    assert.match(outcome.stdout, new RegExp(`"durationUs":${us},`));
  assert.deepEqual(await readdir(folder), []);
});

const entriesOf = (types: string) =>
  [...types].map((type) => ({ name: `esx/vm${type}/vmware.log`, type, link: '/etc/passwd' }));

test('links that lead out of a tar are not followed, and those called like logs leave something unread', async () => {
  for (const type of '12') {
    assertProper(await tarOnPipe([...entriesOf(type), LOG]), {
      code: 2,
      kinds: ['unreadable'],
      stops: [1000],
    });
  }
});

test('devices and pipes in a tar are no logs, whatever they are called', async () => {
  const others = entriesOf('346');
  assertProper(await tarOnPipe([...others, LOG]), { code: 0, stops: [1000] });
  assertProper(await tarOnPipe(others), { code: 2, kinds: ['no-log'], stops: [] });
});

const SIZES: Readonly<Record<string, Buffer>> = {
  negative: Buffer.alloc(12, 0xff),
  'of 8 EiB': base256(2n ** 63n),
  'beyond all numbers': Buffer.concat([Buffer.of(0x80), Buffer.alloc(11, 0xff)]),
  'of the largest octal digits': Buffer.from('77777777777\0'),
  'of no digits': Buffer.from('all of it :)'),
  'of spaces': Buffer.from('            '),
};

for (const [name, size] of Object.entries(SIZES)) {
  test(`a member with a size ${name} costs only itself`, async () => {
    const members = [LOG, { name: 'esx/vmkernel-zdump.1', content: 'x', size }, LATER_LOG];
    const outcome = await tarOnPipe(members);
    // Whether a field of spaces is a size of 0 is nobody's to say.
    assertProper(outcome, { code: outcome.code === 0 && name === 'of spaces' ? 0 : 2, stops: [1000, 2000] });
  });
}

for (const type of ['x', 'g', 'L', 'K']) {
  test(`a name or header of 100 MB (${type}) is not held, and what follows is read`, async () => {
    const size = 100 * MIB;
    const pieces = function* () {
      yield tarBytes([LOG], { endBlocks: 0 }).bytes;
      yield tarHeader({ name: '././@Long', type, size });
      yield* repeated(Buffer.alloc(MIB, 'a'), 100);
      yield tarBytes([{ name: 'esx/whose' }, LATER_LOG]).bytes;
    };
    const outcome = await onPipe(pieces());
    assertProper(outcome, { code: outcome.code === 0 && type === 'K' ? 0 : 2, stops: [1000, 2000] });
  });
}

test('a PAX header of 100 MB that is one path is not held', async () => {
  const path = paxRecords({ path: `${'a/'.repeat(50 * MIB)}vmware.log` });
  const pieces = [
    tarHeader({ name: '././@PaxHeader', type: 'x', size: path.length }),
    path,
    Buffer.alloc(512 - (path.length % 512)),
    tarBytes([{ name: 'cut', content: logWith(3000) }, LATER_LOG]).bytes,
  ];
  assertProper(await onPipe(pieces), { code: 2, holds: [2000] });
});

test('no control character of a name comes out', async () => {
  const name = 'esx/\u001b]0;owned\u0007\u009b31m\u202edb\r\n/vmware.log';
  for (const format of ['json', 'table', 'csv', 'markdown', 'raw']) {
    const bytes = tarBytes([{ name, content: logWith(1000) }], { endBlocks: 0 }).bytes;
    const { code, stdout, stderr } = await measured(['-f', format, '-'], { stdin: [bytes] });
    assert.equal(code, 2);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is what is said
    assert.doesNotMatch(stdout + stderr, /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/);
  }
});

const SPELLINGS: Readonly<Record<string, readonly [string, string]>> = {
  'with and without ./': ['esx/db1/vmware.log', './esx/db1/vmware.log'],
  'with and without what means nothing in it': ['esx/db1/vmware.log', 'esx//db1/./vmware.log'],
  'composed and decomposed': ['esx/K\u00f6ln/vmware.log', 'esx/Ko\u0308ln/vmware.log'],
};

for (const [name, names] of Object.entries(SPELLINGS)) {
  test(`a log under two spellings of its path, ${name}, counts once`, async () => {
    const members = names.map((one) => ({ name: one, content: logWith(1000) }));
    assertProper(await tarOnPipe(members), { code: 0, stops: [1000] });
  });
}

test('links that run in a circle are gone round once', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'esx/db1/vmware.log': logWith(1000) });
  await symlink('..', join(folder, 'esx/db1/up'));
  await symlink('itself', join(folder, 'esx/itself'));
  await symlink('../other', join(folder, 'esx/other'));
  const outcome = await measured([...JSON_REPORT, folder]);
  assertProper(outcome, { code: outcome.code === 0 ? 0 : 2, stops: [1000] });
});

test('a file that may not be read is named', {
  skip: process.getuid?.() === 0 && 'root may read everything',
}, async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'db1/vmware.log': logWith(1000), 'db2/vmware.log': logWith(2000) });
  await chmod(join(folder, 'db2/vmware.log'), 0);
  assertProper(await measured([...JSON_REPORT, folder]), { code: 2, kinds: ['unreadable'], stops: [1000] });
});

test('a pipe in a folder is not waited for', {
  skip: process.platform === 'win32' && 'there are no pipes in folders',
}, async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'db1/vmware.log': logWith(1000), 'db2/note.txt': '' });
  assert.equal((await shell('mkfifo vmware.log', { cwd: join(folder, 'db2') })).code, 0);
  const outcome = await measured([...JSON_REPORT, folder], { longestMs: 20_000 });
  assertProper(outcome, { code: outcome.code === 0 ? 0 : 2, stops: [1000] });
});

test('a gzip of many empty members is gone through', async () => {
  const empty = concatenated([gzipBytes(''), gzipBytes('')]).bytes;
  const pieces = [...repeated(Buffer.concat([...repeated(empty, 1000)]), 50), gzipBytes(logWith(1000)).bytes];
  assertProper(await onPipe(pieces), { code: 0, stops: [1000] });
});
