import type { AdviceReporter } from './advice-reporter.js';
import type { Reporter } from './reporter.js';

/** One output format as the registry knows it: loaded only when it is chosen. */
export interface Format {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Reporter>;
}

/** Every output format, in the order in which help and docs name them; the first is the default. */
export const FORMATS = [
  {
    name: 'table',
    summary: 'for a terminal: stops, events, notes and a verdict',
    load: async () => (await import('./table.js')).table,
  },
  { name: 'json', summary: 'the whole report', load: async () => (await import('./json.js')).json },
  {
    name: 'ndjson',
    summary: 'the whole report, one value per line, the summary last',
    load: async () => (await import('./ndjson.js')).ndjson,
  },
  { name: 'csv', summary: 'for a spreadsheet', load: async () => (await import('./csv.js')).csv },
  { name: 'tsv', summary: 'for cut, awk and sort', load: async () => (await import('./tsv.js')).tsv },
  {
    name: 'markdown',
    summary: 'to paste into a ticket',
    load: async () => (await import('./markdown.js')).markdown,
  },
  {
    name: 'raw',
    summary: 'microseconds, log and line of every stop',
    load: async () => (await import('./raw.js')).raw,
  },
] as const satisfies readonly Format[];

/** The name of an output format. */
export type FormatName = (typeof FORMATS)[number]['name'];

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

export type { RenderOptions, Reporter, RowKind } from './reporter.js';
export { ROW_KINDS } from './reporter.js';
