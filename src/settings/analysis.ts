import { CAUSES, type Cause } from '../model/cause.js';
import { FAIL_LEVELS, type FailLevel, type Policy } from '../model/policy.js';
import type { Filters } from '../model/report.js';
import {
  type AnalysisSettings,
  type CheckedFilters,
  type Limits,
  SORT_KEYS,
  type SortKey,
} from '../model/settings.js';
import { US_PER_SECOND } from '../model/units.js';
import { DURATION_FORM, type Range, readDuration } from './duration.js';
import { LIMITS, MOST_DEPTH, readCount, readSize } from './limits.js';
import { readTime } from './time.js';
import { badValue, UsageError } from './usage-error.js';

/** What a user can say about an analysis, in words; what is left out has its default. */
export interface AnalysisOptions {
  /** The mirror's QoS timeout, such as `8s`; a bare number is milliseconds. */
  readonly qos?: string | number | undefined;
  /** From which share of half or all of the timeout a stop approaches it, in percent. */
  readonly approach?: string | number | undefined;
  readonly failOn?: string | undefined;
  /** Globs of VM names. */
  readonly vm?: readonly string[] | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly min?: string | number | undefined;
  readonly cause?: readonly string[] | undefined;
  readonly sort?: string | undefined;
  readonly gap?: string | number | undefined;
  readonly allowPartial?: boolean | undefined;
  readonly maxDepth?: string | number | undefined;
  readonly maxMembers?: string | number | undefined;
  readonly maxLogs?: string | number | undefined;
  /** A number of bytes, or a size such as `64GiB`. */
  readonly maxBytes?: string | number | undefined;
  readonly maxHeld?: string | number | undefined;
}

/** The timeout that a mirror has unless somebody set another one (IRIS High Availability Guide). */
const DEFAULT_QOS = '8000';
const DEFAULT_APPROACH = '80';
const DEFAULT_GAP = '30s';

const QOS_RANGE: Range = {
  least: 1,
  most: 300 * US_PER_SECOND,
  accepted: `${DURATION_FORM}; above 0 and at most 300s`,
};
const ANY_RANGE: Range = { least: 0, most: Number.MAX_SAFE_INTEGER, accepted: DURATION_FORM };
const PERCENT = /^(\d{1,3}(?:\.\d{1,3})?)\s*%?$/;

/** Checks what the user said about an analysis; throws UsageError for what cannot be accepted. */
export function checkAnalysis(options: AnalysisOptions, now: Date): AnalysisSettings {
  return {
    policy: checkPolicy(options),
    filters: checkFilters(options, now),
    gap: readDuration('gap', String(options.gap ?? DEFAULT_GAP), ANY_RANGE),
    sort: oneOf('sort', options.sort ?? 'duration', SORT_KEYS) satisfies SortKey,
    allowPartial: options.allowPartial ?? false,
    limits: checkLimits(options),
  };
}

function checkLimits({ maxDepth, maxMembers, maxLogs, maxBytes, maxHeld }: AnalysisOptions): Limits {
  return {
    depth: readCount('max-depth', String(maxDepth ?? LIMITS.depth), MOST_DEPTH),
    members: readCount('max-members', String(maxMembers ?? LIMITS.members)),
    logs: readCount('max-logs', String(maxLogs ?? LIMITS.logs)),
    bytes: readSize('max-bytes', String(maxBytes ?? LIMITS.bytes)),
    held: readSize('max-held', String(maxHeld ?? LIMITS.held)),
  };
}

function checkPolicy({ qos, approach, failOn }: AnalysisOptions): Policy {
  return {
    qosUs: readDuration('qos', String(qos ?? DEFAULT_QOS), QOS_RANGE),
    qosSource: qos === undefined ? 'default' : 'flag',
    approachPercent: readPercent('approach', String(approach ?? DEFAULT_APPROACH)),
    failOn: oneOf('fail-on', failOn ?? 'over-half', FAIL_LEVELS) satisfies FailLevel,
  };
}

function checkFilters({ vm, since, until, min, cause }: AnalysisOptions, now: Date): CheckedFilters {
  const checked = {
    vm: vm === undefined || vm.length === 0 ? null : vm.map((glob) => notEmpty('vm', glob)),
    since: since === undefined ? null : readTime('since', since, now),
    until: until === undefined ? null : readTime('until', until, now),
    min: min === undefined ? null : readDuration('min', String(min), ANY_RANGE),
    cause:
      cause === undefined || cause.length === 0
        ? null
        : cause.map((one) => oneOf('cause', one, CAUSES) satisfies Cause),
  };
  if (checked.since !== null && checked.until !== null && checked.since > checked.until) {
    throw new UsageError(`--since ${since} lies after --until ${until}: nothing can be between them`);
  }
  return { ...checked, given: givenFilters({ vm: checked.vm, since, until, min, cause: checked.cause }) };
}

function givenFilters(given: {
  readonly vm: readonly string[] | null;
  readonly since: string | undefined;
  readonly until: string | undefined;
  readonly min: string | number | undefined;
  readonly cause: readonly string[] | null;
}): Filters {
  const { vm, since, until, min, cause } = given;
  return {
    ...(vm === null ? {} : { vm }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(min === undefined ? {} : { min: String(min) }),
    ...(cause === null ? {} : { cause }),
  };
}

function readPercent(option: string, text: string): number {
  const accepted = 'a percentage above 0 and at most 100, such as 80';
  const value = Number(PERCENT.exec(text.trim())?.[1] ?? Number.NaN);
  if (!(value > 0 && value <= 100)) throw badValue(option, text, accepted);
  return value;
}

/** Takes a word for one of a list; throws UsageError for any other. */
export function oneOf<T extends string>(option: string, text: string, list: readonly T[]): T {
  const found = list.find((one) => one === text);
  if (found === undefined) throw badValue(option, text, `one of ${list.join(', ')}`);
  return found;
}

function notEmpty(option: string, text: string): string {
  if (text === '') throw badValue(option, text, 'a name, in which * and ? are wildcards');
  return text;
}
