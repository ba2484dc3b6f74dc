import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { INVENTORY_FILES, isInventoryFile, readInventoryFile } from '../../src/inventory/index.js';
import type { InventoryStatement } from '../../src/model/inventory-fact.js';
import type { LogPlace } from '../../src/model/log.js';
import { anyCuts, cutAt, runs } from '../laws/runs.js';

const MIB = 1024 * 1024;

function placeOf(path: string): LogPlace {
  const slash = path.lastIndexOf('/');
  const folder = slash === -1 ? '.' : path.slice(0, slash);
  return {
    path: `a.tgz!/${path}`,
    folder,
    container: 'a.tgz',
    folderName: slash === -1 ? null : folder.slice(folder.lastIndexOf('/') + 1),
    file: path.slice(slash + 1),
    named: false,
    modifiedAt: null,
    startsAt: 0,
    verified: true,
  };
}

/** Each piece is overwritten once the next one is asked for, as those of a file are. */
async function* passing(pieces: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    const passed = Buffer.from(piece);
    yield passed;
    passed.fill('#');
  }
}

async function tells(path: string, pieces: Iterable<Buffer>): Promise<readonly InventoryStatement[]> {
  return (await readInventoryFile(placeOf(path), passing(pieces))).map(({ statement }) => statement);
}

for (const { name, samples } of INVENTORY_FILES) {
  test(`${name}: every sample is of this definition alone and tells what it says, in any pieces`, async () => {
    assert.ok(samples.length > 0);
    for (const { path, text, statements: expected } of samples) {
      assert.deepEqual(
        INVENTORY_FILES.filter((one) => one.path.test(path)).map((one) => one.name),
        [name],
      );
      const bytes = Buffer.from(text);
      assert.deepEqual(await tells(path, [bytes]), expected);
      await fc.assert(
        fc.asyncProperty(anyCuts, async (cuts) => {
          assert.deepEqual(await tells(path, cutAt(bytes, cuts)), expected);
        }),
        runs(20),
      );
      assert.deepEqual(
        await tells(
          path,
          [...bytes].map((byte) => Buffer.of(byte)),
        ),
        expected,
      );
    }
  });

  test(`${name}: any beginning of a sample, and any bytes, are read without an error`, async () => {
    const [{ path, text } = { path: '', text: '' }] = samples;
    const bytes = Buffer.from(text);
    const anyBeginning = fc.nat(bytes.length).map((length) => bytes.subarray(0, length));
    const anyBytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    await fc.assert(
      fc.asyncProperty(anyBeginning, anyBytes, async (beginning, noise) => {
        await tells(path, [beginning]);
        await tells(path, [beginning, noise, bytes]);
      }),
      runs(50),
    );
  });

  test(`${name}: many facts, one endless line or much noise cost neither memory nor time`, async () => {
    const [{ path, text } = { path: '', text: '' }] = samples;
    const started = performance.now();
    const once = Buffer.from(`${text.trimEnd()}\n`);
    const many = Buffer.concat(Array.from({ length: 20_000 }, () => once));
    assert.ok((await tells(path, [many])).length <= 5000);
    const flat = ['"', '<', '\\', '=', ' ', '[', '/', 'vmfs/volumes/a/', '|22', '&', '.encoding = "'];
    for (const unit of flat) {
      const line = Buffer.from(unit.repeat(Math.ceil(MIB / unit.length)));
      await tells(
        path,
        Array.from({ length: 4 }, () => line),
      );
    }
    assert.ok(performance.now() - started < 30_000);
  });
}

test('other files are no inventory files', () => {
  const others = [
    'vmware.log',
    'esx/commands/1.localcli_vm-process-list.txt',
    'esx/json/localcli_vm-process-list.json.FRAG-00000',
    'README.md',
    'db1/db1.vmxf',
    'db1/db1.vmx.lck',
    'db1/db1.vmx~',
    'db1/._db1.vmx',
    'var/log/my-error.log',
    'xcommands/uname_-a.txt',
  ];
  assert.deepEqual(
    others.filter((path) => isInventoryFile(path)),
    [],
  );
});

test('the root of a fact is the folder that mirrors the host’s', async () => {
  const roots = [
    'esx-a/README',
    'x/esx-a/commands/uname_-a.txt',
    'README',
    'etc/vmware/hostd/vmInventory.xml',
  ];
  const text = 'vm-support version\nVMkernel a 6.7.0 #1 build-1\n<vmxCfgPath>/a/b.vmx</vmxCfgPath>';
  const facts = await Promise.all(
    roots.map((path) => readInventoryFile(placeOf(path), passing([Buffer.from(text)]))),
  );
  assert.deepEqual(
    facts.map(([fact]) => fact?.root),
    ['esx-a', 'x/esx-a', '', ''],
  );
});

/** The encoding that a .vmx names, the bytes of its display name, and the name. */
const NAMES: readonly (readonly [string | null, string, string])[] = [
  ['UTF-8', 'e38387e383bce382bfe59fbae79ba4', 'データ基盤'],
  ['GBK', 'cafdbeddbfe2', '数据库'],
  ['Shift_JIS', '83668380838f', 'デムワ'],
  ['Shift_JIS', '955c8e7c', '表旨'],
  ['windows-1252', '4bf66c6e2080', 'Köln €'],
  [null, '4bc3b66c6e', 'Köln'],
  [null, '4bf66c6e', 'Köln'],
  ['UTF-8', '4bf66c6e', 'Köln'],
  ['no such encoding', '4bc3b66c6e', 'Köln'],
  ['UTF-8', '1b5b33316d64621b', '\\x1b[31mdb\\x1b'],
];
for (const [encoding, hex, name] of NAMES) {
  test(`a .vmx in ${encoding ?? 'no named encoding'} with the bytes ${hex} names ${name}`, async () => {
    const line = encoding === null ? [] : [Buffer.from(`.encoding = "${encoding}"\n`)];
    const named = [Buffer.from('displayName = "'), Buffer.from(hex, 'hex'), Buffer.from('"\n')];
    for (const pieces of [
      [...line, ...named],
      [...named, ...line],
    ]) {
      assert.deepEqual(await tells('db1.vmx', [Buffer.concat(pieces)]), [{ kind: 'vmx', name }]);
    }
  });
}

test('a line is cut at 64 KiB, wherever it ends, and the lines around it are read', async () => {
  const locked = (folder: string) => `could not copy /vmfs/volumes/ds1/${folder}/vmware.log: busy`;
  const pad = (text: string, length: number) => text.padEnd(length, '.');
  const limit = 64 * 1024;
  const beyond = (folder: string) => `${'.'.repeat(limit - 10)}${locked(folder)}`;
  const lines = [
    locked('a'),
    pad(locked('b'), limit),
    pad(locked('c'), 3 * limit),
    beyond('d'),
    locked('e'),
    beyond('f'),
  ];
  await fc.assert(
    fc.asyncProperty(anyCuts, fc.constantFrom('', '\n'), async (cuts, end) => {
      const bytes = Buffer.from(lines.join('\n') + end);
      const statement = await tells('error.log', cutAt(bytes, cuts));
      const folders = statement.map((one) =>
        one.kind === 'not-collected' ? /ds1\/(.)/.exec(one.text)?.[1] : one.kind,
      );
      assert.deepEqual(folders, ['a', 'b', 'c', 'e']);
    }),
    runs(100),
  );
});
