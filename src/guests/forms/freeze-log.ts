import type { GuestStamp } from '../../model/guest.js';
import { stampIn } from '../calendar.js';
import { type GuestLine, type LineContext, type LineForm, lineWith } from '../guest-line.js';
import { backupText } from './backup-texts.js';

const LINE =
  /^(?<month>\d\d)\/(?<day>\d\d)\/(?<year>\d{4}) (?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d): (?<text>Backup\.General\.External.*)$/;
const INSTANCE = /^(?<instance>.+)-pre_post\.log/i;
const MARKER = /^offset (?<offset>\d+) of (?<file>.+)$/;

const STAMP: GuestStamp = { wall: Date.UTC(2017, 0, 4, 16, 30, 36) * 1000, unitUs: 1_000_000, zone: null };
const JOURNAL = '/trak/jnl/jrnpri/h20152/H20152_20170104.011';

/** The log that ExternalFreeze and ExternalThaw write where they are given its name. */
export const freezeLog: LineForm = {
  name: 'freeze',
  read,
  continues: true,
  meaning: 'ExternalFreeze and ExternalThaw write it (`INSTANCE-pre_post.log`, `BackupScript.log`).',
  source: 'InterSystems Developer Community, "VM Backups and Caché freeze/thaw scripts"',
  samples: [
    {
      file: 'H20152-pre_post.log',
      line: '01/04/2017 16:30:36: Backup.General.ExternalFreeze: System suspended',
      told: lineWith(STAMP, { kind: 'frozen' }, 'H20152'),
    },
    {
      file: 'BackupScript.log',
      line: '01/04/2017 16:30:36: Backup.General.ExternalThaw: Resuming system',
      told: lineWith(STAMP, { kind: 'thaw-requested' }),
    },
    {
      file: 'H20152-pre_post.log',
      line: `01/04/2017 16:30:36: Backup.General.ExternalFreeze: Start a journal restore for this backup with journal file: ${JOURNAL}`,
      told: lineWith(STAMP, { kind: 'journal', text: `journal ${JOURNAL}` }, 'H20152'),
    },
    {
      file: 'H20152-pre_post.log',
      line: `offset 197192 of ${JOURNAL}`,
      told: lineWith(null, { kind: 'journal', text: `marker at byte 197192 of ${JOURNAL}` }, 'H20152'),
    },
    {
      file: 'H20152-pre_post.log',
      line: '01/04/2017 16:30:36: Backup.General.ExternalFreeze: Something else',
      told: lineWith(STAMP, { kind: 'unclear' }, 'H20152'),
    },
  ],
};

function read(line: string, { file }: LineContext): GuestLine | null {
  const instance = INSTANCE.exec(file)?.groups?.instance ?? null;
  const marker = MARKER.exec(line.trimEnd())?.groups;
  if (marker !== undefined)
    return lineWith(
      null,
      { kind: 'journal', text: `marker at byte ${marker.offset} of ${marker.file}` },
      instance,
    );
  const { groups } = LINE.exec(line) ?? {};
  if (groups === undefined) return null;
  const stamp = stampIn(groups);
  const unsure = stamp === null ? line.slice(0, 19) : null;
  return { stamp, unsure, instance, message: backupText(groups.text ?? '') ?? null };
}
