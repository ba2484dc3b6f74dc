import type { GuestStamp } from '../../model/guest.js';
import { readDate } from '../date-text.js';
import { type GuestLine, type LineForm, lineWith } from '../guest-line.js';
import { instanceText } from './messages-log.js';

const PAIRS = /^when="(?<when>[^"]{1,40})" /;
const LEVEL = / level=(?<level>\w+) /;
const TEXT = ' text="';
const SEVERITIES: Readonly<Record<string, number>> = { WARNING: 1, SEVERE: 2, FATAL: 3 };

const STAMP: GuestStamp = { wall: Date.UTC(2019, 7, 1, 18, 43, 2, 216) * 1000, unitUs: 1000, zone: null };

/** The structured log, as pairs of names and values or as JSON. */
export const structuredLog: LineForm = {
  name: 'structured',
  read,
  continues: false,
  meaning: 'The database writes it where a structured log is set up, as pairs or as JSON.',
  source: 'IRIS Monitoring Guide',
  samples: [
    {
      file: 'structured.log',
      line: 'when="2019-08-01 18:43:02.216" pid=8240 level=SEVERE event=Utility.Event text="Backup.General.ExternalFreeze: System suspended"',
      told: lineWith(STAMP, { kind: 'frozen' }),
    },
    {
      file: 'structured.json',
      line: '{"when":"2019-08-01 18:43:02.216","pid":"8240","level":"INFO","event":"Utility.Event","text":"Backup.General.ExternalThaw: Resuming system"}',
      told: lineWith(STAMP, { kind: 'thaw-requested' }),
    },
  ],
};

function read(line: string): GuestLine | null {
  const found = line.startsWith('{') ? inJson(line) : inPairs(line);
  const { when, level = '', text = '' } = found ?? {};
  if (when === undefined) return null;
  const stamp = readDate(when);
  const message = instanceText(text, SEVERITIES[level.toUpperCase()] ?? 0);
  return { stamp, unsure: stamp === null ? when : null, instance: null, message };
}

/** Step by step: one pattern for all of it would take minutes for a line that repeats its names. */
function inPairs(line: string): Found | undefined {
  const when = PAIRS.exec(line)?.groups?.when;
  const at = line.indexOf(TEXT);
  const end = line.trimEnd();
  if (when === undefined || at === -1 || !end.endsWith('"')) return undefined;
  const level = LEVEL.exec(line.slice(0, at + 1))?.groups?.level;
  return level === undefined ? undefined : { when, level, text: end.slice(at + TEXT.length, -1) };
}

type Found = Readonly<Record<string, string | undefined>>;

function inJson(line: string): Found | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    const found = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
    return 'event' in found ? found : undefined;
  } catch {
    return undefined;
  }
}
