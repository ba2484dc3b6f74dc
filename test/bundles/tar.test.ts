import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyse } from 'stuntime';
import type { Report } from '../../src/model/report.js';
import { ReadError } from '../../src/sources/read-error.js';
import { durationsOf, kindsOf, reportOnPieces } from '../laws/one-log.js';
import { concatenated } from '../support/built.js';
import { gzipBytes } from '../support/gzip-bytes.js';
import { headerLine, logText, moment, unstunLine } from '../support/log-lines.js';
import { base256, paxRecords, type TarMember, tarBytes, tarHeader } from '../support/tar-bytes.js';
import { tempFolder } from '../support/temp.js';
import { zipBytes } from '../support/zip-bytes.js';

const BLOCK = 512;
const NOTES: TarMember = { name: 'esx/notes', content: 'what was done\n' };

/** A log of one stop of so many microseconds, filled up to a size. */
function log(vm: string, us: number, size = 0): TarMember {
  const at = moment('2026-01-12T03:00:00.000Z', us);
  const lines = logText([headerLine('esx8', at), unstunLine('esx8', us, { at })]);
  const fill = 'x'.repeat(Math.max(0, size - lines.length - 1));
  return { name: `esx/${vm}/vmware.log`, content: `${lines}${fill === '' ? '' : `${fill}\n`}` };
}

const [FIRST, SECOND, THIRD] = [log('db1', 1000), log('db2', 2000), log('db3', 3000)];

/** Reads bytes in pieces of several sizes, of which each must tell the same. */
async function reportOf(bytes: Buffer): Promise<Report> {
  const whole = await reportOnPieces([bytes]);
  for (const size of [64 * 1024, 4096, 1000, 97]) {
    const count = Math.ceil(bytes.length / size);
    const pieces = Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
    assert.deepEqual(await reportOnPieces(pieces), whole, `in pieces of ${size} bytes`);
  }
  return whole;
}

/** Says that the stops are found, and nothing that is wrong. */
async function assertWhole(bytes: Buffer, stops: readonly number[]): Promise<void> {
  const report = await reportOf(bytes);
  assert.deepEqual(durationsOf(report), stops);
  assert.deepEqual(kindsOf(report), []);
  assert.equal(report.summary.exitCode, 0);
}

/** Says that the stops are found and that the report says what is wrong. */
async function assertTold(bytes: Buffer, stops: readonly number[], what: RegExp): Promise<Report> {
  const report = await reportOf(bytes);
  assert.deepEqual(durationsOf(report), stops);
  assert.match(report.diagnostics.map(({ kind, message }) => `${kind}: ${message}`).join('\n'), what);
  assert.equal(report.summary.exitCode, 2);
  return report;
}

/** Gives the range of a member's parts in a tar, its header first. */
function rangeOf(members: readonly TarMember[], of: TarMember): { from: number; to: number } {
  const own = tarBytes(members).parts.filter((part) => part.of === of.name);
  return { from: own[0]?.from ?? 0, to: own.at(-1)?.to ?? 0 };
}

function without(bytes: Buffer, from: number, length: number): Buffer {
  return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + length)]);
}

function zeroed(bytes: Buffer, from: number, to: number): Buffer {
  return Buffer.from(bytes).fill(0, from, to);
}

for (const type of ['0', '\0', '7', '~', 'A', 'Z']) {
  test(`a member of the type ${JSON.stringify(type)} is a file`, async () => {
    await assertWhole(tarBytes([NOTES, { ...FIRST, type }, SECOND]).bytes, [1000, 2000]);
  });
}

test('a file that goes on from an earlier volume is read, and the report says that its beginning is not', async () => {
  const bytes = tarBytes([{ ...FIRST, type: 'M' }, SECOND]).bytes;
  await assertTold(
    bytes,
    [1000, 2000],
    /^unsupported: esx\/db1\/vmware\.log goes on here from an earlier volume/m,
  );
});

const LONG_NAMES: Readonly<Record<string, Buffer>> = {
  'of no bytes': Buffer.alloc(0),
  'of zeros': Buffer.alloc(40),
  'with a zero in it': Buffer.from('esx/d\0b1/vmware.log\0'),
  'that is no text': Buffer.from('esx/d\xe4b1/vmware.log\0', 'latin1'),
};

for (const [what, content] of Object.entries(LONG_NAMES)) {
  test(`behind a long name ${what} the log is read, and the report says so`, async () => {
    const bytes = tarBytes([NOTES, { name: '././@LongLink', type: 'L', content }, FIRST, SECOND]).bytes;
    await assertTold(
      bytes,
      [1000, 2000],
      /^corrupt: The name or attributes of a member at byte 1024 of the tar/m,
    );
  });
}

const PAX_HEADERS: Readonly<Record<string, Buffer>> = {
  'with an empty path': paxRecords({ path: '' }),
  'with a zero in its path': paxRecords({ path: 'esx/d\0b1/vmware.log' }),
  'with a path that is no text': Buffer.from('27 path=esx/d\xe4b1/vmware.log\n', 'latin1'),
  'of zeros': Buffer.alloc(40),
  'of garbage': Buffer.alloc(300, '\x8f\x02 ='),
  'with a record that is too long': Buffer.from('99 path=esx/db1/vmware.log\n'),
  'with a record of no bytes': Buffer.from('0 path=esx/db1/vmware.log\n'),
  'with a record that ends before it begins': Buffer.from('-9 xx=yy\n'),
  'with a size that is no number': paxRecords({ size: 'all' }),
};

for (const [what, content] of Object.entries(PAX_HEADERS)) {
  test(`behind a PAX header ${what} the log is read, and the report says so`, async () => {
    const bytes = tarBytes([NOTES, { name: '././@PaxHeader', type: 'x', content }, FIRST, SECOND]).bytes;
    await assertTold(
      bytes,
      [1000, 2000],
      /^corrupt: The name or attributes of a member at byte 1024 of the tar/m,
    );
  });
}

test('an empty PAX header says nothing', async () => {
  await assertWhole(tarBytes([NOTES, { name: 'x', type: 'x' }, FIRST, SECOND]).bytes, [1000, 2000]);
});

test('what a global PAX header says names no member', async () => {
  const content = paxRecords({ path: 'esx/all', size: '1' });
  const members = [{ name: 'pax_global_header', type: 'g', content }, NOTES, FIRST, SECOND];
  await assertWhole(tarBytes(members, { dialect: 'pax' }).bytes, [1000, 2000]);
});

for (const dialect of ['gnu', 'pax'] as const) {
  test(`a log is missing where its long name is followed by that of the next member (${dialect})`, async () => {
    const name = `esx/${'a'.repeat(120)}/vmware-7.log`;
    const members = [NOTES, { ...FIRST, name }, { ...SECOND, name: name.replace('7', '6') }, THIRD];
    const { bytes, parts } = tarBytes(members, { dialect });
    const [header, content] = parts.filter(({ of }) => of === name);
    assert.ok(header !== undefined && content !== undefined);
    const end = Math.ceil(content.to / 512) * 512;
    const report = await assertTold(
      Buffer.concat([bytes.subarray(0, header.from), bytes.subarray(end)]),
      [2000, 3000],
      new RegExp(`^corrupt: A member is missing before byte ${header.from} of the tar`, 'm'),
    );
    assert.match(report.stops.map(({ log }) => log).join(), /vmware-6\.log/);
  });
}

test('a member is missing between two PAX headers, though one for all members follows the first', async () => {
  const content = paxRecords({ comment: 'of all' });
  const lone = tarBytes([{ ...FIRST, name: `esx/${'a'.repeat(120)}/vmware-7.log` }], { dialect: 'pax' });
  const header = lone.parts.find(({ of }) => of.startsWith('esx/'));
  assert.ok(header !== undefined);
  const rest = tarBytes([{ name: 'pax_global_header', type: 'g', content }, SECOND], { dialect: 'pax' });
  const bytes = Buffer.concat([lone.bytes.subarray(0, header.from), rest.bytes]);
  await assertTold(bytes, [2000], /^corrupt: A member is missing before byte/m);
});

test('a log is missing where its long name is followed by a member with a short one', async () => {
  const name = `esx/${'a'.repeat(120)}/vmware-7.log`;
  const members = [NOTES, { ...FIRST, name }, SECOND, THIRD];
  const { bytes, parts } = tarBytes(members);
  const lost = parts.filter(({ of }) => of === name);
  const [from, to] = [lost[0]?.from ?? 0, lost.at(-1)?.to ?? 0];
  const report = await assertTold(
    Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]),
    [2000, 3000],
    new RegExp(`^corrupt: A member is missing before byte ${from} of the tar`, 'm'),
  );
  assert.match(report.stops.map(({ log }) => log).join(), /db2\/vmware\.log/);
});

for (const [first, second] of [
  ['pax', 'gnu'],
  ['gnu', 'pax'],
] as const) {
  test(`a log is missing where its name is followed by that of the next member in another way (${first}, ${second})`, async () => {
    const name = `esx/${'a'.repeat(120)}/vmware-7.log`;
    const lone = tarBytes([{ ...FIRST, name }], { dialect: first });
    const header = lone.parts.find(({ of }) => of === name);
    assert.ok(header !== undefined);
    const rest = tarBytes([{ ...SECOND, name: name.replace('7', '6') }, THIRD], { dialect: second });
    const bytes = Buffer.concat([
      tarBytes([NOTES], { endBlocks: 0 }).bytes,
      lone.bytes.subarray(0, header.from),
      rest.bytes,
    ]);
    const report = await assertTold(bytes, [2000, 3000], /^corrupt: A member is missing before byte/m);
    assert.match(report.stops.map(({ log }) => log).join(), /vmware-6\.log/);
  });
}

test('a member is missing where its name is followed by another one, in a header of old GNU tar', async () => {
  const old = { name: '././@LongName', type: 'N', content: 'esx/db7/vmware.log\0' };
  const next = { ...SECOND, name: `esx/${'a'.repeat(120)}/vmware.log` };
  await assertTold(tarBytes([NOTES, old, next]).bytes, [2000], /^corrupt: A member is missing before byte/m);
});

for (const cut of [100, 99, 98, 97, 96, 20, 0]) {
  test(`a long name is of a member whose header has its first ${cut} bytes`, async () => {
    const name = `esx/${'a'.repeat(120)}/vmware.log`;
    const header = { name: '././@LongLink', type: 'L', content: `${name}\0` };
    const report = await reportOf(tarBytes([header, { ...FIRST, name: name.slice(0, cut) }]).bytes);
    assert.deepEqual(kindsOf(report), []);
    assert.match(report.stops.map(({ log }) => log).join(), /a{120}\/vmware\.log/);
  });
}

test('a long name is of a member whose header has it with another start, where it fills the field', async () => {
  const name = `./esx/${'a'.repeat(120)}/vmware.log`;
  const header = { name: '././@LongLink', type: 'L', content: `${name}\0` };
  const report = await reportOf(tarBytes([header, { ...FIRST, name: name.slice(2, 102) }]).bytes);
  assert.deepEqual(kindsOf(report), []);
});

test('a long name belongs to the member behind it, not to one behind zeros', async () => {
  const name = `esx/${'a'.repeat(120)}/vmware-7.log`;
  const members = [NOTES, { ...SECOND, name }];
  const { from, to } = rangeOf(members, { name });
  const first = zeroed(tarBytes(members, { endBlocks: 0 }).bytes, from, to);
  const report = await assertTold(
    Buffer.concat([first, tarBytes([{ ...FIRST, name: 'esy/vmware.log' }]).bytes]),
    [1000],
    /^corrupt/m,
  );
  assert.match(report.stops[0]?.log ?? '', /esy\/vmware\.log$/);
});

test('zeros that hide whole members are told, though the next header is intact', async () => {
  const members = [NOTES, FIRST, SECOND, THIRD];
  const { from, to } = rangeOf(members, SECOND);
  const bytes = zeroed(tarBytes(members).bytes, from, to);
  await assertTold(
    bytes,
    [1000, 3000],
    new RegExp(`^corrupt: There are ${to - from} bytes of zeros at byte ${from}`, 'm'),
  );
});

test('a single block of zeros before an intact header is told', async () => {
  const members = [NOTES, { name: 'esx/empty' }, FIRST];
  const { from, to } = rangeOf(members, { name: 'esx/empty' });
  await assertTold(
    zeroed(tarBytes(members).bytes, from, to),
    [1000],
    /^corrupt: There are 512 bytes of zeros/m,
  );
});

test('one tar behind another is read where it begins as the first did, or with another folder', async () => {
  const first = tarBytes([NOTES, FIRST]);
  for (const [name, vm] of [
    ['esx/notes', 'esx/db2'],
    ['./esx/notes', './esx/db2'],
    ['esy/notes', 'esy/db2'],
    ['esx/', 'esx/db2'],
  ]) {
    const type = name?.endsWith('/') === true ? '5' : '0';
    const members = [
      { name: name ?? '', type },
      { ...SECOND, name: `${vm}/vmware.log` },
    ];
    const second = tarBytes(name === './esx/notes' ? members.slice(1) : members);
    if (name === './esx/notes')
      await assertTold(concatenated([first, second]).bytes, [1000, 2000], /bytes of zeros/);
    else await assertWhole(concatenated([first, second]).bytes, [1000, 2000]);
  }
});

test('where a member is too short the next header is found in its last block, of which only part is content', async () => {
  const size = Buffer.from(FIRST.content ?? '').length;
  for (const missing of [1, 300, 511]) {
    const promised = Math.ceil(size / BLOCK) * BLOCK + missing;
    const bytes = tarBytes([NOTES, { ...FIRST, size: promised }, SECOND, THIRD]).bytes;
    await assertTold(bytes, [1000, 2000, 3000], /^corrupt: esx\/db1\/vmware\.log is \d+ bytes shorter/m);
  }
});

for (const lost of [1, 100, 511, 512, 700, 5000, 65_000]) {
  test(`where a member lost ${lost} bytes the next log is found before the expected end`, async () => {
    const large = log('db1', 1000, 200_000);
    const members = [NOTES, large, SECOND, THIRD];
    const bytes = without(tarBytes(members).bytes, rangeOf(members, large).to - 1024 - lost, lost);
    await assertTold(bytes, [1000, 2000, 3000], /^corrupt: esx\/db1\/vmware\.log is \d+ bytes shorter/m);
  });
}

test('the last header is found where bytes lost before it let zeros stand at the expected end', async () => {
  const large = log('db1', 1000, 2000);
  const members = [NOTES, large, { name: 'esx/errors-ignored.log' }];
  const { from, to } = rangeOf(members, large);
  const bytes = without(tarBytes(members).bytes, from + BLOCK + 500, 400);
  assert.ok(bytes.subarray(to, to + BLOCK).every((byte) => byte === 0));
  await assertTold(bytes, [1000], /^corrupt: esx\/db1\/vmware\.log is \d+ bytes shorter/m);
});

test('headers that damage has moved off the blocks are read, though one at a block follows', async () => {
  const long = { ...FIRST, name: `esx/${'a'.repeat(120)}/vmware.log` };
  for (const length of [1, 300, 511]) {
    const members = [NOTES, long, SECOND, THIRD];
    const whole = tarBytes(members).bytes;
    const second = rangeOf(members, SECOND);
    // The end of the long name, which is in two blocks before the member's header.
    const from = rangeOf(members, long).from - BLOCK + 1;
    const bytes = Buffer.concat([
      whole.subarray(0, from),
      whole.subarray(from + length, second.to),
      Buffer.alloc(length),
      whole.subarray(second.to),
    ]);
    const report = await reportOf(bytes);
    const behind = durationsOf(report).filter((us) => us > 1000);
    assert.deepEqual(behind, [2000, 3000], `${length} bytes`);
    assert.equal(report.summary.exitCode, 2);
  }
});

test('a long name that no member follows ends no content, and hides no archive behind it', async () => {
  const name = tarHeader({ name: '././@LongLink', type: 'L', content: 'x'.repeat(105) });
  const cut = tarBytes([NOTES, FIRST], { endBlocks: 0 }).bytes.subarray(0, -1);
  const other = tarBytes([{ ...SECOND, name: 'esy/db2/vmware.log' }], { endBlocks: 0 }).bytes;
  // Counted from the long name, the other archive is off the blocks, and what follows it is not.
  const bytes = Buffer.concat([cut, name, Buffer.alloc(1), other.subarray(0, -1), tarBytes([THIRD]).bytes]);
  await assertTold(bytes, [1000, 2000, 3000], /^corrupt/m);
});

test('a header with an unknown version and the right checksum is read', async () => {
  const header = Buffer.from(tarHeader(FIRST));
  // One zero more before the version: the sum stays as it was.
  const moved = Buffer.concat([header.subarray(0, 262), Buffer.alloc(1), header.subarray(262, 511)]);
  const members = tarBytes([NOTES, FIRST, SECOND]).bytes;
  const { from } = rangeOf([NOTES, FIRST, SECOND], FIRST);
  const bytes = Buffer.concat([members.subarray(0, from), moved, members.subarray(from + BLOCK)]);
  await assertWhole(bytes, [1000, 2000]);
});

test('a header within a content is part of it where the content ends as promised', async () => {
  const content = Buffer.concat([Buffer.alloc(BLOCK, 'a'), tarBytes([SECOND]).bytes, Buffer.alloc(300, 'b')]);
  await assertWhole(tarBytes([NOTES, { name: 'esx/db.tar.FRAG-00001.bin', content }, FIRST]).bytes, [1000]);
});

const FIRST_HEADERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  'is zeros': (bytes) => zeroed(bytes, 0, BLOCK),
  'and its content are zeros': (bytes) => zeroed(bytes, 0, 1024),
  'is garbage': (bytes) => Buffer.from(bytes).fill('garbage\0', 0, BLOCK),
  'has lost its magic': (bytes) => Buffer.from(bytes).fill('u', 258, 263),
  'has lost some bytes': (bytes) => without(bytes, 100, 77),
  'has a wrong checksum': (bytes) => Buffer.from(bytes).fill('X', 0, 1),
};

for (const [what, damage] of Object.entries(FIRST_HEADERS)) {
  test(`where the first header ${what} the next ones are found, and nothing is verified`, async (t) => {
    const tar = damage(tarBytes([NOTES, FIRST, SECOND]).bytes);
    const tgz = gzipBytes(tar).bytes;
    const zip = zipBytes([{ name: 'esx-vm2026-01-12@13-56-04.tgz', content: tgz }]).bytes;
    for (const bytes of [tar, tgz, zip]) {
      const { stops } = await assertTold(bytes, [1000, 2000], /^corrupt/m);
      assert.deepEqual(
        stops.map(({ verified }) => verified),
        [false, false],
      );
    }
    const path = join(await tempFolder(t), 'bundle.tgz');
    await writeFile(path, tgz);
    assert.deepEqual(durationsOf(await analyse(path)), [1000, 2000]);
  });
}

test('a link with the size of its target has no content', async () => {
  const links = ['1', '2'].map((type) => ({
    name: `esx/link${type}`,
    type,
    link: 'db1/vmware.log',
    size: 5000,
  }));
  await assertWhole(tarBytes([NOTES, ...links, FIRST, SECOND]).bytes, [1000, 2000]);
});

test('a sparse file with many holes is passed over, and named where it may hold stops', async () => {
  const map = Buffer.alloc(2 * BLOCK);
  map.fill(1, 504, 505);
  const sparse = (name: string) => {
    const header = tarHeader({ name, type: 'S', size: 600 });
    header.fill(1, 482, 483);
    return Buffer.concat([checked(header), map, Buffer.alloc(1024, 'd')]);
  };
  const tar = (name: string) =>
    Buffer.concat([tarBytes([NOTES], { endBlocks: 0 }).bytes, sparse(name), tarBytes([FIRST]).bytes]);
  await assertWhole(tar('esx/disk.vmdk'), [1000]);
  for (const name of ['esx/db2/vmware.log', 'esx/db2.tgz'])
    await assertTold(tar(name), [1000], /^unsupported: esx\/db2\S+ is stored as a sparse file/m);
});

function checked(header: Buffer): Buffer {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

const MIB = 2 ** 20;
const [HALF, QUARTER] = [MIB / 2, MIB / 4];

for (const [sizes, isWhole] of [
  [[MIB, MIB, QUARTER], true],
  [[MIB], true],
  [[HALF, HALF, QUARTER], true],
  [[MIB, HALF, QUARTER], false],
  [[MIB, 0, QUARTER], false],
  [[HALF, QUARTER], false],
  [[0, 0, QUARTER], false],
  [[QUARTER, QUARTER, HALF], false],
] as const) {
  test(`fragments of ${sizes.join(', ')} bytes are ${isWhole ? '' : 'not '}a whole log`, async () => {
    const content = log('db1', 1000, MIB).content ?? '';
    const members = sizes.map((size, number) => ({
      name: `esx/db1/vmware.log.FRAG-0000${number}`,
      content: Buffer.alloc(size, number === 0 ? content : `${'x'.repeat(1023)}\n`),
    }));
    const { bytes } = tarBytes([NOTES, ...members]);
    const report = await reportOnPieces([bytes]);
    const told = report.diagnostics.filter(({ message }) => message.includes('the size of a fragment'));
    assert.equal(told.length, isWhole ? 0 : 1);
    if (!isWhole) assert.equal(report.summary.exitCode, 2);
    if (sizes[0] > 0) assert.equal(report.stops[0]?.verified, isWhole);
  });
}

test('what ends the stream beneath a tar is told, and not that the tar ends', async () => {
  const bytes = tarBytes([NOTES, FIRST, SECOND]).bytes;
  for (const length of [0, 700, 1600, 2000]) {
    async function* broken() {
      yield bytes.subarray(0, length);
      throw new ReadError('interrupted', 'The reading was stopped here.');
    }
    const report = await reportOnPieces(broken());
    assert.ok(kindsOf(report).includes('interrupted'), `${length}`);
    assert.ok(!kindsOf(report).includes('cut-short'), `${length}`);
  }
});

test('a gzip in an archive that is cut is told, though only its content tells of logs', async () => {
  const content = gzipBytes('displayName = "db"\n').bytes.subarray(0, -12);
  await assertTold(
    tarBytes([NOTES, { name: 'esx/db1/db1.vmx', content }, FIRST]).bytes,
    [1000],
    /^cut-short/m,
  );
});

test('a member of 10 GiB costs no memory', async () => {
  const MIB = 1024 * 1024;
  const size = base256(BigInt(10 * 1024 * MIB));
  const piece = Buffer.alloc(MIB, 'a line of a log of the host\n');
  let peak = 0;
  async function* pieces() {
    yield tarBytes([NOTES, { ...FIRST, name: 'esx/db0/vmware.log' }], { endBlocks: 0 }).bytes;
    yield tarHeader({ name: 'esx/var/core/hostd-zdump', size });
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 10 * 1024; i++) {
      yield piece;
      if (i % 256 === 0) peak = Math.max(peak, process.memoryUsage().rss - before);
    }
    yield tarBytes([SECOND]).bytes;
  }
  const report = await reportOnPieces(pieces());
  assert.deepEqual(durationsOf(report), [1000, 2000]);
  assert.equal(report.summary.exitCode, 0);
  assert.ok(peak < 64 * MIB, `${Math.round(peak / MIB)} MiB`);
});
