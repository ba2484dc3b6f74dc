import { DIAGNOSTICS, type Diagnostic } from '../../model/diagnostic.js';
import type { Report } from '../../model/report.js';
import { facts } from '../facts.js';
import { findingsOf } from '../findings.js';
import { moreNotes, notesOf } from '../notes.js';
import type { ShownLine } from '../place.js';
import { verdict } from '../sentence.js';
import { xmlText } from '../text/escape.js';
import { element } from './element.js';

/** A page that lists more of a kind is slow to print. */
const MOST_LISTED = 200;

/** Says on top of an incomplete report that it is one; nothing for a complete one. */
export function* gapNotice({ summary }: Report): Generator<string> {
  if (summary.complete) return;
  yield '<p class="notice"><strong>This report is incomplete.</strong> There may be stops that it does not show: see the <a href="#notes">notes</a>.</p>\n';
}

/** Gives the answer in full, and after it what it does not cover. */
export function* verdictTexts(report: Report, zone: string): Generator<string> {
  const [answer, ...others] = verdict(report, zone);
  yield element('p', { class: 'answer' }, answer);
  for (const other of others) yield element('p', {}, other);
}

/** Gives what was read, and what stops were judged by. */
export function* factList(report: Report, zone: string): Generator<string> {
  yield '<dl class="facts">\n';
  for (const { label, text } of facts(report, zone))
    yield `<div>${element('dt', {}, label)}${element('dd', {}, text)}</div>\n`;
  yield '</dl>\n';
}

/** Gives the findings with their lines folded below; nothing where there are none. */
export function* findingList(report: Report): Generator<string> {
  const { shown, hidden } = findingsOf(report, MOST_LISTED);
  if (shown.length === 0) return;
  yield `<section aria-labelledby="findings">\n<h2 id="findings">Findings (${report.findings.length})</h2>\n<ul class="told">\n`;
  for (const { label, text, lines } of shown) yield* folded(label, text, [...lineList(lines)]);
  yield '</ul>\n';
  if (hidden > 0) yield element('p', {}, `and ${hidden} more: see --format json`);
  yield '</section>\n';
}

/** Gives the diagnostics, gravest first, with their meaning and remedy folded below; nothing where there are none. */
export function* noteList({ diagnostics }: Report): Generator<string> {
  if (diagnostics.length === 0) return;
  const notes = notesOf(diagnostics, 'info', MOST_LISTED);
  yield `<section aria-labelledby="notes">\n<h2 id="notes">Notes (${diagnostics.length})</h2>\n<ul class="told">\n`;
  for (const { severity, kind, text } of notes.shown) yield* folded(severity, text, explained(kind));
  yield '</ul>\n';
  if (notes.hidden > 0) yield element('p', {}, moreNotes(notes));
  yield '</section>\n';
}

function* folded(label: string, text: string, below: readonly string[]): Generator<string> {
  const said = `<b data-label="${xmlText(label)}">${xmlText(label)}</b> ${xmlText(text)}`;
  if (below.length === 0) return yield `<li>${said}</li>\n`;
  yield `<li><details><summary>${said}</summary>\n`;
  yield* below;
  yield '</details></li>\n';
}

function* lineList(lines: readonly ShownLine[]): Generator<string> {
  for (const { place, text } of lines)
    yield `<p class="line"><code>${xmlText(text)}</code> <span>${xmlText(place)}</span></p>\n`;
}

function explained(kind: Diagnostic['kind']): readonly string[] {
  const { meaning, remedy } = DIAGNOSTICS[kind];
  return [`<p>${withCode(meaning)}</p>\n`, `<p>What to do: ${withCode(remedy)}</p>\n`];
}

/** The texts hold no other Markdown than code. */
function withCode(markdown: string): string {
  return xmlText(markdown).replace(/`([^`]*)`/g, '<code>$1</code>');
}
