import type { Baseline, KnownStop } from '../model/baseline.js';
import { LEVELS } from '../model/level.js';
import { VERDICTS } from '../model/mirror.js';
import type { OptionFile } from '../model/settings.js';
import { visible } from '../model/text.js';
import { readText } from './text-file.js';
import { quote, UsageError } from './usage-error.js';

const ACCEPTED = 'it takes a report of --format json';

/** Reads the report that a run is compared with; throws UsageError for a file that is none, or holds a part of its stops only. */
export function readBaseline({ label, path }: OptionFile): Baseline {
  const refuse = (why: string) => new UsageError(`${label} ${quote(path)} ${why}`);
  const report = fieldsOf(parsed(path, refuse));
  const tool = fieldsOf(report.get('tool'));
  const stops = report.get('stops');
  if (tool.get('name') !== 'stuntime' || !Array.isArray(stops)) throw refuse(`is not a report: ${ACCEPTED}`);
  if (report.get('schemaVersion') !== 1)
    throw refuse('was written by another version of stuntime, with other keys; write it anew');
  if ((report.get('baseline') ?? null) !== null)
    throw refuse('was itself made with a baseline, so it holds only what was new then; use one made without');
  if ((report.get('redacted') ?? false) !== false)
    throw refuse('is redacted: its names are not those of the logs; use the report as it was before');
  return {
    path: visible(path),
    stops: Array.from(stops, (stop: unknown) => {
      const known = knownStop(stop);
      if (known === null)
        throw refuse(`is damaged: a stop lacks its VM, time, duration or level; ${ACCEPTED}`);
      return known;
    }),
  };
}

function parsed(path: string, refuse: (why: string) => UsageError): unknown {
  const text = readText(path, refuse);
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(`is not JSON: ${ACCEPTED}`);
  }
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function knownStop(value: unknown): KnownStop | null {
  const stop = fieldsOf(value);
  const [vm, endedAt, durationUs, line] = ['vm', 'endedAt', 'durationUs', 'line'].map((key) => stop.get(key));
  const level = LEVELS.find((each) => each === stop.get('level'));
  if (typeof vm !== 'string' || typeof durationUs !== 'number' || typeof line !== 'string') return null;
  const takeover = VERDICTS.find((each) => each === fieldsOf(stop.get('takeover')).get('verdict'));
  if (takeover === undefined) return null;
  if (level === undefined || (typeof endedAt !== 'string' && endedAt !== null)) return null;
  return { vm, endedAt, durationUs, level, takeover, line };
}
