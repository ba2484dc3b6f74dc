import type { Pseudonyms } from './names.js';
import { isCommon } from './vocabulary.js';

/** What stands for a text that is no known name, and may be one. */
const MASK = '[redacted]';

/** Of hosts and guests, each after its manner. */
const STAMP = String.raw`(?:\d{1,4}[/.-]\d\d?[/.-]\d{2,4}[T -])?\d\d?:\d\d:\d\d(?:[.,:]\d+)?(?:Z|[+-]\d\d:?\d\d)?`;
const QUOTED = String.raw`'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"`;
const PATH = String.raw`(?:\[[^\]]*\] ?)?[^\s'"=,;()]*[/\\][^\s'",;()]*`;
const COMPOUND = String.raw`[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_.@\-]*`;
const SYMBOLS = String.raw`[^\p{ASCII}]+`;
const TOKEN = new RegExp(`(${STAMP})|(${QUOTED})|(${PATH})|(${COMPOUND})|${SYMBOLS}`, 'gu');
const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
const ADDRESS = /^\d{1,3}(?:\.\d{1,3}){3}$/;
const NUMBER = /^\d+$/;
/** The level of a line before ESXi 8, such as `I125`. */
const LEVEL = /^[A-Z]\d{3}$/;
const MASKS = /\[redacted\](?:[\s.:@-]*\[redacted\])+/g;

/**
 * Gives a line of a log with pseudonyms for known names. Of all else only times, numbers and the words of the product's own
 * messages stay: any other word may be a name.
 */
export function redactLine(line: string, pseudonyms: Pseudonyms): string {
  return line
    .replace(TOKEN, (token, stamp?: string, quoted?: string, path?: string) => {
      if (stamp !== undefined) return token;
      if (quoted !== undefined) return redactQuoted(token, pseudonyms);
      return path === undefined ? redactCompound(token, pseudonyms) : (pseudonyms.find(token) ?? MASK);
    })
    .replace(MASKS, MASK);
}

function redactQuoted(token: string, pseudonyms: Pseudonyms): string {
  const [quote, inner] = [token[0] ?? '', token.slice(1, -1)];
  const known = pseudonyms.find(inner) ?? pseudonyms.find(inner.replaceAll("''", "'"));
  return `${quote}${known ?? (isHarmless(inner) ? inner : MASK)}${quote}`;
}

function redactCompound(token: string, pseudonyms: Pseudonyms): string {
  const name = token.replace(/[.@-]+$/, '');
  const rest = token.slice(name.length);
  return `${pseudonyms.find(name) ?? (isHarmless(name) ? name : MASK)}${rest}`;
}

function isHarmless(text: string): boolean {
  if (ADDRESS.test(text) || /\P{ASCII}/u.test(text)) return false;
  return [...text.matchAll(WORD)].every(([word]) => NUMBER.test(word) || LEVEL.test(word) || isCommon(word));
}
