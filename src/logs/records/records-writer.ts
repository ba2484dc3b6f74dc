import { createHash } from 'node:crypto';
import type { GuestReading } from '../../model/guest.js';
import type { InventoryFact } from '../../model/inventory-fact.js';
import { isoOf } from '../../model/iso.js';
import { folderKey, onHost, vmOfLog } from '../../model/vm-place.js';
import type { LogReading } from '../log-reading.js';
import type { ReadItem } from '../read-item.js';
import { RECORDS_VERSION, type RecordLine, writeLine } from './record-line.js';
import { Tally } from './tally.js';
import { VmHosts } from './vm-hosts.js';

/** So many characters of a hash tell all readings of one log apart. */
const ID_LENGTH = 16;

/** Writes what was read as lines of records, in the order in which it comes. It holds one log at a time. */
export class RecordsWriter {
  readonly #tally = new Tally();
  readonly #hosts = new VmHosts();
  /** VMs that are lacking in records which were read. */
  #lacking = 0;

  /** Gives the lines of what was read. */
  *item(item: ReadItem): Generator<string> {
    if (item.kind === 'lacking') {
      this.#lacking += item.vms;
      return;
    }
    if (item.kind === 'reading') this.#hosts.addLog(item.reading.place);
    if (item.kind === 'facts') for (const fact of item.facts) this.#hosts.addFact(fact);
    for (const line of linesOf(item)) yield this.#write(line);
  }

  /** Gives the last lines. Records without them were cut. */
  *end(): Generator<string> {
    // The lines of one VM then tell all there is to know of it, and can be judged by themselves.
    for (const { vm, fact } of this.#hosts.facts()) yield this.#write(factLine(fact, vm));
    let vms = this.#lacking;
    for (const { vm, lines, sum } of this.#tally.counts()) {
      const end = { vm, records: RECORDS_VERSION, type: 'end', lines, sum } as const;
      yield writeLine(vm === COMMON.vm ? { ...end, vms } : end).text;
      vms++;
    }
  }

  #write(line: RecordLine): string {
    const { text, crc } = writeLine(line);
    this.#tally.add(line, crc);
    return text;
  }
}

/** What is not of one VM has the empty key. */
const COMMON = { vm: '', records: RECORDS_VERSION } as const;

function* linesOf(item: Exclude<ReadItem, { kind: 'lacking' }>): Generator<RecordLine> {
  if (item.kind === 'reading') yield* logLines(item.reading);
  else if (item.kind === 'guest') yield* guestLines(item.reading);
  else if (item.kind === 'facts') yield* item.facts.map((fact) => factLine(fact, keyOfFact(fact)));
  else yield ownLine(item);
}

/** What needs no more than a line. */
function ownLine(item: Exclude<ReadItem, { kind: 'reading' | 'guest' | 'facts' | 'lacking' }>): RecordLine {
  if (item.kind === 'input') return { ...COMMON, type: 'input', path: item.path };
  if (item.kind === 'problem') {
    const { diagnostic, named, doubts } = item;
    return { ...COMMON, type: 'problem', diagnostic, named, doubts };
  }
  const { path, named, isOther, isEmpty, diagnostics } = item;
  return { ...COMMON, type: 'no-vm-log', path, named, isOther, isEmpty, diagnostics };
}

function* logLines({ entries, ...rest }: LogReading): Generator<RecordLine> {
  const reading = hashOf(rest, entries, ({ line }) => line);
  const key = {
    vm: vmOfLog(rest.place).key,
    records: RECORDS_VERSION,
    log: rest.place.path,
    reading,
  } as const;
  yield { ...key, type: 'log', messages: entries.length, ...rest };
  for (const [index, entry] of entries.entries())
    yield { ...key, type: 'message', index, time: isoOf(entry.at), ...entry };
}

function* guestLines({ entries, ...rest }: GuestReading): Generator<RecordLine> {
  const reading = hashOf(rest, entries, ({ text }) => text);
  const key = { ...COMMON, log: rest.place.path, reading } as const;
  yield { ...key, type: 'guest-log', messages: entries.length, ...rest };
  for (const [index, entry] of entries.entries()) yield { ...key, type: 'guest-message', index, ...entry };
}

function factLine({ statement, place, root }: InventoryFact, vm: string): RecordLine {
  return { ...COMMON, vm, type: 'fact', statement, place, root };
}

/** What names a VM by its configuration goes with the VM's logs. */
function keyOfFact({ statement, place, root }: InventoryFact): string {
  if (statement.kind === 'vmx') return folderKey(place.container, place.folder);
  if (statement.kind !== 'running-vm' && statement.kind !== 'registered-vm') return COMMON.vm;
  return folderKey(place.container, onHost(root, statement.vmxPath).folder);
}

/** Tells readings of one path apart, and gives two readings of the same content the same name. */
function hashOf<T extends { readonly offset: number }>(
  rest: object,
  entries: readonly T[],
  lineOf: (entry: T) => string,
): string {
  const hash = createHash('sha256').update(JSON.stringify(rest));
  for (const entry of entries) hash.update(`\n${entry.offset} ${lineOf(entry)}`);
  return hash.digest('hex').slice(0, ID_LENGTH);
}
