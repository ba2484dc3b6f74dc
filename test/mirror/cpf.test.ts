import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { analyse, UsageError } from 'stuntime';
import { mirrorsIn } from '../../src/settings/cpf.js';
import { logWith } from '../fuzz/hostile-input.js';
import { plant, tempFolder } from '../support/temp.js';

const GUID = '6F2C1D9A-3B47-4C55-9A0E-0D8F2B7E4411';

test('the QoS timeout is the fifth value of a mirror, of whichever dialect', () => {
  const iris = `[Mirrors]\nTRAKPRD=${GUID},2,1,,12000,0,1,10.1.1.10,0,10.1.1.30|2188,0,0,0\n`;
  const cache = `[Mirrors]\r\nLABMIR=${GUID},2,1,DB1,2000,0,0,,0,,2188,10.2.2.30,1\r\n`;
  assert.deepEqual(mirrorsIn(iris), [{ name: 'TRAKPRD', qosMs: 12_000, stated: '12000' }]);
  assert.deepEqual(mirrorsIn(cache), [{ name: 'LABMIR', qosMs: 2000, stated: '2000' }]);
});

test('only the [Mirrors] section defines mirrors, wherever it stands', () => {
  const member = 'DB1=1,10.1.1.11|1972,10.1.1.11|1972,1,60000,,10.1.1.11,2188';
  const text = `[MapMirrors.A]\n${member}\n[mirrors]\n A = ${GUID},2,1,,9000\n\n[Startup]\n${member}\n`;
  assert.deepEqual(mirrorsIn(text), [{ name: 'A', qosMs: 9000, stated: '9000' }]);
});

test('a mirror of any name counts, so that none with a shorter timeout is passed over', () => {
  const text = `[Mirrors]\nA=${GUID},2,1,,9000\nTRAK-\u0007PRD =${GUID},2,1,,2000\n;B=,,,,1\n`;
  assert.deepEqual(mirrorsIn(text), [
    { name: 'A', qosMs: 9000, stated: '9000' },
    { name: 'TRAK-\\x07PRD', qosMs: 2000, stated: '2000' },
  ]);
});

test('a byte order mark hides no section', () => {
  assert.equal(mirrorsIn(`\ufeff[Mirrors]\nA=${GUID},2,1,,9000`)[0]?.qosMs, 9000);
});

for (const [bytes, kinds] of [
  [1024 * 1024, []],
  [1024 * 1024 + 1, ['unknown-qos']],
] as const) {
  test(`a file of ${bytes} bytes is ${kinds.length === 0 ? '' : 'not '}taken for a CPF`, async (t) => {
    const mirror = `[Mirrors]\nA=${GUID},2,1,,9000\n`;
    const cpf = `${mirror}${'x'.repeat(bytes - mirror.length)}`;
    const folder = await tempFolder(t);
    await plant(folder, { 'vmware.log': logWith(1000), 'iris.cpf': cpf });
    const report = await analyse(join(folder, 'vmware.log'), { cpf: join(folder, 'iris.cpf') });
    assert.deepEqual(
      report.diagnostics.map(({ kind }) => kind),
      kinds,
    );
    assert.equal(report.summary.exitCode, kinds.length === 0 ? 0 : 2);
  });
}

for (const [stated, qosMs] of [
  ['1', 1],
  ['300000', 300_000],
  ['0', null],
  ['300001', null],
  ['', null],
  ['8s', null],
  ['-8000', null],
  ['8000.5', null],
] as const) {
  test(`a QoS timeout of ${JSON.stringify(stated)} is ${qosMs === null ? 'none' : 'read'}`, () => {
    assert.deepEqual(mirrorsIn(`[Mirrors]\nA=${GUID},2,1,,${stated},0`), [{ name: 'A', qosMs, stated }]);
  });
}

test('any text gives a timeout that is allowed, or none', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (lines) => {
      for (const { qosMs } of mirrorsIn(['[Mirrors]', ...lines, 'A=,,,,7'].join('\n')))
        assert.ok(qosMs === null || (qosMs >= 1 && qosMs <= 300_000));
    }),
  );
});

test('a library user names a CPF, and a bad one is refused before anything is read', async (t) => {
  const folder = await tempFolder(t);
  await plant(folder, { 'vmware.log': logWith(1000), 'iris.cpf': `[Mirrors]\nA=${GUID},2,1,,9000\n` });
  const log = join(folder, 'vmware.log');
  const { policy } = await analyse(log, { cpf: join(folder, 'iris.cpf') });
  assert.deepEqual([policy.qosUs, policy.qosSource, policy.mirror], [9_000_000, 'cpf', 'A']);
  await assert.rejects(analyse(log, { cpf: join(folder, 'none.cpf') }), UsageError);
  await assert.rejects(analyse(log, { cpf: folder }), UsageError);
  await assert.rejects(analyse(log, { cpf: '' }), UsageError);
  await assert.rejects(analyse(log, { cpf: join(folder, 'iris.cpf'), qos: '8s' }), /cpf and qos both give/);
});
