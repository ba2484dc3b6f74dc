import { CAUSES } from '../model/cause.js';
import { FAIL_LEVELS } from '../model/policy.js';
import { SORT_KEYS } from '../model/settings.js';
import { FORMATS, type FormatName } from '../reporters/index.js';
import { ROW_KINDS } from '../reporters/reporter.js';
import { LIMITS, MOST_DEPTH } from '../settings/limits.js';

export const WHEN = ['auto', 'always', 'never'] as const;

/** An option of the command line, as data: parser, help and completion read the same list. */
export interface OptionDefinition {
  readonly name: string;
  readonly alias?: string;
  /** What its value is called in the help; null for an option without one. */
  readonly value: string | null;
  readonly description: string;
  readonly group: string;
  readonly repeatable?: true;
  /** The words that it takes, where they are a list. */
  readonly choices?: readonly string[];
  /** The output formats in which it has an effect, where it has none in others: there it is bad usage. */
  readonly formats?: readonly FormatName[];
}

const JUDGING = 'Judging:';
const CHOOSING = 'Choosing:';
const SHOWING = 'Showing:';
const LIMITING = 'Against traps (reaching one leaves the rest unread: exit code 2):';
const TELLING = 'While it works:';

/** Every option, in the order of the help. */
export const OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'qos',
    alias: 'q',
    value: 'DURATION',
    group: JUDGING,
    description: "the mirror's QoS timeout; a bare number is milliseconds; us, ms, s, m are accepted [8000]",
  },
  {
    name: 'approach',
    value: 'PERCENT',
    group: JUDGING,
    description: 'a stop approaches half (or all) of the timeout from this share of it [80]',
  },
  {
    name: 'fail-on',
    value: 'LEVEL',
    group: JUDGING,
    choices: FAIL_LEVELS,
    description: `lowest level that makes exit code 1: ${FAIL_LEVELS.join(', ')} [over-half]`,
  },
  {
    name: 'gap',
    value: 'DURATION',
    group: JUDGING,
    description:
      'stops without a logged cause are one event while the VM ran no longer than this between [30s]',
  },
  {
    name: 'allow-partial',
    value: null,
    group: JUDGING,
    description: 'parts that could not be read do not make exit code 2',
  },
  {
    name: 'strict',
    value: null,
    group: JUDGING,
    description:
      'warnings that stops may be hidden (a log missing from a rotation, a VM without its current log) count as unread: exit code 2',
  },
  {
    name: 'vm',
    value: 'GLOB',
    group: CHOOSING,
    repeatable: true,
    description: 'only these VMs, by display name or folder name; * and ? are wildcards (repeatable)',
  },
  {
    name: 'since',
    value: 'TIME',
    group: CHOOSING,
    description:
      'only stops that ended at or after this: ISO 8601, or an age such as 7d, 36h; a date alone is the whole day',
  },
  {
    name: 'until',
    value: 'TIME',
    group: CHOOSING,
    description:
      'only stops that began at or before this: ISO 8601, or an age; a date alone is the whole day',
  },
  { name: 'min', value: 'DURATION', group: CHOOSING, description: 'only stops at least this long [0]' },
  {
    name: 'cause',
    value: 'CAUSE',
    group: CHOOSING,
    repeatable: true,
    choices: CAUSES,
    description: `only these causes: ${CAUSES.join(', ')} (repeatable)`,
  },
  {
    name: 'format',
    alias: 'f',
    value: 'NAME',
    group: SHOWING,
    choices: FORMATS.map(({ name }) => name),
    description: `${FORMATS.map(({ name }) => name).join(', ')} [table]`,
  },
  {
    name: 'sort',
    value: 'KEY',
    group: SHOWING,
    choices: SORT_KEYS,
    description: 'duration (longest first), time (oldest first), vm [duration]',
  },
  {
    name: 'top',
    value: 'N',
    group: SHOWING,
    description: 'rows listed in table and markdown, 0 = all; changes neither summary nor exit code [20]',
  },
  {
    name: 'explain',
    value: null,
    group: SHOWING,
    formats: ['table', 'markdown'],
    description: 'in table and markdown, show for each listed stop the lines that prove its cause',
  },
  {
    name: 'rows',
    value: 'KIND',
    group: SHOWING,
    choices: ROW_KINDS,
    formats: ['csv', 'tsv'],
    description: 'what csv and tsv list: stops, events or vms [stops]',
  },
  {
    name: 'tz',
    value: 'ZONE',
    group: SHOWING,
    description:
      'zone of the times in table and markdown, and of --since and --until that name none: an IANA name, or local [UTC]',
  },
  {
    name: 'output',
    alias: 'o',
    value: 'FILE',
    group: SHOWING,
    description: 'write the report there, whole or not at all; - is standard output [-]',
  },
  {
    name: 'color',
    value: 'WHEN',
    group: SHOWING,
    choices: WHEN,
    description: 'auto, always, never; also --no-color, NO_COLOR, FORCE_COLOR [auto]',
  },
  {
    name: 'max-depth',
    value: 'N',
    group: LIMITING,
    description: `containers within containers that are looked into, at most ${MOST_DEPTH} [${LIMITS.depth}]`,
  },
  {
    name: 'max-members',
    value: 'N',
    group: LIMITING,
    description: `members of archives and files of folders in one input [${LIMITS.members}]`,
  },
  {
    name: 'max-logs',
    value: 'N',
    group: LIMITING,
    description: `logs in one input, with the files beside them that are read [${LIMITS.logs}]`,
  },
  {
    name: 'max-bytes',
    value: 'SIZE',
    group: LIMITING,
    description: `what the containers of one input may unpack to, such as 500GiB [${LIMITS.bytes}]`,
  },
  {
    name: 'max-held',
    value: 'SIZE',
    group: LIMITING,
    description: `fragments of a log that are held because they come out of turn [${LIMITS.held}]`,
  },
  {
    name: 'quiet',
    value: null,
    group: TELLING,
    description: 'no messages on standard error but errors of use',
  },
  { name: 'verbose', value: null, group: TELLING, description: 'all messages, and each log that was read' },
  {
    name: 'progress',
    value: 'WHEN',
    group: TELLING,
    choices: WHEN,
    description:
      'how far it is, once that takes over a second: auto (on a terminal, not in CI), always, never; also --no-progress [auto]',
  },
];

/** What the program tells of itself; the last ones of the help. */
export const ABOUT: readonly OptionDefinition[] = [
  { name: 'version', value: null, group: 'Options:', description: 'Show version number' },
  { name: 'help', alias: 'h', value: null, group: 'Options:', description: 'Show help' },
];
