import type { Report } from '../model/report.js';
import { legend } from '../reporters/cell-texts.js';
import { causes } from './causes.js';
import { ALL, type Choice, type Chosen, chooser } from './choice.js';
import { columnsOf } from './columns.js';
import { byId, make } from './dom.js';
import { extentOf } from './extent.js';
import { filterBar } from './filter-bar.js';
import { openReport } from './open-report.js';
import { tablesOf } from './tables.js';
import { Timeline } from './timeline.js';

openReport().then(show).catch(fail);

/** Puts the timeline and the tables into the page. */
function show(report: Report): void {
  const columns = columnsOf(report);
  const choose = chooser(report, columns);
  const tables = tablesOf(report, columns);
  const marks = legend(report.stops).map((text) => make('p', { class: 'absent' }, text));
  const shown: ((chosen: Chosen) => void)[] = [tables.show];
  const apply = (choice: Choice) => {
    const chosen = choose(choice);
    for (const each of shown) each(chosen);
  };
  const charts = byId('charts');
  charts.replaceChildren();
  if (report.stops.length > 0) shown.push(...chartsIn(charts, report, apply));
  byId('tables').append(...tables.elements, ...marks);
  apply(ALL);
}

/** Puts what stops alone fill into the page, and gives what shows a choice there. */
function chartsIn(place: HTMLElement, report: Report, apply: (choice: Choice) => void) {
  const extent = extentOf(report);
  place.append(filterBar(report, apply));
  const timeline = new Timeline(place, report, extent);
  const distribution = causes(extent, report);
  place.append(distribution.element);
  return [(chosen: Chosen) => timeline.show(chosen), ({ stops }: Chosen) => distribution.show(stops)];
}

/** A page that was cut short must not look like one without stops. */
function fail(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  const text = `The timeline and the tables cannot be shown: ${reason}. Make the page again, or open it in a current browser.`;
  byId('charts').replaceChildren(make('p', { class: 'notice', role: 'alert' }, text));
}
