/** The names of months and weekdays in one language, as a text may begin with them. */
export interface DateNames {
  readonly months: readonly (readonly string[])[];
  /** Sunday first. */
  readonly weekdays: readonly (readonly string[])[];
}

/** The names that `date` writes where nobody asked for another language. */
export const ENGLISH: DateNames = {
  months: names(
    'Jan January,Feb February,Mar March,Apr April,May,Jun June,Jul July,Aug August,Sep Sept September,Oct October,Nov November,Dec December',
  ),
  weekdays: names('Sun Sunday,Mon Monday,Tue Tuesday,Wed Wednesday,Thu Thursday,Fri Friday,Sat Saturday'),
};

function names(text: string): readonly (readonly string[])[] {
  return text
    .toLowerCase()
    .split(',')
    .map((forms) => forms.split(' '));
}

/** The languages besides. */
const LANGUAGES = 'de es fr it pt nl pl sv da nb fi cs sk hu ro tr el ru uk bg zh ja ko'.split(' ');

let known: readonly DateNames[] | null = null;

/** Gives the names in each language that is known; they are looked up when they are asked for first. */
export function dateNames(): readonly DateNames[] {
  known ??= [ENGLISH, ...LANGUAGES.map(namesIn)];
  return known;
}

/** A word as names are compared: lower case, without the full stop of an abbreviation. */
export function plainWord(word: string): string {
  return word.normalize('NFC').toLowerCase().replace(/\.$/, '');
}

type Options = Intl.DateTimeFormatOptions;

/** Within a date many languages decline the name of a month. */
const MONTH: readonly Options[] = [
  { month: 'long' },
  { month: 'short' },
  { day: 'numeric', month: 'long' },
  { day: 'numeric', month: 'short' },
];
const WEEKDAY: readonly Options[] = [{ weekday: 'long' }, { weekday: 'short' }, { weekday: 'narrow' }];

const SUNDAY = Date.UTC(2017, 0, 1);
const DAY_MS = 86_400_000;

function namesIn(language: string): DateNames {
  const months = Array.from({ length: 12 }, (_, index) => Date.UTC(2017, index, 1));
  const days = Array.from({ length: 7 }, (_, index) => SUNDAY + index * DAY_MS);
  return {
    months: months.map((at) => forms(language, MONTH, at, 'month')),
    weekdays: days.map((at) => forms(language, WEEKDAY, at, 'weekday')),
  };
}

function forms(
  language: string,
  options: readonly Options[],
  at: number,
  type: 'month' | 'weekday',
): readonly string[] {
  const found = options.map((one) => {
    const parts = new Intl.DateTimeFormat(language, { ...one, timeZone: 'UTC' }).formatToParts(at);
    return plainWord(parts.find((part) => part.type === type)?.value ?? '');
  });
  return [...new Set(found)].filter((name) => name !== '');
}
