import type { Report } from '../model/report.js';

/** What `csv`, `tsv` and `parquet` list. */
export const ROW_KINDS = ['stops', 'events', 'vms', 'freezes', 'backups'] as const;

export type RowKind = (typeof ROW_KINDS)[number];

/** How a report is to be shown; nothing here changes what it says. */
export interface RenderOptions {
  readonly rows: RowKind;
  /** Rows listed in human formats; 0 lists all. */
  readonly top: number;
  /** IANA name of the zone in which human formats show times. */
  readonly zone: string;
  /** Columns of the terminal; null where there is no terminal and lines may be as long as they need. */
  readonly width: number | null;
  readonly color: boolean;
  /** Whether human formats show the lines that prove the cause of each listed stop. */
  readonly explain: boolean;
  /** Whether the table is nothing but the answer. */
  readonly summary: boolean;
}

/** One output format, whose reports are pieces of text or of bytes. */
export interface Reporter<Piece extends string | Uint8Array = string | Uint8Array> {
  /** Says whether the report itself lists the diagnostics, so that nobody needs to repeat them. */
  readonly showsDiagnostics: boolean;
  /** Gives the exit code of the run where the format has a convention of its own. */
  readonly exitCode?: (report: Report) => number;
  /** Renders the report as pieces to be written one after the other. */
  render(report: Report, options: RenderOptions): Iterable<Piece>;
}
