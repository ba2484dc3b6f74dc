import type { Cause } from '../model/cause.js';
import type { Role } from '../model/mirror.js';
import type { FailLevel } from '../model/policy.js';
import { type AnalysisSettings, type OptionFile, SORT_KEYS, type SortKey } from '../model/settings.js';
import { oneOf } from './choice.js';
import { ANY_DURATION, readDuration } from './duration.js';
import { checkFilters } from './filters.js';
import { checkGuests } from './guests.js';
import { checkLimits } from './limits.js';
import { checkPolicy, readCpfPath, remarksOnQos } from './policy.js';
import { readRoles } from './roles.js';
import { badValue, UsageError } from './usage-error.js';
import { flagOf, type LabelOf, type OptionKey, type Unchecked, Values } from './values.js';
import { readVms } from './vms.js';
import { readZone } from './zone.js';

/** What a program can ask of an analysis; what is left out has the default of the command line. */
export interface AnalysisOptions {
  /** The mirror's QoS timeout, such as `8s`; a bare number is milliseconds. */
  readonly qos?: string | number | undefined;
  /** The CPF of a member of the mirror, which states the QoS timeout; not together with `qos`. */
  readonly cpf?: string | undefined;
  /** Which VMs have which role in the mirror: `ROLE=GLOB`, such as `backup=db2`. */
  readonly role?: string | readonly string[] | undefined;
  /** Which kind of cluster the stops are judged for, such as `corosync-3`: `stuntime --profile list` names all; an InterSystems mirror unless given. */
  readonly profile?: string | undefined;
  /** VMs with a QoS timeout or a role of their own; of the patterns that match a VM the first with a QoS timeout counts. */
  readonly vms?: readonly VmOptions[] | undefined;
  /** The file of an earlier report as JSON: only stops that are new, or worse than in it, are judged. */
  readonly baseline?: string | undefined;
  /** A file with the inputs that should be there, one on each line: each that is not read, and not in records, is an error. */
  readonly expect?: string | undefined;
  /** Files and folders whose texts are read as guest logs may be. */
  readonly guest?: string | readonly string[] | undefined;
  /** The zone of the guests' clocks, for times that name none: an IANA name, or `local`. */
  readonly guestTz?: string | undefined;
  /** What is added to the guests' times so that they agree with the hosts', such as `-19s`; a bare number is milliseconds. */
  readonly guestOffset?: string | number | undefined;
  /** From which share of half or all of the timeout a stop approaches it, in percent. */
  readonly approach?: string | number | undefined;
  readonly failOn?: FailLevel | undefined;
  /** The longest time between two stops of one event whose cause no line tells; a bare number is milliseconds. */
  readonly gap?: string | number | undefined;
  /** Whether unread parts leave the exit code alone; not together with `strict`. */
  readonly allowPartial?: boolean | undefined;
  /** Whether warnings that stops may be hidden count as unread. */
  readonly strict?: boolean | undefined;
  /** Globs of VM names. */
  readonly vm?: string | readonly string[] | undefined;
  /** An ISO 8601 date or time, an age such as `7d`, or a Date; a date alone is the whole day. */
  readonly since?: string | Date | undefined;
  readonly until?: string | Date | undefined;
  readonly min?: string | number | undefined;
  readonly cause?: Cause | readonly Cause[] | undefined;
  readonly sort?: SortKey | undefined;
  /** The zone of dates and times that name none: an IANA name, or `local`; UTC unless given. */
  readonly tz?: string | undefined;
  readonly maxDepth?: string | number | undefined;
  readonly maxMembers?: string | number | undefined;
  readonly maxLogs?: string | number | undefined;
  /** A number of bytes, or a size such as `64GiB`. */
  readonly maxBytes?: string | number | undefined;
  readonly maxHeld?: string | number | undefined;
  /** Once it is aborted, nothing more is read, and the report is partial and marked incomplete. */
  readonly signal?: AbortSignal | undefined;
}

/** What is said of the VMs whose display name or folder name matches a glob. */
export interface VmOptions {
  readonly match: string;
  readonly qos?: string | number | undefined;
  readonly role?: Role | undefined;
}

const DEFAULT_GAP = '30s';

/**
 * Checks what a user asks of an analysis, on the command line or in a program; throws UsageError for what cannot be
 * accepted. `labelOf` gives what its messages call an option.
 */
export function checkAnalysis(options: Unchecked, now: Date, labelOf: LabelOf = flagOf): AnalysisSettings {
  const values = new Values(options, labelOf);
  const policy = checkPolicy(values);
  const own = readVms(values);
  if (policy.profile !== null && own.roles.length > 0)
    throw new UsageError(
      `${values.label('vms')} gives roles, which are those of an InterSystems mirror, and ${values.label('profile')} names another cluster`,
    );
  const zone = readZone(values.label('tz'), values.text('tz') ?? 'UTC');
  return {
    policy,
    cpf: readCpfPath(values),
    roles: [...readRoles(values), ...own.roles],
    timeouts: own.timeouts,
    guests: checkGuests(values),
    baseline: readFilePath(values, 'baseline', 'the file of a report as JSON'),
    expect: readFilePath(values, 'expect', 'a file with one input on each line'),
    filters: checkFilters(values, { now, zone }),
    gap: readDuration(values.label('gap'), values.figure('gap') ?? DEFAULT_GAP, ANY_DURATION),
    sort: oneOf(values.label('sort'), values.text('sort') ?? 'duration', SORT_KEYS),
    zone,
    limits: checkLimits(values),
    remarks: remarksOnQos(policy, values),
  };
}

function readFilePath(values: Values, key: OptionKey, accepted: string): OptionFile | null {
  const [label, path] = [values.label(key), values.text(key)];
  if (path === '') throw badValue(label, path, accepted);
  return path === undefined ? null : { label, path };
}
