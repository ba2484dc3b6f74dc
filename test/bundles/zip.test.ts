import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { analyse, type Report } from 'stuntime';
import { analyseInput } from '../../src/analyse.js';
import { NO_PROGRESS } from '../../src/model/progress.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { ByteReader } from '../../src/sources/byte-reader.js';
import { streamedSteps } from '../../src/sources/formats/zip-stream.js';
import { ReadError } from '../../src/sources/read-error.js';
import { logWith } from '../fuzz/hostile-input.js';
import { durationsOf, kindsOf, reportOn, reportOnPieces } from '../laws/one-log.js';
import type { Built } from '../support/built.js';
import { gzipBytes } from '../support/gzip-bytes.js';
import { tarBytes } from '../support/tar-bytes.js';
import { plant, tempFolder } from '../support/temp.js';
import { type ZipEntry, zipBytes } from '../support/zip-bytes.js';

const LOG: ZipEntry = { name: 'esx/db1/vmware.log', content: logWith(1000) };
const LATER: ZipEntry = { name: 'esx/db2/vmware.log', content: logWith(2000) };
const VMX = '.encoding = "UTF-8"\ndisplayName = "db one"\nmemSize = "4096"\n';

type Seen = Pick<Report, 'stops' | 'summary' | 'diagnostics'>;

/** Reads a zip in a file and on a pipe, of which both must tell the same. */
async function bothOn(t: TestContext, bytes: Buffer): Promise<readonly Seen[]> {
  return [await onFile(t, bytes), await reportOn(bytes)];
}

async function onFile(t: TestContext, bytes: Buffer): Promise<Report> {
  const folder = await tempFolder(t);
  await plant(folder, { 'a.zip': bytes });
  return analyse(join(folder, 'a.zip'));
}

/** Changes one byte in the middle of a member's stored content. */
function changed({ bytes, parts }: Built, name: string): Buffer {
  const part = parts.find(({ kind, of }) => kind === 'content' && of === name);
  assert.ok(part);
  const wrong = Buffer.from(bytes);
  const at = Math.floor((part.from + part.to) / 2);
  wrong.writeUInt8(wrong.readUInt8(at) ^ 1, at);
  return wrong;
}

const LIES: Readonly<Record<string, NonNullable<ZipEntry['listed']>>> = {
  'another name': { name: 'esx/db9/vmware.log' },
  'another checksum': { crc: 77 },
  'another size': { size: 7 },
  'another method': { stored: true },
  'that it is encrypted': { encrypted: true },
  'that it begins elsewhere': { offset: 3 },
};

for (const [what, listed] of Object.entries(LIES)) {
  for (const shape of [{}, { descriptor: true }, { zip64: true }]) {
    test(`a zip whose directory tells ${what} than the header of a file is read and told (${JSON.stringify(shape)})`, async (t) => {
      const { bytes } = zipBytes([{ ...LOG, ...shape, listed }, LATER]);
      for (const report of await bothOn(t, bytes)) {
        assert.deepEqual(durationsOf(report), [1000, 2000]);
        assert.deepEqual(kindsOf(report), ['corrupt']);
        assert.match(report.diagnostics[0]?.message ?? '', /^The directory of the zip does not agree with/);
        assert.equal(report.summary.exitCode, 2);
        assert.deepEqual(report.stops.map(({ log }) => log.replace(/^.*!/, '')).sort(), [
          '/esx/db1/vmware.log',
          '/esx/db2/vmware.log',
        ]);
      }
    });
  }
}

test('a file that the directory lists twice is read once and told', async (t) => {
  const { bytes, parts } = zipBytes([LOG]);
  const record = parts.find(({ kind }) => kind === 'directory');
  assert.ok(record);
  const end = Buffer.from(bytes.subarray(record.to));
  for (const at of [8, 10]) end.writeUInt16LE(2, at);
  const twice = Buffer.concat([bytes.subarray(0, record.to), bytes.subarray(record.from, record.to), end]);
  for (const report of await bothOn(t, twice)) {
    assert.deepEqual(durationsOf(report), [1000]);
    assert.deepEqual(kindsOf(report), ['corrupt']);
  }
});

test('a file that the directory leaves out is read and told', async (t) => {
  const { bytes, parts } = zipBytes([LOG, LATER]);
  const record = parts.filter(({ kind }) => kind === 'directory').at(-1);
  assert.ok(record);
  const end = Buffer.from(bytes.subarray(record.to));
  for (const at of [8, 10]) end.writeUInt16LE(1, at);
  for (const report of await bothOn(t, Buffer.concat([bytes.subarray(0, record.from), end]))) {
    assert.deepEqual(durationsOf(report), [1000, 2000]);
    assert.deepEqual(kindsOf(report), ['corrupt']);
  }
});

test('zeros behind a zip are padding', async (t) => {
  for (const zeros of [1, 22, 5000, 70_000]) {
    for (const report of await bothOn(t, zipBytes([LOG, LATER], { zeros }).bytes)) {
      assert.deepEqual(durationsOf(report), [1000, 2000]);
      assert.deepEqual(kindsOf(report), []);
      assert.equal(report.summary.exitCode, 0);
    }
  }
});

test('two zips with zeros between them are both read', async (t) => {
  const bytes = Buffer.concat([zipBytes([LOG], { zeros: 300 }).bytes, zipBytes([LATER]).bytes]);
  for (const report of await bothOn(t, bytes)) {
    assert.deepEqual(durationsOf(report), [1000, 2000]);
    assert.deepEqual(kindsOf(report), []);
  }
});

const tgz = gzipBytes(tarBytes([{ name: 'esx/db3/vmware.log', content: logWith(3000) }]).bytes).bytes;
const READ: readonly ZipEntry[] = [
  LOG,
  { name: 'esx/db1/db1.vmx', content: VMX },
  { name: 'esx/README', content: 'vm-support version: 8.0.2\n' },
  { name: 'esx/error.log', content: 'nothing of note happened here\n' },
  { name: 'esx/errors-ignored.log', content: 'none\n' },
  { name: 'esx/db3.tgz', content: tgz },
  LATER,
];

for (const { name } of READ) {
  for (const descriptor of [false, true]) {
    test(`a wrong checksum of ${name} is told${descriptor ? ', also where it follows the content' : ''}`, async (t) => {
      // Deflate would often see the change itself.
      const entries = READ.map((entry) => ({ ...entry, stored: !descriptor, descriptor }));
      const built = zipBytes(entries);
      const bytes = descriptor ? withWrongSum(built, name) : changed(built, name);
      for (const report of await bothOn(t, bytes)) {
        assert.equal(report.summary.exitCode, 2);
        const said = report.diagnostics.find(({ kind }) => kind === 'bad-checksum');
        assert.ok(`${said?.path} ${said?.message}`.includes(name), kindsOf(report).join());
      }
    });
  }
}

/** Changes the checksum in the data descriptor and in the directory, which stay as one. */
function withWrongSum({ bytes, parts }: Built, name: string): Buffer {
  const wrong = Buffer.from(bytes);
  for (const [kind, offset] of [
    ['trailer', 4],
    ['directory', 16],
  ] as const) {
    const part = parts.find((one) => one.kind === kind && one.of === name);
    assert.ok(part);
    wrong.writeUInt8(wrong.readUInt8(part.from + offset) ^ 1, part.from + offset);
  }
  return wrong;
}

test('a fragment with a wrong checksum costs itself, and the logs behind it are read', async (t) => {
  const [first, second] = [logWith(5000), logWith(6000)];
  const entries = [
    { name: 'esx/db5/vmware.log.FRAG-00000', content: first, stored: true },
    { name: 'esx/db5/vmware.log.FRAG-00001', content: second, stored: true },
    LATER,
  ];
  for (const report of await bothOn(t, changed(zipBytes(entries), 'esx/db5/vmware.log.FRAG-00000'))) {
    assert.ok(durationsOf(report).includes(2000));
    assert.ok(durationsOf(report).includes(6000));
    assert.ok(kindsOf(report).includes('bad-checksum'));
    assert.equal(report.summary.exitCode, 2);
  }
});

test('a file stored without its length is read where the directory tells it', async (t) => {
  const { bytes } = zipBytes([{ ...LOG, stored: true, descriptor: true }, LATER]);
  const report = await onFile(t, bytes);
  assert.deepEqual(durationsOf(report), [1000, 2000]);
  assert.equal(report.summary.exitCode, 0);
});

test('reading a zip in a file tells its progress and hears that it is to stop', async (t) => {
  const folder = await tempFolder(t);
  const content = `${logWith(1000)}${'text that is no stop\n'.repeat(150_000)}`;
  await plant(folder, { 'a.zip': zipBytes([{ name: LOG.name, content, stored: true }, LATER]).bytes });
  const input = { paths: [join(folder, 'a.zip')], stdin: null };
  const settings = checkAnalysis({}, new Date(0));
  let taken = 0;
  const counting = {
    ...NO_PROGRESS,
    bytes: (count: number) => {
      taken += count;
    },
  };
  assert.equal((await analyseInput(input, settings, '', counting)).summary.exitCode, 0);
  assert.ok(taken >= content.length);
  const stopping = new AbortController();
  const progress = {
    ...NO_PROGRESS,
    signal: stopping.signal,
    bytes: (count: number) => {
      if (count > 400_000) stopping.abort();
    },
  };
  const report = await analyseInput(input, settings, '', progress);
  assert.deepEqual(durationsOf(report), [1000]);
  assert.ok(kindsOf(report).includes('interrupted'));
});

test('a local header that asks for a version nobody has is read: nothing else in it need be wrong', async (t) => {
  const bytes = Buffer.from(zipBytes([{ ...LOG, descriptor: true }, LATER]).bytes);
  bytes.writeUInt8(80, 4);
  for (const report of await bothOn(t, bytes)) {
    assert.deepEqual(durationsOf(report), [1000, 2000]);
    assert.deepEqual([report.summary.exitCode, kindsOf(report)], [0, []]);
  }
});

/** A zip with several logs whose first content, deflated, ends with a forged record of the directory of so many bytes. */
function withRecordInContent(length: number): Buffer {
  const first = { name: 'esx/db0/vmware.log', content: logWith(500) };
  const { bytes, parts } = zipBytes([first, LOG, LATER]);
  const content = parts.find(({ kind, of }) => kind === 'content' && of === first.name);
  assert.ok(content);
  const record = Buffer.alloc(46);
  record.write('PK\u0001\u0002', 0, 'latin1');
  record.writeUInt16LE(length - record.length, 28);
  const wrong = Buffer.from(bytes);
  // Deflate knows no block of this kind.
  wrong.fill(0xff, content.from, content.from + 2);
  record.copy(wrong, content.to - record.length);
  return wrong;
}

for (const length of [46, 60, 100, 200, 300, 20_000]) {
  test(`a record of ${length} bytes in a damaged content costs no log, wherever the pipe ends a chunk`, async () => {
    const wrong = withRecordInContent(length);
    for (let at = 1; at < wrong.length; at += 3) {
      const report = await reportOnPieces([wrong.subarray(0, at), wrong.subarray(at)]);
      assert.deepEqual(durationsOf(report), [1000, 2000], `cut at ${at}`);
      assert.equal(report.summary.exitCode, 2);
    }
  });
}

test('a forged record that says it has gigabytes is not waited for', async () => {
  const wrong = withRecordInContent(46);
  const at = wrong.indexOf('PK\u0001\u0002', 0, 'latin1');
  // The record of a zip64 directory, which says its length in 8 bytes.
  wrong.write('PK\u0006\u0006\u00ff\u00ff\u00ff\u00ff', at, 'latin1');
  let given = 0;
  async function* pieces(): AsyncGenerator<Buffer> {
    yield wrong;
    for (given = 0; given < 100; given++) yield Buffer.alloc(64 * 1024, 'text that is no zip\n');
  }
  const names: string[] = [];
  for await (const step of streamedSteps({ reader: new ByteReader(pieces()) }, new Set())) {
    if (step instanceof ReadError) continue;
    names.push(step.name);
    assert.ok(given < 10, `${given} pieces were read before ${step.name}`);
  }
  assert.ok(names.includes(LATER.name));
});

for (const lost of [1, 5, 29, 30, 31, 45, 60]) {
  test(`a damaged content that is ${lost} bytes short costs itself, and the log behind it is read`, async () => {
    const { bytes, parts } = zipBytes([LOG, LATER]);
    const content = parts.find(({ kind, of }) => kind === 'content' && of === LOG.name);
    assert.ok(content);
    const wrong = Buffer.concat([bytes.subarray(0, content.to - lost), bytes.subarray(content.to)]);
    // Deflate knows no block of this kind.
    wrong.fill(0xff, content.from, content.from + 2);
    const report = await reportOn(wrong);
    assert.deepEqual(durationsOf(report), [2000]);
    assert.equal(report.summary.exitCode, 2);
  });
}

for (const [what, shape] of [
  ['deflated', {}],
  ['encrypted', { encrypted: true }],
] as const) {
  test(`a header that says its ${what} content is longer than it is hides no log behind it`, async () => {
    const { bytes, parts } = zipBytes([{ ...LOG, ...shape }, LATER]);
    const header = parts.find(({ kind, of }) => kind === 'header' && of === LOG.name);
    assert.ok(header);
    const wrong = Buffer.from(bytes);
    wrong.writeUInt32LE(100_000, header.from + 18);
    const report = await reportOn(wrong);
    assert.ok(durationsOf(report).includes(2000));
    assert.equal(report.summary.exitCode, 2);
  });
}

for (const [what, at, value] of [
  ['a method that nobody knows', 8, 6010],
  ['a version that nobody knows', 4, 64],
  ['control characters in its name', 30, 7],
] as const) {
  test(`what is left of a header in a damaged content hides no log behind it (${what})`, async () => {
    const first = { name: 'esx/db0/vmware.log', content: logWith(500) };
    const { bytes, parts } = zipBytes([first, LOG, LATER]);
    const header = parts.find(({ kind, of }) => kind === 'header' && of === first.name);
    const content = parts.find(({ kind, of }) => kind === 'content' && of === first.name);
    assert.ok(header !== undefined && content !== undefined);
    const wrong = Buffer.from(bytes);
    // Deflate knows no block of this kind.
    wrong.fill(0xff, content.from, content.from + 2);
    const rest = Buffer.from(bytes.subarray(header.from, header.to));
    // Stored, and as long as the rest: nothing behind it would be seen.
    rest.writeUInt16LE(0, 8);
    rest.writeUInt32LE(0xf0000000, 18);
    rest.writeUInt16LE(value, at);
    rest.copy(wrong, content.from + 10);
    const report = await reportOn(wrong);
    assert.deepEqual(durationsOf(report), [1000, 2000]);
    assert.equal(report.summary.exitCode, 2);
  });
}

test('text behind a zip is told, and the zip counts as whole', async () => {
  const report = await reportOn(
    Buffer.concat([zipBytes([LOG, LATER]).bytes, Buffer.from('sent by mail\r\n')]),
  );
  assert.deepEqual(durationsOf(report), [1000, 2000]);
  assert.deepEqual(kindsOf(report), ['corrupt']);
});
