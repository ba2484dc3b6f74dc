import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CATALOGUE, NEEDLES, readMessage } from '../../src/messages/catalogue.js';
import { isStopMessage, readEntries } from '../../src/messages/entries.js';
import type { MessageDefinition } from '../../src/messages/message.js';
import { readPrefix } from '../../src/messages/prefix.js';
import { spentSince } from '../support/spent.js';
import { runs } from './runs.js';

const SAMPLES = CATALOGUE.flatMap((definition) =>
  definition.samples.map((sample) => ({ definition, sample })),
);

function messageOf(sample: string): string {
  const prefix = readPrefix(sample, null);
  assert.ok(prefix !== null, sample);
  return prefix.message;
}

/** Gives the needle as a sample spells it. */
function needleIn(sample: string, { needle, anyCase }: MessageDefinition): string {
  const at = anyCase === true ? sample.toLowerCase().indexOf(needle.toLowerCase()) : sample.indexOf(needle);
  assert.ok(at !== -1, 'the needle is in the sample');
  return sample.slice(at, at + needle.length);
}

test('every definition has a sample, a meaning, a source and a needle of plain ASCII without ends of lines', () => {
  for (const { kind, samples, meaning, seenIn, source, needle } of CATALOGUE) {
    assert.ok(samples.length > 0, kind);
    for (const text of [meaning, seenIn, source]) assert.ok(text.length > 0, kind);
    assert.match(needle, /^[\x20-\x7e]{5,}$/);
  }
});

test('no kind is defined twice', () => {
  const kinds = CATALOGUE.map(({ kind }) => kind);
  assert.equal(new Set(kinds).size, kinds.length);
});

for (const { definition, sample } of SAMPLES) {
  test(`${definition.kind}: ${sample.slice(0, 60)}`, () => {
    const text = messageOf(sample);
    needleIn(sample, definition);
    const claimants = CATALOGUE.filter(({ pattern, read }) => {
      const match = pattern.exec(text);
      return match !== null && read(match.groups ?? {}) !== null;
    });
    assert.deepEqual(
      claimants.map(({ kind }) => kind),
      [definition.kind],
    );
    assert.equal(readMessage(text)?.kind, definition.kind);
  });
}

test('a message stands at the beginning of the text: any word before it, and it is none', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SAMPLES),
      fc.string({ unit: fc.constantFrom(...'abGuest:| -.'), minLength: 1, maxLength: 8 }),
      ({ sample }, before) => assert.equal(readMessage(before + messageOf(sample)), null),
    ),
    runs(200),
  );
});

test('a needle that was damaged in one character is none', () => {
  fc.assert(
    fc.property(fc.constantFrom(...SAMPLES), fc.nat(200), ({ definition, sample }, at) => {
      const text = messageOf(sample);
      const needle = needleIn(text, definition);
      const place = text.indexOf(needle) + (at % needle.length);
      assert.equal(readMessage(`${text.slice(0, place)}~${text.slice(place + 1)}`), null);
    }),
    runs(200),
  );
});

for (const text of [
  'VMXSTATS: Registering 31 stats: vmx.checkpointStunTime',
  'CheckpointTiming stun: SVGA async wait took 5 us',
  'Checkpointed in VMware ESX, 6.7.0, build-1',
  'checkpoint_unstun: vm stopped for 5 us',
  'Checkpoint__Unstun: vm stopped for 5 us',
  'CPT: vmstart',
  'CPT: vm was stunne for 5 us',
  'SnapshotVMXTakeSnapshotWork: Transition to mode .',
  "SnapshotVMX_TakeSnapshot start: 'x'",
  'DICT               displayName = ',
  'DICT               displayNames = "x"',
  'DICT  guestInfo.displayName = "x"',
  'Log for VMware ESX',
  'Hostname=',
  "UUID: SMBIOS UUID is reported as '56 4d 0a 1b 2c 3d 4e 5f-60 71 82 93 a4 b5 c6 d7'.",
  'DICT   uuid.bios = "56 4d 0a 1b 2c 3d 4e 5f-60 71 82 93 a4 b5 c6"',
  'DICT   uuid.bios = "00 00 00 00 00 00 00 00-00 00 00 00 00 00 00 00"',
  'DICT   uuid.action = "create"',
  'Config file: /x/y.cfg',
]) {
  test(`is no message: ${text}`, () => assert.equal(readMessage(text), null));
}

test('a stop of which the figure cannot be read is a stop without a figure, never one of 0', () => {
  for (const rest of [
    '',
    ' vm stopped for',
    ' vm stopped for 64211',
    ' vm stopped for x us',
    ' vm stopped for 1e5 us',
    ' vm stopped for 5 usec',
  ])
    assert.deepEqual(readMessage(`Checkpoint_Unstun:${rest}`), { kind: 'unstun', figure: null });
  for (const rest of ['', ' for 12', ' for 1,000 us'])
    assert.deepEqual(readMessage(`CPT: vm was stunned${rest}`), { kind: 'stunned', figure: null });
});

test('figures are exact to 2^53 and are never a number that nobody wrote below that', () => {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  fc.assert(
    fc.property(fc.bigInt({ min: -most * 3n, max: most * 3n }), (value) => {
      const bounded = value > most ? most : value < -most ? -most : value;
      const message = readMessage(`Checkpoint_Unstun: vm stopped for ${value} us`);
      assert.ok(message?.kind === 'unstun' && message.figure !== null);
      assert.equal(BigInt(message.figure), bounded);
      assert.ok(!Object.is(message.figure, -0));
    }),
    runs(200),
  );
});

test('the sieve is given a needle for every message, with the context that its definition asks for, and none twice', () => {
  for (const { kind, needle, before } of CATALOGUE) {
    const finds = NEEDLES.some(
      (one) =>
        (one.anyCase === true ? needle.toLowerCase() : needle).includes(one.text) && one.before >= before,
    );
    assert.ok(finds, kind);
  }
  assert.equal(new Set(NEEDLES.map(({ text }) => text)).size, NEEDLES.length);
});

test('reading a message takes no longer than its length deserves', () => {
  const spent = spentSince();
  for (const text of [
    'Hostname=x',
    'DICT displayName = x',
    "SnapshotVMX_TakeSnapshot start: 'x'",
    'Log for VMware x',
    'DICT uuid.bios = "56 4d',
    'Config file: /x',
    'MemSched: vmx swap file path = /x',
    'DICT --- CONFIGURATION /x',
  ])
    readMessage(`${text}${' '.repeat(20_000)}y`);
  assert.ok(spent() < 200);
});

test('no name that somebody gave to a snapshot ends its line, whichever message holds it', () => {
  const named = SAMPLES.filter(({ sample }) => sample.includes("'nightly"));
  assert.deepEqual([...new Set(named.map(({ definition }) => definition.kind))].sort(), [
    'snapshot-done',
    'snapshot-lazy',
    'snapshot-start',
  ]);
  for (const { sample } of named) {
    const stop = '2019-03-07T22:04:12.000Z| vcpu-0| I125: Checkpoint_Unstun: vm stopped for 9000000 us';
    const line = sample.replace("'nightly", `'${stop}`);
    const found = readEntries(line, readPrefix(line, null), null);
    assert.deepEqual(
      found.filter(({ message }) => isStopMessage(message)),
      [],
      line,
    );
  }
});
