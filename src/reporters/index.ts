import type { AdviceReporter } from './advice-reporter.js';
import type { Reporter } from './reporter.js';

/** One output format as the registry knows it: loaded only when it is chosen. */
export interface Format {
  readonly name: string;
  readonly summary: string;
  /** Endings of the files that hold this format, in lower case. */
  readonly endings: readonly string[];
  /** Whether it is no text, and so nothing for a terminal. */
  readonly isBinary?: true;
  readonly load: () => Promise<Reporter>;
}

/** Every output format, in the order in which help and docs name them; the first is the default. */
export const FORMATS = [
  {
    name: 'table',
    summary: 'for a terminal: stops, events, notes and a verdict',
    endings: ['.txt'],
    load: async () => (await import('./table.js')).table,
  },
  {
    name: 'json',
    summary: 'the whole report',
    endings: ['.json'],
    load: async () => (await import('./json.js')).json,
  },
  {
    name: 'ndjson',
    summary: 'the whole report, one value per line, the summary last',
    endings: ['.ndjson', '.jsonl'],
    load: async () => (await import('./ndjson.js')).ndjson,
  },
  {
    name: 'csv',
    summary: 'for a spreadsheet',
    endings: ['.csv'],
    load: async () => (await import('./csv.js')).csv,
  },
  {
    name: 'tsv',
    summary: 'for cut, awk and sort',
    endings: ['.tsv'],
    load: async () => (await import('./tsv.js')).tsv,
  },
  {
    name: 'parquet',
    summary: 'for databases and data lakes: typed rows of Apache Parquet',
    endings: ['.parquet'],
    isBinary: true,
    load: async () => (await import('./parquet.js')).parquet,
  },
  {
    name: 'markdown',
    summary: 'to paste into a ticket',
    endings: ['.md', '.markdown'],
    load: async () => (await import('./markdown.js')).markdown,
  },
  {
    name: 'raw',
    summary: 'microseconds, log and line of every stop',
    endings: [],
    load: async () => (await import('./raw.js')).raw,
  },
  {
    name: 'jira',
    summary: 'to paste into a ticket of Jira, as wiki markup',
    endings: [],
    load: async () => (await import('./jira.js')).jira,
  },
  {
    name: 'html',
    summary:
      'for a browser: one page with a timeline of stops, tables that sort and filter, and the evidence',
    endings: ['.html', '.htm'],
    load: async () => (await import('./html.js')).html,
  },
  {
    name: 'junit',
    summary: 'for CI: an XML report with a test case for each event',
    endings: ['.xml'],
    load: async () => (await import('./junit.js')).junit,
  },
  {
    name: 'github',
    summary: 'for GitHub Actions: annotations, and a job summary',
    endings: [],
    load: async () => (await import('./github.js')).github,
  },
  {
    name: 'gitlab',
    summary: 'for GitLab: a code quality report',
    endings: [],
    load: async () => (await import('./gitlab.js')).gitlab,
  },
  {
    name: 'sarif',
    summary: 'for code scanning: SARIF 2.1.0',
    endings: ['.sarif', '.sarif.json'],
    load: async () => (await import('./sarif.js')).sarif,
  },
  {
    name: 'openmetrics',
    summary: 'for Prometheus: gauges for the textfile collector',
    endings: ['.prom'],
    load: async () => (await import('./openmetrics.js')).openmetrics,
  },
  {
    name: 'nagios',
    summary: 'for Nagios and its relatives: a status line, performance data, and their exit codes',
    endings: [],
    load: async () => (await import('./nagios.js')).nagios,
  },
] as const satisfies readonly Format[];

/** The name of an output format. */
export type FormatName = (typeof FORMATS)[number]['name'];

/** What `--format` takes for records: they are no report, since nothing in them is judged. */
export const RECORDS = {
  name: 'records',
  summary: 'what was read, one JSON object per line, for another run to judge; judges nothing',
  endings: ['.records'],
} as const;

/** All that `--format` takes, in the order in which help and docs name them. */
export const OUTPUT_FORMATS = [...FORMATS, RECORDS] as const;

/** Says whether a format is no text. */
export function isBinary(name: FormatName): boolean {
  const formats: readonly Format[] = FORMATS;
  return formats.some((format) => format.name === name && format.isBinary === true);
}

/** Loads the reporter of a format; rejects with a RangeError for a name that is none. */
export async function loadReporter(name: FormatName): Promise<Reporter> {
  const format = FORMATS.find((each) => each.name === name);
  if (format === undefined) throw new RangeError(`no such format: ${name}`);
  return format.load();
}

/** The output formats of `advise`, the default first. */
export const ADVICE_FORMATS = ['table', 'json', 'markdown'] as const satisfies readonly FormatName[];

export type AdviceFormat = (typeof ADVICE_FORMATS)[number];

/** Loads the reporter of an output format of `advise`. */
export async function loadAdviceReporter(name: AdviceFormat): Promise<AdviceReporter> {
  if (name === 'json') return (await import('./advice-json.js')).json;
  return name === 'markdown'
    ? (await import('./advice-markdown.js')).markdown
    : (await import('./advice-table.js')).table;
}

/** Loads what prints the list of profiles. */
export async function loadProfileList() {
  return import('./profile-list.js');
}

export type { RenderOptions, Reporter, RowKind } from './reporter.js';
export { ROW_KINDS } from './reporter.js';
