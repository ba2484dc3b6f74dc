/** A text without what copying did to it, and where each of its characters came from. */
export interface RestoredText {
  readonly text: string;
  /** Maps an index of `text` to the index in the text as found. */
  readonly foundAt: (index: number) => number;
}

/** One thing that copying does to a text, and what stood there before. */
interface Alteration {
  /** Without groups that capture and without anchors: all patterns become one. */
  readonly pattern: string;
  readonly undo: (found: string) => string;
}

const nothing = (): string => '';

/**
 * What terminals, web pages, Markdown, JSON, CSV, e-mail and word processors make of a log line. The first pattern that
 * fits a place undoes it.
 */
const ALTERATIONS: readonly Alteration[] = [
  // Colours, as `grep --color=always` leaves them, and the same written out.
  { pattern: String.raw`\u001b\[[0-9;:?]*[ -/]*[@-~]|\u009b[0-9;:?]*[@-~]`, undo: nothing },
  { pattern: String.raw`\u001b\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\)`, undo: nothing },
  {
    pattern: String.raw`(?:\\+x1b|\\+u001b|\\+0?33|\\+e|\^\[|#033|&#(?:27|x1b);|\u241b)\[[0-9;:?]*[@-~]`,
    undo: nothing,
  },
  // Ends of lines inside a cell, a string or a page.
  {
    pattern: String.raw`(?:\\+r)?\\+n|\\+r|=\r?\n|<(?:br|/p|/div|/li|/tr|/pre)\b[^<>]{0,256}>`,
    undo: () => '\n',
  },
  { pattern: String.raw`<\/?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,512})?\/?>`, undo: nothing },
  {
    pattern: `&(?:nbsp|ensp|emsp|thinsp|tab|amp|lt|gt|quot|apos|lowbar|vert|colon|shy);`,
    undo: entity,
  },
  { pattern: String.raw`&#(?:\d{1,6}|x[0-9a-f]{1,5});`, undo: numberedEntity },
  {
    pattern: String.raw`\\+u[0-9a-f]{4}`,
    undo: (found) => String.fromCharCode(Number.parseInt(found.slice(-4), 16)),
  },
  { pattern: String.raw`\\+[tvf]`, undo: () => ' ' },
  {
    pattern: '%(?:[2-7][0-9a-f]|0[9ad])',
    undo: (found) => String.fromCharCode(Number.parseInt(found.slice(1), 16)),
  },
  // Escapes of Markdown, JSON and shells, and doubled quotes of CSV.
  { pattern: String.raw`\\+[!-/:-@\[\]^-\x60{-~]`, undo: (found) => found.slice(-1) },
  { pattern: '""', undo: () => '"' },
  { pattern: String.raw`\*+|\x60+|~~+|__+`, undo: (found) => (found.startsWith('_') ? '_' : '') },
  // Characters that nobody sees, and those that look like others.
  {
    pattern: String.raw`[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]`,
    undo: nothing,
  },
  {
    pattern: String.raw`[\t\v\f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`,
    undo: () => ' ',
  },
  { pattern: String.raw`[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]`, undo: () => '-' },
  { pattern: String.raw`[\u2018-\u201b]`, undo: () => "'" },
  { pattern: String.raw`[\u201c-\u201f]`, undo: () => '"' },
  { pattern: String.raw`[\u2223\uff5c\u00a6\u2502]`, undo: () => '|' },
];

const ANY = new RegExp(ALTERATIONS.map(({ pattern }) => `(${pattern})`).join('|'), 'gi');
const SOME = new RegExp(ANY.source, 'i');

/** A cell of a table in a string of JSON in a page: nobody wraps a line more often. */
const MOST_LAYERS = 3;

/** Says whether a text holds anything that copying may have done to it. */
export function isAltered(text: string): boolean {
  return SOME.test(text);
}

/** Undoes what copying did to a text. A text that holds nothing of the kind comes back as it is. */
export function restore(text: string): RestoredText {
  let restored: RestoredText = { text, foundAt: (index) => index };
  for (let layer = 0; layer < MOST_LAYERS && isAltered(restored.text); layer++) {
    const { text: outer, foundAt } = restored;
    const inner = undoOnce(outer);
    if (inner.text === outer) break;
    restored = { text: inner.text, foundAt: (index) => foundAt(inner.foundAt(index)) };
  }
  return restored;
}

function undoOnce(text: string): RestoredText {
  /** For each change where the text goes on, in the restored text and in the one as found. */
  const restoredFrom = [0];
  const foundFrom = [0];
  let result = '';
  let end = 0;
  for (const match of text.matchAll(ANY)) {
    const [found, ...groups] = match;
    const alteration = ALTERATIONS[groups.findIndex((group) => group !== undefined)];
    result += text.slice(end, match.index) + (alteration?.undo(found) ?? found);
    end = match.index + found.length;
    restoredFrom.push(result.length);
    foundFrom.push(end);
  }
  result += text.slice(end);
  return { text: result, foundAt: (index) => mapped(index, restoredFrom, foundFrom) };
}

function mapped(index: number, from: readonly number[], to: readonly number[]): number {
  let [low, high] = [0, from.length];
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if ((from[middle] ?? 0) <= index) low = middle;
    else high = middle;
  }
  return (to[low] ?? 0) + index - (from[low] ?? 0);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  lowbar: '_',
  vert: '|',
  colon: ':',
  shy: '',
};

/** What is not in the list is a blank of some width. */
function entity(found: string): string {
  return ENTITIES[found.slice(1, -1).toLowerCase()] ?? ' ';
}

function numberedEntity(found: string): string {
  const digits = found.slice(2, -1);
  const code = /^x/i.test(digits) ? Number.parseInt(digits.slice(1), 16) : Number(digits);
  return code <= 0x10ffff ? String.fromCodePoint(code) : found;
}
