import type { Needle } from '../model/line.js';
import { type Micros, micros } from '../model/units.js';

/** So many lines before a stop tell whether a line without a stamp of its own is text of the guest. */
export const LINES_BEFORE_STOP = 8;

/** What follows a part of a word that `grep --color` painted, as it is, in a string of JSON and in syslog. */
const PAINTED = ['\u001b', '\\', '#', '^'];

/**
 * What the sieve seeks so that no words of a stop are passed over, in any letter case: pieces of both messages that are
 * rare in other text.
 */
export const STOP_NEEDLES: readonly Needle[] = [
  'nstun',
  'unned',
  'stopped for',
  ...PAINTED.map((mark) => `stun${mark}`),
].map((text) => ({ text, anyCase: true, before: LINES_BEFORE_STOP }));

/** A place where a text says that a VM was stopped, however it is spelt. */
export interface StopWords {
  /** Which of the two messages it is; null where too little is left to tell. */
  readonly kind: 'unstun' | 'stunned' | null;
  /** Where the words begin, and where they end with their figure and its unit. */
  readonly from: number;
  readonly to: number;
  /** Null where none can be read. */
  readonly figure: Micros | null;
  /** Whether the text ends with the first word, as a command that seeks it does: a stop's only where a message may begin. */
  readonly partial: boolean;
}

/** Says quickly whether a text may hold the words of a stop. */
export function mayTellStop(text: string): boolean {
  return MAYBE.test(text);
}

const MAYBE = /stun|stopped/i;

/** The words of both messages reduced to letters and digits, and what is left of them where a line is wrapped or torn. */
const WORDS = new RegExp(
  [
    '(?<unstun>(?:checkpoint)?unstun(?:vmstopped(?:for)?|(?=(?:for)?\\d+us)))',
    '(?<stunned>cptvmwasstunned(?:for)?)',
    '(?<torn>vmwasstunned(?=for\\d)|(?:vmstopped|stunned)for(?=\\d+(?:us|micro)))',
    '(?<partial>checkpointunstun(?=(?:v|vm|vms|vmst|vmsto|vmstop|vmstopp|vmstoppe)?$))',
  ].join('|'),
  'g',
);

/** Digits, in groups of three or not, and the unit, behind whatever else than letters and digits. */
const FIGURE =
  /^[^\p{L}\p{N}]{0,24}?(?<digits>-?(?:\d{1,3}(?<separator>[,.'_ \u2019\u00a0\u2009\u202f])\d{3}(?:\k<separator>\d{3})*|\d+))[^\p{L}\p{N}]{0,8}(?:us|[\u00b5\u03bc]s|usecs?|microseconds?)(?![\p{L}\p{N}])/iu;
/** Longer than any figure with all that may stand around it. */
const FIGURE_REACH = 96;

/** Finds every place of a text that says that a VM was stopped, in their order. */
export function findStopWords(text: string): readonly StopWords[] {
  if (!mayTellStop(text)) return [];
  const { letters, places } = lettersOf(text);
  return [...letters.matchAll(WORDS)].map(({ 0: words, index, groups = {} }) => {
    const end = (places[index + words.length - 1] ?? 0) + 1;
    const figure = FIGURE.exec(text.slice(end, end + FIGURE_REACH));
    return {
      kind: groups.torn !== undefined ? null : groups.stunned !== undefined ? 'stunned' : 'unstun',
      from: places[index] ?? 0,
      to: end + (figure?.[0].length ?? 0),
      figure: readFigure(figure?.groups?.digits),
      partial: groups.partial !== undefined && !/[:a-z]/i.test(text.slice(end)),
    };
  });
}

/** Reads whole microseconds; a figure beyond 2^53 becomes the largest number that is exact, which is absurd either way. */
export function readFigure(digits: string | undefined): Micros | null {
  if (digits === undefined) return null;
  const value = Number(digits.replace(/[^\d-]/g, ''));
  return micros(Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value)) + 0);
}

/** Gives the letters and digits of a text in lower case, and where each stands; a micro sign is a `u`. */
function lettersOf(text: string): { readonly letters: string; readonly places: readonly number[] } {
  const places: number[] = [];
  let letters = '';
  for (const { 0: found, index } of text.matchAll(/[a-z0-9]+|[\u00b5\u03bc]/gi)) {
    letters += found === '\u00b5' || found === '\u03bc' ? 'u' : found.toLowerCase();
    for (let at = index; at < index + found.length; at++) places.push(at);
  }
  return { letters, places };
}
