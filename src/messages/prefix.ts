import { ISO_STAMP, readStamp, type Stamp, YEARLESS_STAMP } from './stamp.js';

/** What stands before the message of a line. */
export interface Prefix {
  /**
   * `plain`: the line begins with its stamp, as the log has it; `copied`: something stands before the stamp,
   * such as the file name that grep prints; `bare`: there is no stamp, or none that can be read.
   */
  readonly shape: 'plain' | 'copied' | 'bare';
  readonly stamp: Stamp | null;
  /** The file that a `grep` prefix names. */
  readonly origin: string | null;
  readonly thread: string | null;
  readonly opId: string | null;
  /** Whether the form of the line has a place for an opID behind the thread. */
  readonly hasOpIdPlace: boolean;
  /** One of the further lines of a multi-line entry: its text may be anybody's. */
  readonly continuation: boolean;
  /** Whether the form of the line alone tells a hosted product (Workstation, Player, Fusion) from ESX. */
  readonly hosted: boolean | null;
  readonly message: string;
}

const THREAD = String.raw`([\w#./-]+)`;
const PAIRS = String.raw`((?:\s+\w+="(?:[^"\\\]]|\\.)*")*)`;
const STRUCTURE = String.raw`([-+])[A-Z]+ \S+ \d+ \[(\w+)@\d+${PAIRS}\]\s?`;
/** ESXi 8.0 documentation, log message format: the number in brackets is optional. */
const SEVERITY = String.raw`(?:[A-Z][a-z]\(\d*\)|(?:Em|Al|Cr|Er|Wa|No|In|Db|Ve|Tr|Pa|Au)(?!\())`;
/** An opID has at most 128 characters (open-vm-tools, log.h), the names in brackets fewer. */
const LONGEST_PREFIX = 512;
const LEVEL = String.raw`(?:[A-Z]\d{3}([:+])\s*)?`;

type Form = Pick<Prefix, 'thread' | 'opId' | 'hasOpIdPlace' | 'continuation' | 'hosted' | 'message'>;

/** One way to write what stands between the stamp and the message. */
interface FormDefinition {
  readonly pattern: RegExp;
  /** Reads what the pattern captured; `message` is what stands after it. */
  readonly read: (match: RegExpExecArray, message: string, hosted: boolean | null) => Form;
}

const readPiped: FormDefinition['read'] = ([, thread = null, plus], message) => ({
  thread,
  opId: null,
  hasOpIdPlace: false,
  continuation: plus === '+',
  hosted: null,
  message,
});
const readLeveled: FormDefinition['read'] = ([, plus, thread = null], message, hosted) => {
  const rest = splitOpId(message, hosted);
  return { thread, ...rest, hasOpIdPlace: hosted !== true, continuation: plus === '+' };
};
const readThreaded: FormDefinition['read'] = ([, thread = null], message, hosted) => {
  const rest = splitOpId(message, hosted);
  return { thread, ...rest, hasOpIdPlace: hosted !== true, continuation: false };
};
const readStructured: FormDefinition['read'] = ([, plus, id, pairs = ''], message) => ({
  thread: pairOf(pairs, 'threadName'),
  opId: pairOf(pairs, 'opID'),
  hasOpIdPlace: false,
  continuation: plus === '+',
  hosted: id === 'esx' ? false : id === 'ws' || id === 'fusion' ? true : null,
  message,
});

/** The families of vmware.log lines, after the stamp; reference: prefix forms A to E. */
const FORMS: readonly FormDefinition[] = [
  /** A: `Feb 06 19:11:34.369: vmx| text`. */
  { pattern: new RegExp(String.raw`^:\s*${THREAD}\s*\|\s*${LEVEL}`), read: readPiped },
  /** B and C: `2017-01-04T21:30:19.662Z| vcpu-0| I125: text`, the level missing in ESXi 5.0, the first bar in careless copies. */
  { pattern: new RegExp(String.raw`^(?:\s*\||\s)\s*${THREAD}\s*\|\s*${LEVEL}`), read: readPiped },
  /** D: `2025-10-28T13:33:06.256Z In(05) vcpu-0 - text`; the number may be missing or of any length. */
  { pattern: new RegExp(String.raw`^\s?${SEVERITY}(\+?)\s+${THREAD} `), read: readLeveled },
  /** E: `2026-01-09T08:08:29.880Z -INFO vmware-vmx.exe 13416 [ws@4413 threadName="vmx"] text`. */
  { pattern: new RegExp(String.raw`^\s${STRUCTURE}`), read: readStructured },
];

/** Lines without a readable stamp: what is left of it, if anything, holds no vertical bar. */
const BARE_FORMS: readonly FormDefinition[] = [
  { pattern: new RegExp(String.raw`^(?:[^|]*\|)?\s*${THREAD}\s*\|\s*${LEVEL}`), read: readPiped },
  {
    pattern: new RegExp(String.raw`^[^|]*?(?<![A-Za-z])[A-Z][a-z]\(\d*\)(\+?)\s+${THREAD} `),
    read: readLeveled,
  },
  { pattern: new RegExp(String.raw`^[^|[]*?\s${STRUCTURE}`), read: readStructured },
  { pattern: /^\[[^\]|]*\]\s*(vmx|vcpu-\d+) /, read: readThreaded },
];

const STAMP = `${ISO_STAMP}|${YEARLESS_STAMP}(?=:)`;
/** Sticky, so that it tells where the stamp ends without making a list of matches: it is asked of every line. */
const AT_START = new RegExp(`(?:${STAMP})`, 'y');
/** Behind what grep, a quote mark, a syslog daemon, a cell of a table or the published one-liner puts before a line. */
const COPIED = new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${STAMP})`, 'gu');
/** Wherever it stands: the digits that end one entry may run into the date of the next. */
const ANYWHERE = new RegExp(STAMP, 'g');
/** Where a text that is too long for one line is cut best: before an entry, or where an old system ends a line. */
export const ENTRY_BEGINS = new RegExp(`${STAMP}|\\r`, 'g');
/** A syslog daemon and a collector put a stamp of their own before the line; more than these are text. */
const MOST_STAMPS = 6;
/** What the published one-liner prints before a line. */
const FIGURE_BEFORE = /^\s*-?\d+ ---/;
const MARKS_BEFORE = /^[\s>]+/;
/** No path is longer on any system that has logs. */
const LONGEST_PATH = 4096;

/**
 * Tells the prefix of a line from its message. Null for a line that is none of a VMware log of a VM. `hosted`
 * says what is known of the product so far, for only ESX writes an opID where form D may have one.
 */
export function readPrefix(line: string, hosted: boolean | null): Prefix | null {
  AT_START.lastIndex = 0;
  if (AT_START.test(line)) {
    const end = AT_START.lastIndex;
    return afterStamp('', line.slice(0, end), line.slice(end), 'plain', hosted) ?? copied(line, hosted);
  }
  return copied(line, hosted) ?? withoutStamp(line, hosted);
}

function copied(line: string, hosted: boolean | null): Prefix | null {
  let left = MOST_STAMPS;
  for (const { 0: stamp, index } of line.matchAll(COPIED)) {
    if (left-- === 0) return null;
    if (index === 0) continue;
    const rest = line.slice(index + stamp.length);
    const prefix = afterStamp(line.slice(0, index), stamp, rest, 'copied', hosted);
    if (prefix !== null) return prefix;
  }
  return null;
}

/** Gives the places of a text at which a line of a known form begins, with its stamp. */
export function findPrefixes(text: string): readonly number[] {
  const places: number[] = [];
  for (const { 0: stamp, index } of text.matchAll(ANYWHERE)) {
    const rest = text.slice(index + stamp.length, index + stamp.length + LONGEST_PREFIX);
    if (FORMS.some(({ pattern }) => pattern.test(rest))) places.push(index);
  }
  return places;
}

/** Says whether a second stamp stands in a line, behind the one that it may begin with. */
export function hasSecondStamp(line: string): boolean {
  ANYWHERE.lastIndex = 'Jan 01 '.length;
  const found = ANYWHERE.test(line);
  ANYWHERE.lastIndex = 0;
  return found;
}

function afterStamp(
  before: string,
  stampText: string,
  rest: string,
  shape: 'plain' | 'copied',
  hosted: boolean | null,
): Prefix | null {
  const form = matchForm(FORMS, rest, hosted);
  if (form === null) return null;
  const stamp = readStamp(stampText);
  const origin = shape === 'copied' ? originOf(before) : null;
  const { thread, opId, hasOpIdPlace, continuation, hosted: told, message } = form;
  // Named one by one: a spread takes several times as long.
  return {
    shape: stamp === null ? 'bare' : shape,
    stamp,
    origin,
    thread,
    opId,
    hasOpIdPlace,
    continuation,
    hosted: told,
    message,
  };
}

/** Gives the file that `file:`, `file:12:` or `1091706 ---file-12-` names, null where there is none. */
function originOf(before: string): string | null {
  let end = before.length;
  if (end > LONGEST_PATH || !isSeparator(before.charAt(end - 1))) return null;
  for (let number = end - 1; ; ) {
    end = number;
    while (/\d/.test(before.charAt(number - 1))) number--;
    if (number === end || !isSeparator(before.charAt(number - 1))) break;
    number--;
  }
  const origin = before.slice(0, end).replace(FIGURE_BEFORE, '').replace(MARKS_BEFORE, '');
  return /[^\d:-]/.test(origin) ? origin : null;
}

function isSeparator(character: string): boolean {
  return character === ':' || character === '-';
}

/** Gives the prefix of a text of which only the message was copied. */
export function unprefixed(text: string): Prefix {
  return {
    shape: 'bare',
    stamp: null,
    origin: null,
    thread: null,
    opId: null,
    hasOpIdPlace: false,
    continuation: false,
    hosted: null,
    message: text.trimStart(),
  };
}

function withoutStamp(line: string, hosted: boolean | null): Prefix | null {
  const form = matchForm(BARE_FORMS, line, hosted);
  return form === null ? null : { shape: 'bare', stamp: null, origin: null, ...form };
}

function matchForm(forms: readonly FormDefinition[], text: string, hosted: boolean | null): Form | null {
  for (const { pattern, read } of forms) {
    const match = pattern.exec(text);
    if (match !== null) return read(match, text.slice(match[0].length), hosted);
  }
  return null;
}

function pairOf(pairs: string, name: string): string | null {
  const match = new RegExp(String.raw`\s${name}="((?:[^"\\]|\\.)*)"`).exec(pairs);
  return match?.[1]?.replace(/\\(.)/g, '$1') ?? null;
}

/** An opID holds a digit and never ends with a colon, so a first word such as `Guest:` is none. */
const OP_ID = /^(-|(?=[^ ]*\d)[\w:.@/-]{1,128}(?<!:)) /;
const ANY_WORD = /^(\S+) /;

function splitOpId(rest: string, hosted: boolean | null): Pick<Form, 'opId' | 'hosted' | 'message'> {
  const match = hosted === true ? null : (hosted === false ? ANY_WORD : OP_ID).exec(rest);
  const word = match?.[1];
  if (match === null || word === undefined) return { opId: null, hosted: null, message: rest };
  // A lone dash in the opID's place is what only ESX writes.
  return {
    opId: word === '-' ? null : word,
    hosted: word === '-' ? false : null,
    message: rest.slice(match[0].length),
  };
}
