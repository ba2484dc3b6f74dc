import type { GuestMessage } from '../../model/guest.js';
import { readDate } from '../date-text.js';
import { type GuestLine, type LineForm, lineWith } from '../guest-line.js';
import { limitIn, mayBeFreeze } from './backup-texts.js';

const LINE = /^(?<stamp>.{8,80}?): {1,4}(?<text>\S.*)$/;
const PHRASE =
  /^(?:Attempting to (?<asked>freeze|thaw) (?<of1>\S+)|(?<of2>\S+) (?<state>IS FROZEN|IS THAWED|FREEZE FAILED|THAW FAILED)|Completed (?:freeze|thaw) of (?<of3>\S+)|(?:Pre freeze|Post thaw) script (?:started|finished)|ERROR: Unknown status code: (?<code>\S+)|(?:ERROR: )?(?<of4>\S+) (?<mismatch>(?:IS|is) already (?:FROZEN|frozen)|(?:IS|is) already (?:THAWED|thawed)|is not frozen|is in frozen state))$/;

const STATES: Readonly<Record<string, GuestMessage>> = {
  'IS FROZEN': { kind: 'frozen' },
  'IS THAWED': { kind: 'thawed' },
  'FREEZE FAILED': { kind: 'freeze-failed' },
  'THAW FAILED': { kind: 'thaw-failed' },
};

const STAMP = { wall: Date.UTC(2017, 0, 4, 16, 30, 36) * 1000, unitUs: 1_000_000, zone: null };
const EST = { kind: 'offset', aheadUs: -18_000_000_000 } as const;

/** The log of the pre-freeze and post-thaw scripts. */
export const scriptLog: LineForm = {
  name: 'script',
  read,
  continues: false,
  meaning: 'Freeze and thaw scripts write it (`snapshot.log`), with the output of `date`.',
  source: 'InterSystems Developer Community, "VM Backups and Caché freeze/thaw scripts"',
  samples: [
    {
      file: 'snapshot.log',
      line: 'Wed Jan  4 16:30:36 EST 2017: H20152 IS FROZEN',
      told: lineWith({ ...STAMP, zone: EST }, { kind: 'frozen' }, 'H20152'),
    },
    {
      file: 'snapshot.log',
      line: 'mié 04 ene 2017 16:30:36 EST: Attempting to thaw H20152',
      told: lineWith({ ...STAMP, zone: EST }, { kind: 'thaw-requested' }, 'H20152'),
    },
    {
      file: 'freeze.txt',
      line: '2017年 01月 04日 星期三 16:30:36 CST:   ERROR: Unknown status code: 7',
      told: lineWith(
        { ...STAMP, zone: { kind: 'abbreviation', text: 'CST' } },
        { kind: 'unknown-status', code: '7' },
      ),
    },
    {
      file: 'snapshot.log',
      line: '04.01.2017 16:30:36: H20152 FREEZE FAILED',
      told: {
        stamp: null,
        unsure: '04.01.2017 16:30:36',
        instance: 'H20152',
        message: { kind: 'freeze-failed' },
      },
    },
    {
      file: 'snapshot.log',
      line: 'Wed Jan  4 16:30:36 EST 2017: Pre freeze script started',
      told: lineWith({ ...STAMP, zone: EST }, null),
    },
  ],
};

function read(line: string): GuestLine | null {
  const { stamp = '', text = '' } = LINE.exec(line)?.groups ?? {};
  if (text === '' || !/\d[:.時时시]\s?\d\d/.test(stamp)) return null;
  const { groups } = PHRASE.exec(text.trimEnd()) ?? {};
  const said = groups === undefined ? (limitIn(text) ?? unclear(text)) : messageOf(groups);
  if (groups === undefined && said === null) return null;
  const read = readDate(stamp);
  const instance = groups?.of1 ?? groups?.of2 ?? groups?.of3 ?? groups?.of4 ?? null;
  return { stamp: read, unsure: read === null ? stamp : null, instance, message: said };
}

type Groups = Readonly<Record<string, string | undefined>>;

function messageOf({ asked, state, code, mismatch }: Groups): GuestMessage | null {
  if (asked !== undefined) return { kind: asked === 'freeze' ? 'freeze-requested' : 'thaw-requested' };
  if (code !== undefined) return { kind: 'unknown-status', code };
  if (mismatch !== undefined)
    return { kind: /not frozen|thawed/i.test(mismatch) ? 'not-frozen' : 'already-frozen' };
  return (state === undefined ? undefined : STATES[state]) ?? null;
}

function unclear(text: string): GuestMessage | null {
  return mayBeFreeze(text) ? { kind: 'unclear' } : null;
}
