import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { DIAGNOSTICS, diagnostic } from '../../src/model/diagnostic.js';
import type { Report } from '../../src/model/report.js';
import { redactLine } from '../../src/redaction/lines.js';
import { Pseudonyms } from '../../src/redaction/names.js';
import { redactPath } from '../../src/redaction/paths.js';
import { redact } from '../../src/redaction/redact.js';
import { FORMATS, loadReporter } from '../../src/reporters/index.js';
import { anyReport } from '../reporters/any-report.js';
import { eventOf, reportOf, stopAt, vmOf } from '../reporters/sample-report.js';
import { stuntime } from '../support/command.js';
import { tempFolder } from '../support/temp.js';

const OPTIONS = {
  rows: 'stops',
  top: 0,
  zone: 'UTC',
  width: null,
  color: false,
  explain: true,
  summary: false,
} as const;

/** A report in which every text that a log, a path or a user can give holds this word. */
function reportWith(word: string): Report {
  const place = { vm: `${word} vm`, vmPath: `a/${word}!/vmfs/volumes/${word}-ds/${word}` };
  const text = `2026-01-12T03:52:43.427Z In(05) vcpu-0 ${word} - Snapshot ${word} '${word} job' "${word}" /x/${word}/y [${word}] ${word}/f.vmdk ${word}@h.example DOM\\${word}`;
  const evidence = [{ text, log: `${word}/${word}.log`, offset: 1 }];
  const stop = stopAt('2026-01-12T03:52:43.427Z', 5_000_000, {
    ...place,
    line: text,
    log: `${word}.tgz!/${word}/vmware.log`,
  });
  const event = eventOf(2, [stop], {
    ...place,
    evidence,
    snapshot: { name: word, quiesced: null, memory: null },
  });
  const base = reportOf({ stops: [stop] });
  return {
    ...base,
    vms: [
      vmOf([stop], { ...place, hosts: [`${word}.example`], products: [`ESX ${word}`], logs: [stop.log] }),
    ],
    events: [event],
    policy: { ...base.policy, mirror: word, config: `${word}/.stuntimerc.json` },
    filters: { vm: [`${word}*`] },
    baseline: {
      path: `${word}.json`,
      stops: 1,
      known: 0,
      worse: 0,
      gone: [{ vm: word, endedAt: null, durationUs: 1, level: 'ok', takeover: 'impossible', line: text }],
    },
    findings: [
      {
        kind: 'consolidate-failed',
        ...place,
        eventId: 2,
        at: null,
        message: `${word} failed`,
        waitedUs: null,
        evidence,
      },
    ],
    freezes: [
      {
        instance: word,
        requestedAt: null,
        suspendedAt: null,
        resumingAt: null,
        resumedAt: null,
        frozenUs: null,
        windowUs: null,
        outcome: 'thawed',
        timeBasis: 'unknown',
        source: `${word}/snapshot.log`,
        evidence,
      },
    ],
    backups: [
      {
        ...place,
        createEventId: null,
        consolidateEventId: 2,
        freezeIndexes: [0],
        startedAt: null,
        endedAt: null,
        frozenUs: null,
        stoppedUs: 1,
      },
    ],
    diagnostics: [
      diagnostic('no-log', `x/${word}`, `${word} is no log`),
      diagnostic('guest-log', word, word),
    ],
  };
}

for (const { name } of FORMATS) {
  test(`no name is left in ${name}`, async () => {
    const { render } = await loadReporter(name);
    for (const word of ['zaphod', 'Zaphod', 'zäphod7', '客户关系', 'zap-hod', 'zap.hod']) {
      const { report } = redact(reportWith(word));
      const pieces = Array.from(render(report, OPTIONS), (piece) => Buffer.from(piece));
      const text = Buffer.concat(pieces).toString();
      assert.ok(!text.toLowerCase().includes(word.toLowerCase()), `${word}: ${text}`);
    }
  });
}

test('whatever a report holds, redacting changes no figure, time or order, and gives the same names again', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const { report: hidden, key } = redact(report);
      assert.deepEqual(hidden.summary, report.summary);
      assert.deepEqual(
        hidden.stops.map(({ durationUs, endedAt, level }) => [durationUs, endedAt, level]),
        report.stops.map(({ durationUs, endedAt, level }) => [durationUs, endedAt, level]),
      );
      assert.deepEqual(
        hidden.stops.map(({ vm }) => key[vm]),
        report.stops.map(({ vm }) => vm),
      );
      assert.deepEqual(redact(report), { report: hidden, key });
      assert.deepEqual(redact(report, key), { report: hidden, key });
    }),
  );
});

test('names that differ in case alone stay two', () => {
  const names = new Pseudonyms({});
  names.of('vm', 'DB1');
  names.of('vm', 'db1');
  assert.equal(redactPath('in/DB1/vmware.log', names), 'path-1/vm-1/vmware.log');
  assert.equal(redactPath('in/db1/vmware.log', names), 'path-1/vm-2/vmware.log');
  assert.equal(redactPath('--vm', names), '--vm');
});

test('a path keeps what tells logs and bundles apart', () => {
  const names = new Pseudonyms({});
  names.of('vm', 'db1');
  for (const [path, expected] of [
    [
      'esx1.tgz!/esx1-2026/vmfs/volumes/65a1/db1/vmware-7.log',
      'path-1.tgz!/path-2/vmfs/volumes/datastore-1/vm-1/vmware-7.log',
    ],
    ['C:\\logs\\vmware.log.1.gz', 'path-3\\path-4\\vmware.log.1.gz'],
    ['DB1.tar.gz', 'vm-1.tar.gz'],
    ['../vmware-db1.log', '../path-5.log'],
    ['-', '-'],
    ['', ''],
  ] as const)
    assert.equal(redactPath(path, names), expected);
});

test('a line keeps times, numbers and the words of its message', () => {
  const names = new Pseudonyms({ 'vm-1': 'db1', 'host-2': 'esx1.example', 'snapshot-1': "it's mine" });
  for (const [line, expected] of [
    ['2026-01-12T03:52:43.427Z In(05) vcpu-0 - CPT: vm was stunned for 4622558 us', null],
    ['2017-01-04T21:30:19.662Z| vcpu-0| I125: Checkpoint_Unstun: vm stopped for 1091706 us', null],
    ['Feb 06 19:11:34.369: vmx| Checkpoint_Unstun: vm stopped for 1 us', null],
    [
      "vmx| I125: SnapshotVMX_TakeSnapshot start: 'it''s mine', deviceState=0",
      "vmx| I125: SnapshotVMX_TakeSnapshot start: 'snapshot-1', deviceState=0",
    ],
    [
      'Migrate: to 10.1.2.3 (ESX1.example) of DB1 by bob',
      'Migrate: to [redacted] (host-2) of vm-1 [redacted]',
    ],
    ['opID=kx3a-12-h5:700-ab vm', 'opID=[redacted] vm'],
    ['db1-old db1', '[redacted] vm-1'],
  ] as const)
    assert.equal(redactLine(line, names), expected ?? line);
});

test('a diagnostic says what it means, and not its own words', () => {
  const { report } = redact(reportWith('zaphod'));
  assert.equal(report.diagnostics[0]?.message, DIAGNOSTICS['no-log'].meaning);
});

test('with one key, names have the same pseudonyms in every report', async (t) => {
  const key = join(await tempFolder(t), 'key.json');
  await writeFile(key, JSON.stringify({ 'vm-7': 'web1', 'vm-3': 'gone' }));
  const { stdout } = await stuntime(['--redact', '--redact-key', key, '-f', 'json', 'demo']);
  const names = JSON.parse(stdout).vms.map(({ vm }: { vm: string }) => vm);
  assert.deepEqual(names.toSorted(), ['vm-7', 'vm-8', 'vm-9']);
  const written = JSON.parse(await readFile(key, 'utf8'));
  assert.deepEqual([written['vm-7'], written['vm-3'], written['snapshot-1']], ['web1', 'gone', 'backup-db1']);
});

test('a device is no place for a key', async () => {
  for (const device of ['/dev/full', '/dev/stdout', '/dev/null']) {
    const { code, stderr } = await stuntime(['--redact', '--redact-key', device, 'demo']);
    assert.equal(code, 2);
    assert.match(stderr, /is not a file: name one/);
  }
});

test('a key is for its owner to read, and is written only if it is asked for', async (t) => {
  const folder = await tempFolder(t);
  const key = join(folder, 'key.json');
  await stuntime(['--redact', '--redact-key', key, 'demo']);
  assert.equal((await stat(key)).mode & 0o077, 0);
});

test('a file that is no key stays as it is, and nothing is read', async (t) => {
  const path = join(await tempFolder(t), 'notes.txt');
  for (const text of ['notes', '[]', '{"vm-1":1}', '{"db1":"vm-1"}']) {
    await writeFile(path, text);
    const { code, stdout, stderr } = await stuntime(['--redact', '--redact-key', path, 'demo']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /is not a key/);
    assert.equal(await readFile(path, 'utf8'), text);
  }
});

test('messages beside a redacted report name nobody', async () => {
  const { stderr } = await stuntime(['--redact', '--verbose', '-f', 'raw', 'demo', 'none.log']);
  assert.match(stderr, /^stuntime: read path-1\/vm-1\/vmware/m);
  assert.doesNotMatch(stderr, /demo|db1|none/);
});

for (const [args, complaint] of [
  [['--redact-key', 'k.json'], /--redact-key has no effect without --redact/],
  [['--redact', '--redact-key', 'k.json', '-o', 'k.json'], /a report and its key would both go to "k.json"/],
  [['--redact', '--redact-key', './k.json', '-o', 'k.json'], /both go to/],
  [['--redact', '--redact-key', ''], /--redact-key "" is not accepted/],
] as const) {
  test(`${args.join(' ')} is bad usage`, async () => {
    const { code, stderr } = await stuntime([...args, 'demo']);
    assert.equal(code, 2);
    assert.match(stderr, complaint);
  });
}
