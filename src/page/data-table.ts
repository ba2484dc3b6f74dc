import { count } from '../reporters/text/numbers.js';
import { type Child, make, section } from './dom.js';
import { type Column, type Sorting, sorted } from './rows.js';

/** What a table is made of. */
interface TableParts<Row> {
  readonly id: string;
  readonly title: string;
  /** What one row is called. */
  readonly noun: string;
  readonly columns: readonly Column<Row>[];
  /** Rows in the document at a time. */
  readonly size: number;
  /** What stands below a row on demand. */
  readonly more: (row: Row) => readonly Child[];
}

/** A table that sorts by each column and shows a page of rows at a time. */
export class DataTable<Row> {
  readonly element: HTMLElement;
  readonly #parts: TableParts<Row>;
  readonly #body = make('tbody');
  readonly #status = make('p', { role: 'status' });
  readonly #back: HTMLButtonElement;
  readonly #on: HTMLButtonElement;
  readonly #pager: HTMLElement;
  #given: readonly Row[] = [];
  #rows: readonly Row[] = [];
  #all = 0;
  #first = 0;
  #sorting: Sorting<Row> | null = null;

  constructor(parts: TableParts<Row>) {
    this.#parts = parts;
    this.#back = this.#turner('Previous', -parts.size);
    this.#on = this.#turner('Next', parts.size);
    this.#pager = make('div', { class: 'pager' }, this.#status, this.#back, this.#on);
    const { id, title } = parts;
    const caption = make('caption', { class: 'unseen' }, title);
    const table = make('table', {}, caption, make('thead', {}, this.#heads()), this.#body);
    this.element = section(id, title, this.#pager, scrolling(title, table));
  }

  /** Shows these rows of so many, from the first page on. */
  show(rows: readonly Row[], all: number): void {
    this.#given = rows;
    this.#all = all;
    this.#order();
  }

  #order(): void {
    this.#rows = this.#sorting === null ? this.#given : sorted(this.#given, this.#sorting);
    this.#first = 0;
    this.#fill();
  }

  #fill(): void {
    const { size } = this.#parts;
    const shown = this.#rows.slice(this.#first, this.#first + size);
    this.#body.replaceChildren(...shown.map((row) => rowOf(row, this.#parts)));
    this.#status.textContent = this.#said(shown.length);
    this.#back.disabled = this.#first === 0;
    this.#on.disabled = this.#first + size >= this.#rows.length;
    this.#pager.classList.toggle('single', this.#rows.length <= size);
  }

  #said(shown: number): string {
    const { noun } = this.#parts;
    if (this.#all === 0) return `no ${noun}`;
    const isWhole = this.#rows.length === this.#all;
    const among = isWhole ? count(this.#all, noun) : `${this.#rows.length} of ${count(this.#all, noun)}`;
    return shown === this.#rows.length ? among : `${this.#first + 1} to ${this.#first + shown} of ${among}`;
  }

  #turner(text: string, by: number): HTMLButtonElement {
    const label = `${text} page of ${this.#parts.title}`;
    const button = make('button', { type: 'button', 'aria-label': label }, text);
    button.addEventListener('click', () => {
      this.#first += by;
      this.#fill();
    });
    return button;
  }

  #heads(): HTMLElement {
    const heads = this.#parts.columns.map((column) => {
      const button = make('button', { type: 'button' }, column.header);
      const head = make('th', { scope: 'col', class: column.kind }, button);
      button.addEventListener('click', () => {
        for (const each of heads) each.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', this.#sortBy(column));
      });
      return head;
    });
    const folds = make('th', { scope: 'col' }, make('span', { class: 'unseen' }, 'more'));
    return make('tr', {}, folds, ...heads);
  }

  /** Figures begin with the highest, which is what people look for. */
  #sortBy(column: Column<Row>): string {
    const isDescending =
      this.#sorting?.column === column ? !this.#sorting.isDescending : column.kind === 'figure';
    this.#sorting = { column, isDescending };
    this.#order();
    return isDescending ? 'descending' : 'ascending';
  }
}

/** Makes room for a table that may be wider than the page, for the keyboard too. */
export function scrolling(name: string, table: HTMLElement): HTMLElement {
  return make('div', { class: 'scroller', tabindex: '0', role: 'group', 'aria-label': name }, table);
}

function rowOf<Row>(row: Row, { columns, more }: TableParts<Row>): HTMLElement {
  const name = `more: ${columns[0]?.show(row)}`;
  const fold = make('button', {
    type: 'button',
    class: 'fold',
    'aria-expanded': 'false',
    'aria-label': name,
  });
  const cells = columns.map((column) =>
    make('td', { class: column.kind }, ...(column.cell?.(row) ?? [column.show(row)])),
  );
  const made = make('tr', {}, make('td', {}, fold), ...cells);
  let below: HTMLElement | null = null;
  fold.addEventListener('click', () => {
    fold.setAttribute('aria-expanded', String(below === null));
    below?.remove();
    below = below === null ? belowOf(more(row), columns.length) : null;
    if (below !== null) made.after(below);
  });
  return made;
}

function belowOf(content: readonly Child[], columns: number): HTMLElement {
  const cell = make('td', { colspan: String(columns) }, ...content);
  return make('tr', { class: 'below' }, make('td'), cell);
}
