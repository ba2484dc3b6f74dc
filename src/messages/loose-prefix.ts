import { type Prefix, unprefixed } from './prefix.js';
import { readStamp } from './stamp.js';

/** A stamp with a blank for its `T`, in any letter case, or without a year. */
const STAMP =
  /(?<iso>\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(?:[.,]\d{1,6})?(?:\s?(?:z|[+-]\d\d:?\d\d(?!\d)))?)|(?<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) *(?<day>\d{1,2}) *(?<clock>\d\d:\d\d:\d\d(?:[.,]\d{1,6})?)/gi;

const GAP = String.raw`[\s|,;:"']*`;
const THREAD = String.raw`(?<thread>vcpu-\d+|vmx|mks|svga|[\w#./]+(?:-[\w#./]+)*)`;
const LEVEL_D = String.raw`(?:[a-z]{2}\(\d*\)|(?:em|al|cr|er|wa|no|in|db)(?![\w(]))`;
const OP_ID = String.raw`(?:(?<opId>-|[\w:.@/-]{1,128}(?<!:))[\s|,;"'-]+|-)?`;
/**
 * What may stand between stamp and message where blanks, bars and letter case were changed: thread and level of form C,
 * or level, thread and opID of form D, or nothing. A word that ends with a colon is somebody's text.
 */
const BETWEEN: readonly RegExp[] = [
  `${GAP}`,
  `${GAP}${THREAD}[\\s|,;"']*(?:[a-z]\\d{3}(?<plus>\\+)?)?${GAP}`,
  `${GAP}[a-z]\\d{3}(?<plus>\\+)?${GAP}${THREAD}[\\s|,;"']*`,
  `${GAP}${LEVEL_D}(?<plus>\\+)?${GAP}${THREAD}[\\s|,;"']*${OP_ID}`,
].map((form) => new RegExp(`^${form}["'>\\s-]*$`, 'i'));
const STRUCTURE =
  /^\s*(?<sign>[-+])[A-Z]+\s*\S+\s*\d+\s*\[\w+@\d+(?<pairs>(?:\s*\w+="(?:[^"\\\]]|\\.)*")*)\s*\]\s*$/i;
const THREAD_NAME = /threadName="(?<thread>[^"]*)"/i;

/**
 * Reads what stands before the words of a stop as the prefix of a line whose blanks, dashes, bars or letter case were
 * changed: the last stamp, and nothing behind it but level, thread and opID; or nothing with a letter at all. Null
 * where anything else is there, which is somebody's text.
 */
export function readLoosePrefix(text: string): Prefix | null {
  const stamp = [...text.matchAll(STAMP)].at(-1);
  if (stamp === undefined) return /[\p{L}]/u.test(text) ? null : unprefixed('');
  const rest = text.slice(stamp.index + stamp[0].length);
  const read = readStamp(inProperForm(stamp));
  const shape = read === null ? 'bare' : 'copied';
  const structure = STRUCTURE.exec(rest)?.groups;
  if (structure !== undefined) {
    const thread = THREAD_NAME.exec(structure.pairs ?? '')?.groups?.thread ?? null;
    return { ...unprefixed(''), shape, stamp: read, thread, continuation: structure.sign === '+' };
  }
  const between = BETWEEN.map((form) => form.exec(rest)).find((match) => match !== null);
  if (between === undefined || between === null) return null;
  const { thread = null, opId = '-', plus } = between.groups ?? {};
  return {
    ...unprefixed(''),
    shape,
    stamp: read,
    thread: thread?.toLowerCase() ?? null,
    opId: opId === '-' ? null : opId,
    continuation: plus !== undefined,
  };
}

function inProperForm({ 0: text, groups = {} }: RegExpExecArray): string {
  if (groups.iso !== undefined) return text.replace(/[t ]/i, 'T').replace(/\s/g, '').replace(/z$/, 'Z');
  const { month = '', day = '', clock = '' } = groups;
  return `${month.charAt(0).toUpperCase()}${month.slice(1).toLowerCase()} ${day.padStart(2, ' ')} ${clock}`;
}
