import type { GuestMessage, GuestStamp } from '../../model/guest.js';
import { stampIn } from '../calendar.js';
import { type GuestLine, type LineForm, lineWith } from '../guest-line.js';
import { backupText, limitIn, mayBeFreeze } from './backup-texts.js';
import { mirrorText } from './mirror-texts.js';

const LINE =
  /^(?<month>\d\d)\/(?<day>\d\d)\/(?<year>\d\d)-(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d):(?<ms>\d{3}) \(\d+\) (?<severity>[0-3]) (?:\[[^\]]+\] ?)?(?<text>.*)$/;
const RECOVERY = /^\*{3} Recovery started at /;
/** Words without which a line tells nothing that is wanted: most lines have none of them. */
const WORTH =
  /Backup\.General|VSS Writer|ExternalFreeze|freez|thaw|mirror|primary|arbiter|WRTDMN|Backup is down/i;

const STAMP: GuestStamp = { wall: Date.UTC(2021, 7, 11, 5, 49, 44, 347) * 1000, unitUs: 1000, zone: null };

/** The log of the database itself: `messages.log` of IRIS, `cconsole.log` of Caché. */
export const messagesLog: LineForm = {
  name: 'messages',
  read,
  continues: true,
  meaning: 'The database writes it (`messages.log` of IRIS, `cconsole.log` of Caché).',
  source: 'IRIS Monitoring Guide; public logs of IRIS 2021.1',
  samples: [
    {
      file: 'messages.log',
      line: '08/11/21-05:49:44:347 (18374) 0 [Utility.Event] Backup.General.ExternalFreeze: System suspended',
      told: lineWith(STAMP, { kind: 'frozen' }),
    },
    {
      file: 'cconsole.log',
      line: '08/11/21-05:49:44:347 (18374) 0 Backup.General.ExternalThaw: System resumed',
      told: lineWith(STAMP, { kind: 'thawed' }),
    },
    {
      file: 'messages.log',
      line: '08/11/21-05:49:44:347 (684) 1 [Utility.Event] Becoming primary mirror server',
      told: lineWith(STAMP, { kind: 'mirror', state: 'became-primary' }),
    },
    {
      file: 'messages.log',
      line: '08/11/21-05:49:44:347 (3788) 0 $ZF(-100) ret=0',
      told: lineWith(STAMP, null),
    },
    {
      file: 'messages.log',
      line: '*** Recovery started at Wed Aug 11 06:12:30 2021',
      told: lineWith(null, { kind: 'recovery' }),
    },
  ],
};

function read(line: string): GuestLine | null {
  if (RECOVERY.test(line)) return lineWith(null, { kind: 'recovery' });
  const { groups } = LINE.exec(line) ?? {};
  if (groups === undefined) return null;
  const { severity, text = '' } = groups;
  const stamp = stampIn(groups);
  const unsure = stamp === null ? line.slice(0, 21) : null;
  return { stamp, unsure, instance: null, message: instanceText(text.trimEnd(), Number(severity)) };
}

/** Gives what a text of the database's own log tells, null where that is nothing about a freeze or the mirror. */
export function instanceText(text: string, severity: number): GuestMessage | null {
  if (!WORTH.test(text)) return null;
  const ofBackup = backupText(text);
  if (ofBackup !== undefined) return ofBackup;
  if (/^VSS Writer: OnFreeze\b/.test(text)) return { kind: 'freeze-requested' };
  if (/^VSS Writer: OnThaw\b/.test(text)) return { kind: 'vss-thaw' };
  const ofMirror = mirrorText(text, severity);
  if (ofMirror !== null) return ofMirror;
  const limit = limitIn(text);
  if (limit !== null) return limit;
  return /\bExternal(?:Freeze|Thaw)\b/.test(text) && mayBeFreeze(text) ? { kind: 'unclear' } : null;
}
