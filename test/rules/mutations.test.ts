import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CATALOGUE, NEEDLES, readMessage } from '../../src/messages/catalogue.js';
import type { MessageDefinition } from '../../src/messages/message.js';
import { readPrefix } from '../../src/messages/prefix.js';
import { isIn } from '../laws/naive-sieve.js';
import { sift } from '../laws/sifting.js';
import { recordsOf } from '../support/records.js';

const PLAN = { needles: NEEDLES, head: 0 };
const NOISE = '2024-03-07T22:00:00.000Z In(05) vmx - nothing that anybody seeks';

function textOf(sample: string): string {
  const prefix = readPrefix(sample, null);
  assert.ok(prefix !== null, sample);
  return prefix.message;
}

/** The lines that the sieve lets through, without what it writes before each. */
function sieved(lines: readonly string[]): readonly string[] {
  return sift([Buffer.from(`${lines.join('\n')}\n`)], PLAN).lines;
}

/** Every capital or lower-case letter, digit or mark becomes another of its sort. */
function otherThan(character: string): string {
  if (/\d/.test(character)) return character;
  return character === '~' ? '_' : '~';
}

/**
 * The words that the message is made of: those of its pattern that stand in the sample. What the pattern leaves
 * open, such as names and figures, is not among them.
 */
function literalsOf({ pattern }: MessageDefinition, text: string): readonly (readonly [number, number])[] {
  const words = pattern.source.replace(/\(\?<\w+>/g, '(').match(/[A-Za-z_:.' ]{4,}/g) ?? [];
  return words.flatMap((word) => {
    const at = text.indexOf(word);
    return at < 0 ? [] : [[at, at + word.length] as const];
  });
}

/** Lines without which a message is nobody's. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  'quiesce-detail': ['2016-12-29T05:54:34.166Z| vmx| I125: [msg.snapshot.quiesce.vmerr] The guest OS'],
};

for (const definition of CATALOGUE) {
  for (const [number, sample] of definition.samples.entries()) {
    test(`${definition.kind} ${number}: the sieve lets the sample through and it is read as that`, () => {
      assert.ok(isIn(sample, { text: definition.needle.toLowerCase(), anyCase: true, before: 0 }));
      const lines = sieved([NOISE, sample, NOISE]);
      assert.equal(lines.filter((one) => /^\d+:/.test(one) && one.includes(sample)).length, 1);
      assert.equal(readMessage(textOf(sample))?.kind, definition.kind);
      const records = recordsOf(...(BEFORE[definition.kind] ?? []), sample);
      const kinds = records.map((record) => (record.kind === 'message' ? record.message.kind : record.kind));
      assert.equal(kinds.at(-1), definition.kind);
    });

    test(`${definition.kind} ${number}: a character of its words changed, and it is not that`, () => {
      const text = textOf(sample);
      let tried = 0;
      for (const [from, to] of literalsOf(definition, text)) {
        for (let at = from; at < to; at++) {
          const near = `${text.slice(0, at)}${otherThan(text.charAt(at))}${text.slice(at + 1)}`;
          if (near === text || isOpen(definition, text, near)) continue;
          const message = readMessage(near);
          assert.ok(message?.kind !== definition.kind || isWeaker(message, text), near);
          tried++;
        }
      }
      assert.ok(tried >= 4, `only ${tried} near misses`);
    });

    test(`${definition.kind} ${number}: without its needle the sieve drops the sample`, () => {
      const plan = { needles: NEEDLES.filter((needle) => !isIn(sample, needle)), head: 0 };
      const { lines } = sift([Buffer.from(`${NOISE}\n${sample}\n${`${NOISE}\n`.repeat(40)}`)], plan);
      assert.ok(!lines.some((one) => one.includes(sample)));
    });
  }
}

/** Spellings that a pattern leaves open on purpose: the underscore that published copies lose, an optional full stop. */
const OPEN: Readonly<Record<string, RegExp>> = {
  'consolidate-work': /^SnapshotVMX_?Consolidate/,
  'consolidate-cancel': /^(?:SnapshotVMX_ConsolidateCancel|ConsolidateItemComplete): .*cancel/i,
  'consolidate-synchronous':
    /^SnapshotVMX\w*Consolidate\w*: .*(?:synchronous consolidate|maximum permissible helper)/,
};

function isOpen({ kind }: MessageDefinition, text: string, near: string): boolean {
  const open = OPEN[kind];
  return open?.test(text) === true && open.test(near);
}

/** A stop line that is damaged past its first words is still a stop, of which the figure is unknown. */
function isWeaker(message: ReturnType<typeof readMessage>, text: string): boolean {
  if (message === null) return true;
  if (message.kind === 'unstun' || message.kind === 'stunned') return message.figure === null;
  return JSON.stringify(message) !== JSON.stringify(readMessage(text));
}

/** What each message must be worth: a pattern that reads another part of the line would not give it. */
const WORTH: Readonly<Record<string, object>> = {
  unstun: { figure: 642_118 },
  'snapshot-start': { name: 'nightly', memory: false, quiesced: true },
  'snapshot-mode': { mode: 0 },
  'snapshot-lazy': { name: 'nightly' },
  'snapshot-done': { name: 'nightly' },
  'quiesce-state': { state: 'STARTED', failed: false },
  'quiesce-failed': { id: 'quiesce.timeout', text: 'Timed out while quiescing the virtual machine.' },
  'quiesce-detail': { code: '3', text: null },
  'consolidate-trouble': {
    disk: '/vmfs/volumes/ds1/db1/db1-000002.vmdk',
    reason: 'Failed to lock the file (16392) 5345',
  },
  'consolidate-end': { code: 0, text: 'The operation completed successfully' },
  'tracking-enabled': { disk: 'scsi0:3' },
  'migrate-stun-begin': { limitS: 100 },
  'migrate-source': { migrationId: '8743996508480001077', from: '10.0.0.22', to: '10.0.0.23' },
  'migrate-destination': { migrationId: '8743996508480001077', from: '10.0.0.22' },
  'storage-migration': { phase: 8 },
  'hot-remove': { device: 'usb' },
  'device-absent': { device: 'usb' },
  'device-off': { device: 'Ethernet0' },
  resume: { of: 'snapshot' },
  restore: { of: 'suspend' },
  request: { verb: 'Migrate.PrepareSource', requestId: '1a2b3c4d-01-e6' },
};
for (const { kind, samples } of CATALOGUE) {
  const worth = WORTH[kind];
  if (worth === undefined) continue;
  test(`${kind}: what its first sample is worth`, () => {
    assert.deepEqual(readMessage(textOf(samples[0] ?? '')), { kind, ...worth });
  });
}

test('the codes of a consolidate’s end, and what is none', () => {
  const end = (text: string) => readMessage(`ConsolidateEnd: Snapshot consolidate complete: ${text}`);
  assert.deepEqual(end('Cancelled (34).'), { kind: 'consolidate-end', text: 'Cancelled', code: 34 });
  assert.deepEqual(end('A (b) c (-1)'), { kind: 'consolidate-end', text: 'A (b) c', code: -1 });
  for (const text of ['Cancelled', 'Cancelled (x).', 'Cancelled (34). And more'])
    assert.equal(end(text), null, text);
});
