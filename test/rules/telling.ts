import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Report } from '../../src/model/report.js';
import { tarOf } from '../laws/archives.js';
import { reportOn } from '../laws/one-log.js';
import { FAMILIES, type Family, headerLine, line, logText } from '../support/log-lines.js';

const START = Date.UTC(2024, 2, 7, 20);
export const SECOND = 1_000_000;

/** What a line tells, whatever its family. */
export interface Told {
  /** Seconds after the start. */
  readonly at: number;
  readonly message: string;
  readonly thread: string;
  readonly opId: string | null;
  /** One of the further lines of an entry. */
  readonly continued?: true;
  /** The header of a new VMX process, for which each family has its own text. */
  readonly header?: true;
}

export const vmx = (at: number, message: string, opId: string | null = null): Told => ({
  at,
  message,
  thread: 'vmx',
  opId,
});
export const vcpu = (at: number, message: string, opId: string | null = null): Told => ({
  ...vmx(at, message, opId),
  thread: 'vcpu-0',
});
export const stop = (at: number, seconds = 1) =>
  vcpu(at, `Checkpoint_Unstun: vm stopped for ${Math.round(seconds * SECOND)} us`);
export const whole = (at: number, seconds: number) =>
  vcpu(at, `CPT: vm was stunned for ${Math.round(seconds * SECOND)} us`);
export const header = (at: number): Told => ({ ...vmx(at, ''), header: true });

export const NO_FLAGS = 'deviceState=0, lazy=0, quiesced=0';
export const take = (at: number, name = 'nightly', flags = NO_FLAGS, opId: string | null = null) =>
  vmx(at, `SnapshotVMX_TakeSnapshot start: '${name}', ${flags}, forceNative=0`, opId);
export const mode = (at: number, number = 0) =>
  vcpu(at, `SnapshotVMXTakeSnapshotWork: Transition to mode ${number}.`);
export const lazy = (at: number, name = 'nightly') =>
  vcpu(at, `SnapshotVMXTakeSnapshotWork: Initiated lazy snapshot '${name}': 7`);
export const done = (at: number, name = 'nightly') =>
  vcpu(at, `SnapshotVMXTakeSnapshotComplete: Done with snapshot '${name}': 7`);
export const closing = (at: number, opId: string | null) =>
  vcpu(at, 'Closing all the disks of the VM.', opId);
export const asked = (at: number) => vcpu(at, 'ToolsBackup: changing quiesce state: IDLE -> STARTED');
export const timedOut = (at: number) => vmx(at, '[msg.snapshot.quiesce.timeout] Timed out');
export const guestError = (at: number) =>
  vmx(at, '[msg.snapshot.quiesce.vmerr] The guest OS has reported an error during quiescing.');
export const further = (at: number, message: string): Told => ({ ...vmx(at, message), continued: true });
export const begun = (at: number) => vmx(at, 'SnapshotVMX_Consolidate: Starting consolidate.');
export const another = (at: number) =>
  vmx(at, 'SnapshotVMXConsolidateOnlineCB: Another iteration is needed.');
export const diskDone = (at: number) => vcpu(at, 'SnapshotVMXConsolidateOnlineCB: Done with consolidate');
export const ended = (at: number, text = 'The operation completed successfully (0)') =>
  vcpu(at, `ConsolidateEnd: Snapshot consolidate complete: ${text}.`);
export const stunning = (at: number) =>
  vmx(at, 'Migrate: VM starting stun, waiting 100 seconds for go/no-go message.');
export const stunned = (at: number) => vcpu(at, 'Migrate: VM successfully stunned');
export const sent = (at: number, id: string) =>
  vmx(
    at,
    `Received migrate 'to' request for mid id ${id}, src ip <10.0.0.22>, dst ip <10.0.0.23>(invalidate source config).`,
  );
export const arrived = (at: number, id: string) =>
  vmx(at, `Migrate_Open: Restoring from <10.0.0.22> with migration id ${id}`);
export const phase = (at: number, number: number) => vmx(at, `SVMotion: Enter Phase ${number}`);
export const moreMemory = (at: number) =>
  vmx(at, 'memoryHotplug: Change of memory size from 32768 to 65536 was requested');
export const remove = (at: number, device = 'usb') => vmx(at, `Requesting hot-remove of '${device}'.`);
export const gone = (at: number, device = 'usb') => vcpu(at, `ConfigDB: Setting ${device}.present = "FALSE"`);
export const off = (at: number, device = 'Ethernet0') => vmx(at, `Powering off ${device}`);
export const removed = (at: number) => vmx(at, 'Hot removal done.');
export const resumed = (at: number, file: string) =>
  vmx(at, `Resuming virtual machine from ${file} with 2048 MB of memory.`);
export const restored = (at: number, file: string) => vmx(at, `CPT: Restoring checkpoint ${file}`);

/** The moment so many seconds after the start. */
export const when = (seconds: number) => new Date(START + Math.round(seconds * 1000));

/** Writes lines as one family does. */
export function written(told: readonly Told[], family: Family): string {
  return logText(
    told.map(({ at, header, ...parts }) =>
      header ? headerLine(family, when(at)) : line(family, { ...parts, at: when(at) }),
    ),
  );
}

/** Gives the report on one log. */
export function reportOnLines(told: readonly Told[], family: Family = 'esx8', gap?: string): Promise<Report> {
  return reportOn(written(told, family), { modifiedAt: when(86_400), options: { sort: 'time', gap } });
}

/** Gives the report on several logs, by their paths in an archive. */
export async function reportOnLogs(
  logs: Readonly<Record<string, readonly Told[]>>,
  family: Family = 'esx8',
): Promise<Report> {
  const members = Object.entries(logs).map(([path, told]) => [path, written(told, family)] as const);
  return reportOn(await tarOf(members), { options: { sort: 'time' } });
}

/** Gives each event of a report in short: cause, basis and count of stops. */
export function inShort({ events }: Report): string[] {
  return events.map(({ cause, basis, stops }) => `${cause} ${basis} ${stops}`);
}

/** Families whose lines have a place for an opID, and that write stops. */
const WITH_OP_ID: readonly Family[] = ['esx8', 'structured'];

/** Lines, and what they are; `opId` where that is so only in families that write opIDs. */
export type Case = readonly [name: string, told: readonly Told[], expected: readonly string[], opId?: 'opId'];

/** Tests cases in every family that can write them, and that what is inferred has no evidence, what is logged some. */
export function testCases(rule: string, cases: readonly Case[]): void {
  for (const [name, told, expected, opId] of cases) {
    test(`${rule}: ${name}`, async () => {
      for (const family of opId === undefined ? FAMILIES : WITH_OP_ID) {
        const report = await reportOnLines(told, family);
        assert.deepEqual(inShort(report), expected, family);
        for (const { basis, evidence } of report.events)
          assert.equal(evidence.length > 0, basis === 'logged');
      }
    });
  }
}

/** Paths of a VM's logs in the bundles of two hosts. */
const FOLDER = 'vmfs/volumes/5f0c1a2b-1a2b3c4d-0011-0123456789ab/db1';
export const PATHS = {
  older: `esx1/${FOLDER}/vmware-1.log`,
  newer: `esx1/${FOLDER}/vmware.log`,
  elsewhere: `esx2/${FOLDER}/vmware.log`,
} as const;
