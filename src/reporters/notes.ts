import type { Diagnostic, DiagnosticKind, Severity } from '../model/diagnostic.js';
import { visible } from '../model/text.js';
import { count } from './text/numbers.js';

/** One diagnostic for people. */
interface Note {
  readonly severity: Severity;
  readonly kind: DiagnosticKind;
  readonly text: string;
}

/** The diagnostics that are shown, gravest first, and how many are not. */
export interface Notes {
  readonly shown: readonly Note[];
  readonly hidden: number;
}

const GRAVEST_FIRST = ['error', 'warning', 'info'] as const satisfies readonly Severity[];

/** Chooses at most so many diagnostics down to a severity, gravest first; those of one severity stay in the report's order. */
export function notesOf(diagnostics: readonly Diagnostic[], mildest: Severity, most: number): Notes {
  const wanted = GRAVEST_FIRST.slice(0, GRAVEST_FIRST.indexOf(mildest) + 1);
  const sorted = wanted.flatMap((severity) => diagnostics.filter((each) => each.severity === severity));
  const shown = sorted.slice(0, most).map(noteOf);
  return { shown, hidden: diagnostics.length - shown.length };
}

/** Says where the diagnostics stand that are not shown (at least one). */
export function moreNotes({ shown, hidden }: Notes): string {
  return `${shown.length === 0 ? count(hidden, 'remark') : `and ${hidden} more`}; --format json lists all`;
}

function noteOf({ severity, kind, path, message }: Diagnostic): Note {
  return { severity, kind, text: visible(path === '' ? message : `${path}: ${message}`) };
}
