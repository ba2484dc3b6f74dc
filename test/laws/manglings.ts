import fc from 'fast-check';

/** One thing that terminals, editors, web pages, exporters and people do to the lines of a log. */
export interface Mangling {
  readonly name: string;
  readonly mangle: (line: string) => string;
}

const ESC = '\u001b';
const painted = (text: string) => `${ESC}[01;31m${ESC}[K${text}${ESC}[m${ESC}[K`;
const blanks = (blank: string) => (line: string) => line.replaceAll(' ', blank);
const named = (mangle: Mangling['mangle'], name: string): Mangling => ({ name, mangle });

/** What a change of single characters or words does; the stop can be read after any of them. */
const CHARACTERS: readonly Mangling[] = [
  named((line) => line.toUpperCase(), 'upper case'),
  named((line) => line.toLowerCase(), 'lower case'),
  named((line) => line.replace('Checkpoint_Unstun', 'checkpoint-unstun'), 'a dash and lower case'),
  named((line) => line.replace('_Unstun', ' Unstun'), 'a blank for the underscore'),
  named((line) => line.replace('_Unstun', 'Unstun'), 'no underscore'),
  named((line) => line.replace('_Unstun', '\u2010Unstun'), 'a hyphen for the underscore'),
  named((line) => line.replace(/(Unstun|CPT):/, '$1'), 'no colon'),
  named((line) => line.replace(/(Unstun|CPT):/, '$1 :'), 'a blank before the colon'),
  named(blanks('\u00a0'), 'no-break spaces'),
  named(blanks('\u2009'), 'thin spaces'),
  named(blanks(' \u200b'), 'zero-width spaces'),
  named(blanks('\u2028'), 'line separators'),
  named(blanks('\v'), 'vertical tabs'),
  named(blanks('\t'), 'tabs'),
  named(blanks('  '), 'doubled blanks'),
  named((line) => line.replaceAll('-', '\u2013'), 'en dashes'),
  named((line) => line.replaceAll(' - ', ' \u2014 '), 'em dashes'),
  named((line) => line.replaceAll('(05)', '(5)'), 'one digit of the level'),
  named((line) => line.replaceAll('(05)', ''), 'no digit of the level'),
  named((line) => line.replace(/(\d)(\d{3})(\d{3}) us/, '$1,$2,$3 us'), 'thousands separated by commas'),
  named((line) => line.replace(/(\d)(\d{3})(\d{3}) us/, '$1.$2.$3 us'), 'thousands separated by points'),
  named(
    (line) => line.replace(/(\d)(\d{3})(\d{3}) us/, '$1\u202f$2\u202f$3 us'),
    'thousands separated by narrow spaces',
  ),
  named((line) => line.replace(' us', ' \u00b5s'), 'a micro sign'),
  named((line) => line.replace(' us', '\u03bcs'), 'a Greek mu'),
];

/** What markup does. */
const MARKUP: readonly Mangling[] = [
  named((line) => line.replaceAll('_', '\\_'), 'escaped underscores'),
  named((line) => line.replaceAll(/[_|*[\]()#+.!-]/g, '\\$&'), 'all of Markdown escaped'),
  named((line) => line.replace(/Checkpoint_Unstun|CPT/, '**$&**'), 'bold words'),
  named((line) => line.replace(/vm (stopped|was)/, '<b>$&</b>'), 'bold words of HTML'),
  named((line) => `\`${line}\``, 'code'),
  named((line) => line.replace(/Unstun|stunned/, painted), 'the colours of grep Unstun'),
  named((line) => line.replace('stun', painted), 'the colours of grep stun'),
  named((line) => `${ESC}[32m${line}${ESC}[0m`, 'a colour for the whole line'),
  named((line) => line.replaceAll('|', '&#124;').replaceAll(' ', '&nbsp;'), 'entities'),
];

/** What is put around a line. */
const WRAPPERS: readonly Mangling[] = [
  named((line) => `> ${line}`, 'a quote'),
  named((line) => `- ${line}`, 'a list'),
  named((line) => `| ${line.replaceAll('|', '\\|')} |`, 'a cell of a table'),
  named((line) => JSON.stringify({ time: '2026-01-12', message: line }), 'JSON'),
  named((line) => JSON.stringify({ result: { _raw: JSON.stringify({ line }) } }), 'JSON in JSON'),
  named((line) => `"esx1","${line.replaceAll('"', '""')}","vmware"`, 'CSV'),
  named((line) => `<13>Jan  4 21:30:20 esx1 vmx: ${line}`, 'syslog of RFC 3164'),
  named((line) => `<14>1 2017-01-04T21:30:20.100Z esx1 vmx 12 - - ${line}`, 'syslog of RFC 5424'),
  named((line) => `vmware-3.log:12:${line}`, 'a prefix of grep'),
  named((line) => `<li>${line.replaceAll('<', '&lt;')}</li>`, 'HTML'),
];

/** What takes so much away that a stop need not be counted any more. */
const LOSSES: readonly Mangling[] = [
  named(blanks(''), 'no blanks'),
  named((line) => line.replace(/: vm /, ':\nvm '), 'a wrapped line'),
  named((line) => line.replace('stopped for', 'stopped\nfor'), 'a line wrapped before its figure'),
  named((line) => `As I said, ${line.slice(line.search(/Checkpoint|CPT/i))} at night`, 'prose'),
  named((line) => line.replace(/(Checkpoint|CPT)/i, 'noted: $1'), 'a word before the message'),
];

const anyOf = (manglings: readonly Mangling[]) => fc.constantFrom(...manglings);

/** Manglings of which a line is read after each, one after the other. */
export const anyReadable: fc.Arbitrary<readonly Mangling[]> = fc
  .tuple(
    fc.array(anyOf(CHARACTERS), { maxLength: 2 }),
    fc.array(anyOf(MARKUP), { maxLength: 1 }),
    fc.array(anyOf(WRAPPERS), { maxLength: 1 }),
  )
  .map((all) => all.flat());

/** Any manglings in any order. */
export const anyManglings: fc.Arbitrary<readonly Mangling[]> = fc.array(
  anyOf([...CHARACTERS, ...MARKUP, ...WRAPPERS, ...LOSSES]),
  { minLength: 1, maxLength: 4 },
);

/** Every mangling by itself. */
export const SINGLES: readonly Mangling[] = [...CHARACTERS, ...MARKUP, ...WRAPPERS];

/** Does all that to a line. */
export function mangled(line: string, manglings: readonly Mangling[]): string {
  return manglings.reduce((text, { mangle }) => mangle(text), line);
}

/** Ways in which lines lose the ends that they had. */
export const JOINS: Readonly<Record<string, string>> = {
  blank: ' ',
  nothing: '',
  'carriage return': '\r',
  'line break of HTML': '<br>',
  'newline of JSON': '\\n',
};
