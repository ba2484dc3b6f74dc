import type { GuestMessage } from '../../model/guest.js';
import { readDate } from '../date-text.js';
import { type GuestLine, type LineForm, lineWith } from '../guest-line.js';

const CLOCK = String.raw`\d\d:\d\d:\d\d`;
const BEHIND = String.raw` \S+ (?<tag>[^\s:]+): +(?<text>.*)$`;
/** RFC 3164: without year and zone. */
const SHORT = new RegExp(String.raw`^[A-Z][a-z]{2} +\d{1,2} ${CLOCK}${BEHIND}`);
/** RFC 3339, as rsyslog and RFC 5424 write it. */
const LONG = new RegExp(
  String.raw`^(?:<\d{1,3}>\d )?(?<stamp>\d{4}-\d\d-\d\dT${CLOCK}(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d))${BEHIND}`,
);
const FAILURE =
  /(?:^|\s)(?:(?<op1>freeze|thaw) of (?<of1>\S+) failed|ERROR when (?<op2>freezing|thawing) (?<of2>\S+))$/;

/** What the scripts send to syslog where a freeze or a thaw fails. */
export const syslog: LineForm = {
  name: 'syslog',
  read,
  continues: false,
  meaning: 'The system writes it (`/var/log/messages`, `syslog`): scripts tell it what failed.',
  source: 'InterSystems Developer Community, "VM Backups and Caché freeze/thaw scripts"; RFC 3164, RFC 3339',
  samples: [
    {
      file: 'messages',
      line: '2017-01-04T16:30:36.123456-05:00 db1 root: freeze of H20152 failed',
      told: lineWith(
        {
          wall: Date.UTC(2017, 0, 4, 16, 30, 36, 123) * 1000,
          unitUs: 1000,
          zone: { kind: 'offset', aheadUs: -18_000_000_000 },
        },
        { kind: 'freeze-failed' },
        'H20152',
      ),
    },
    {
      file: 'messages',
      line: 'Jan  4 16:30:36 db1 root: ERROR when thawing H20152',
      told: { stamp: null, unsure: 'Jan  4 16:30:36', instance: 'H20152', message: { kind: 'thaw-failed' } },
    },
    {
      file: 'messages',
      line: '2017-01-04T16:30:36Z db1 systemd[1]: Started Session 7',
      told: lineWith(
        {
          wall: Date.UTC(2017, 0, 4, 16, 30, 36) * 1000,
          unitUs: 1_000_000,
          zone: { kind: 'offset', aheadUs: 0 },
        },
        null,
      ),
    },
  ],
};

function read(line: string): GuestLine | null {
  const groups = LONG.exec(line)?.groups ?? SHORT.exec(line)?.groups;
  if (groups === undefined) return null;
  const { op1, op2, of1, of2 } = FAILURE.exec(groups.text?.trimEnd() ?? '')?.groups ?? {};
  const op = op1 ?? op2;
  const message: GuestMessage | null =
    op === undefined ? null : { kind: op.startsWith('freez') ? 'freeze-failed' : 'thaw-failed' };
  // Without a year a line tells no day: the time of its file may be that of a copy.
  const stamp = groups.stamp === undefined ? null : readDate(groups.stamp);
  const unsure = stamp === null ? line.slice(0, 15) : null;
  return { stamp, unsure, instance: of1 ?? of2 ?? null, message };
}
