import { CAUSES } from '../model/cause.js';
import { ROLES } from '../model/mirror.js';
import { FAIL_LEVELS } from '../model/policy.js';
import { SORT_KEYS } from '../model/settings.js';
import { enumerated } from '../model/text.js';
import { type FormatName, OUTPUT_FORMATS } from '../reporters/index.js';
import { ROW_KINDS } from '../reporters/reporter.js';
import { LIMITS, MOST_DEPTH } from '../settings/limits.js';
import { PROFILES } from '../settings/profiles.js';

export const WHEN = ['auto', 'always', 'never'] as const;

/** An option of the command line, as data: parser, help, completion and docs are made from the same list. */
export type OptionDefinition = Flag | ValuedOption;

interface Flag extends AnyOption {
  readonly value: null;
}

interface ValuedOption extends AnyOption {
  /** What help calls its value. */
  readonly value: string;
  readonly example: string;
  readonly default?: string;
  readonly repeatable?: true;
  /** Whether it names a file: in settings, as seen from their folder. */
  readonly isFile?: true;
  /** Whether `--no-NAME` is the value `never`; where `never` is one of the choices, it is. */
  readonly isNegatable?: true;
}

interface AnyOption {
  readonly name: string;
  readonly alias?: string;
  readonly description: string;
  readonly group: string;
  /** The values that it takes, where they are a list. */
  readonly choices?: readonly string[];
  /** Whether the list is too long for help and docs, which name its source in words. */
  readonly hasManyChoices?: true;
  /** Whether it says what one run reads and writes: no settings give it. */
  readonly ofOneRun?: true;
  /** Whether it has an effect on reports only: with `advise` it is bad usage. */
  readonly ofReport?: true;
  /** Whether it has an effect on what is read: all others are bad usage with records, which judge nothing. */
  readonly ofReading?: true;
  /** The only output formats in which it has an effect, where it has none in others: there it is bad usage. */
  readonly formats?: readonly FormatName[];
}

/** The formats for people that show times in a zone, and the first rows. */
const FOR_PEOPLE = ['table', 'markdown', 'jira'] as const satisfies readonly FormatName[];
/** Those of them that have room for the lines of logs. */
const EXPLAINED = ['table', 'markdown'] as const satisfies readonly FormatName[];
/** The formats that are one list of rows. */
const LISTS = ['csv', 'tsv', 'parquet'] as const satisfies readonly FormatName[];

const INPUT = 'Input:';
const SETTINGS = 'Settings:';
const VERDICT = 'Verdict:';
const GUESTS = 'Guest logs (freezes, thaws, mirror messages):';
const FILTERS = 'Filters:';
const OUTPUT = 'Output:';
const LIMITING = 'Safety limits (when one is reached, the rest stays unread: exit code 2):';
const MESSAGES = 'Messages:';

/** Every option, in the order of the help. */
export const OPTIONS: readonly OptionDefinition[] = [
  {
    name: 'qos',
    alias: 'q',
    value: 'DURATION',
    example: '8s',
    group: VERDICT,
    description: "the mirror's QoS timeout, in us, ms, s or m; a bare number is milliseconds",
    default: '8000',
  },
  {
    name: 'cpf',
    isFile: true,
    value: 'FILE',
    example: 'iris.cpf',
    group: VERDICT,
    description: "read the QoS timeout from a mirror member's iris.cpf or cache.cpf",
  },
  {
    name: 'profile',
    ofReport: true,
    value: 'NAME',
    example: 'corosync-3',
    group: VERDICT,
    choices: ['list', ...PROFILES.map(({ name }) => name)],
    hasManyChoices: true,
    description:
      'judge stops for another kind of cluster, by its timeout; list prints all, with their sources',
    default: 'intersystems',
  },
  {
    name: 'role',
    value: 'ROLE=GLOB',
    example: "'backup=db2*'",
    group: VERDICT,
    repeatable: true,
    description: `which VMs are what in the mirror: ${ROLES.join(', ')} (repeatable); others are judged as a primary`,
  },
  {
    name: 'approach',
    value: 'PERCENT',
    example: '80',
    group: VERDICT,
    description: 'warn from this percentage of half (or all) of the timeout',
    default: '80',
  },
  {
    name: 'fail-on',
    value: 'LEVEL',
    example: 'over-half',
    group: VERDICT,
    choices: FAIL_LEVELS,
    description: 'lowest level that exits with 1',
    default: 'over-half',
  },
  {
    name: 'gap',
    value: 'DURATION',
    example: '30s',
    group: VERDICT,
    description: 'merge stops with no logged cause if they are at most this far apart',
    default: '30s',
  },
  {
    name: 'allow-partial',
    ofReading: true,
    value: null,
    group: VERDICT,
    description: 'do not exit 2 for unreadable parts',
  },
  {
    name: 'strict',
    value: null,
    group: VERDICT,
    description: 'exit 2 if stops may be hidden: a log missing from a rotation, a VM without its current log',
  },
  {
    name: 'stdin-name',
    ofOneRun: true,
    ofReading: true,
    value: 'PATH',
    example: 's3:bucket/esx1.tgz',
    group: INPUT,
    description: 'path of standard input in reports and records; its folder names the VM',
    default: '-',
  },
  {
    name: 'expect',
    isFile: true,
    ofReport: true,
    value: 'FILE',
    example: 'bundles.txt',
    group: INPUT,
    description:
      'list of inputs, one per line: exit 2 if one was not read and is not in the records read; says which',
  },
  {
    name: 'guest',
    ofReading: true,
    isFile: true,
    value: 'PATH',
    example: 'snapshot.log',
    group: GUESTS,
    repeatable: true,
    description: 'also read every text file here as a guest log, whatever its name (repeatable)',
  },
  {
    name: 'guest-tz',
    value: 'ZONE',
    example: 'America/New_York',
    group: GUESTS,
    description: "time zone of the guests' clocks, for logs that do not tell it: an IANA name, or local",
  },
  {
    name: 'guest-offset',
    value: 'DURATION',
    example: '-19s',
    group: GUESTS,
    description: "correct the guests' clocks by this: -20s if they are 20 s ahead of the hosts'",
  },
  {
    name: 'vm',
    value: 'GLOB',
    example: "'db*'",
    group: FILTERS,
    repeatable: true,
    description: 'only these VMs, by display name or folder name; * and ? are wildcards (repeatable)',
  },
  {
    name: 'since',
    value: 'TIME',
    example: '7d',
    group: FILTERS,
    description:
      'only stops that ended at or after this: ISO 8601, or an age such as 7d or 36h; a date alone is the whole day',
  },
  {
    name: 'until',
    value: 'TIME',
    example: '2026-01-12',
    group: FILTERS,
    description: 'only stops that began at or before this',
  },
  {
    name: 'min',
    value: 'DURATION',
    example: '500ms',
    group: FILTERS,
    description: 'only stops at least this long',
    default: '0',
  },
  {
    name: 'cause',
    value: 'CAUSE',
    example: 'consolidate',
    group: FILTERS,
    repeatable: true,
    choices: CAUSES,
    description: 'only these causes (repeatable)',
  },
  {
    name: 'baseline',
    isFile: true,
    ofReport: true,
    value: 'REPORT',
    example: 'accepted.json',
    group: FILTERS,
    description:
      'only stops that are new, or worse than in this earlier report of --format json; says which are gone',
  },
  {
    name: 'format',
    ofReading: true,
    ofOneRun: true,
    alias: 'f',
    value: 'NAME',
    example: 'json',
    group: OUTPUT,
    choices: OUTPUT_FORMATS.map(({ name }) => name),
    repeatable: true,
    description: 'output format, unless the ending of --output says it (repeatable, each with its --output)',
    default: 'table',
  },
  {
    name: 'sort',
    ofReport: true,
    value: 'KEY',
    example: 'time',
    group: OUTPUT,
    choices: SORT_KEYS,
    description: 'longest first, oldest first, or by VM name',
    default: 'duration',
  },
  {
    name: 'top',
    ofReport: true,
    value: 'N',
    example: '20',
    group: OUTPUT,
    description: `rows listed in ${FOR_PEOPLE.join(', ')}, 0 for all; never changes the summary or the exit code`,
    default: '20',
  },
  {
    name: 'explain',
    ofReport: true,
    value: null,
    group: OUTPUT,
    formats: EXPLAINED,
    description: `in ${EXPLAINED.join(' and ')}, show the log lines that prove the cause of each listed stop, and each backup step by step`,
  },
  {
    name: 'summary',
    ofReport: true,
    value: null,
    group: OUTPUT,
    formats: ['table'],
    description: 'print only the answer: a line, why the run exits with its code, and the answer in full',
  },
  {
    name: 'rows',
    ofReport: true,
    value: 'KIND',
    example: 'events',
    group: OUTPUT,
    choices: ROW_KINDS,
    formats: LISTS,
    description: `what ${enumerated(LISTS)} list`,
    default: 'stops',
  },
  {
    name: 'tz',
    value: 'ZONE',
    example: 'Europe/Berlin',
    group: OUTPUT,
    description: `time zone of ${FOR_PEOPLE.join(', ')}, and of --since and --until without a zone: an IANA name, or local`,
    default: 'UTC',
  },
  {
    name: 'output',
    ofReading: true,
    ofOneRun: true,
    alias: 'o',
    value: 'FILE',
    example: 'report.txt',
    group: OUTPUT,
    repeatable: true,
    description: 'write the report to this file, whole or not at all; - is stdout (repeatable)',
    default: '-',
  },
  {
    name: 'redact',
    ofReport: true,
    value: null,
    group: OUTPUT,
    description:
      'replace names of VMs, hosts, datastores, snapshots and paths by pseudonyms, in lines of logs too',
  },
  {
    name: 'redact-key',
    isFile: true,
    ofReport: true,
    value: 'FILE',
    example: 'key.json',
    group: OUTPUT,
    description:
      'write to this file what each pseudonym stands for; names that it holds already keep their pseudonyms',
  },
  {
    name: 'color',
    ofReading: true,
    value: 'WHEN',
    example: 'always',
    group: OUTPUT,
    choices: WHEN,
    description: 'use colors; --no-color, NO_COLOR and FORCE_COLOR work too',
    default: 'auto',
  },
  {
    name: 'max-depth',
    ofReading: true,
    value: 'N',
    example: LIMITS.depth,
    group: LIMITING,
    description: `how deep archives may be nested, at most ${MOST_DEPTH}`,
    default: LIMITS.depth,
  },
  {
    name: 'max-members',
    ofReading: true,
    value: 'N',
    example: LIMITS.members,
    group: LIMITING,
    description: 'files in the folders and archives of one input',
    default: LIMITS.members,
  },
  {
    name: 'max-logs',
    ofReading: true,
    value: 'N',
    example: LIMITS.logs,
    group: LIMITING,
    description: 'logs in one input, with the files beside them that are read',
    default: LIMITS.logs,
  },
  {
    name: 'max-bytes',
    ofReading: true,
    value: 'SIZE',
    example: '500GiB',
    group: LIMITING,
    description: 'size to which the archives of one input may unpack',
    default: LIMITS.bytes,
  },
  {
    name: 'max-held',
    ofReading: true,
    value: 'SIZE',
    example: LIMITS.held,
    group: LIMITING,
    description: 'log fragments held in memory because they come out of order',
    default: LIMITS.held,
  },
  {
    name: 'config',
    ofReading: true,
    ofOneRun: true,
    value: 'FILE',
    example: '.stuntimerc.json',
    group: SETTINGS,
    isNegatable: true,
    description:
      'read settings from this file; if not given, from .stuntimerc.json or the key stuntime of package.json, in this folder or above; --no-config reads none',
  },
  {
    name: 'print-config',
    ofReading: true,
    ofOneRun: true,
    value: null,
    group: SETTINGS,
    description: 'print each setting with where it comes from, and read no logs',
  },
  {
    name: 'quiet',
    ofReading: true,
    value: null,
    group: MESSAGES,
    description: 'print nothing on stderr, unless there can be no report',
  },
  {
    name: 'verbose',
    ofReading: true,
    value: null,
    group: MESSAGES,
    description: 'print all messages, and each log that was read',
  },
  {
    name: 'progress',
    ofReading: true,
    value: 'WHEN',
    example: 'always',
    group: MESSAGES,
    choices: WHEN,
    description:
      'show progress after the first second; auto: on a terminal, but not in CI; --no-progress works too',
    default: 'auto',
  },
];

/** The options that settings in a file may give. */
export const IN_SETTINGS: readonly OptionDefinition[] = OPTIONS.filter(({ ofOneRun }) => ofOneRun !== true);

/** Options that print something about the program instead of a report; the last ones of the help. */
export const ABOUT: readonly OptionDefinition[] = [
  { name: 'version', value: null, group: 'Other:', description: 'print the version' },
  { name: 'help', alias: 'h', value: null, group: 'Other:', description: 'print this help' },
];
