/** The line prefixes of vmware.log through the years, by the form letters of the format reference. */
export const FAMILIES = [
  /** A: ESX 4 and old hosted products, `Feb 06 19:11:34.369: vmx| text`; neither year nor zone. */
  'yearless',
  /** B: ESXi 5.0, `2012-03-23T16:22:51.876Z| vcpu-0| text`. */
  'plain',
  /** C: ESXi 5.1 to 6.0. */
  'I120',
  /** C: ESXi 6.5 to 7.0. */
  'I125',
  /** C: Workstation 16. */
  'I005',
  /** D with the field for the opID, `-` where there is none: ESXi 8. */
  'esx8',
  /** D without that field: Workstation 17. */
  'hosted8',
  /** E as ESX should write it: `-INFO vmx 2101 [esx@4413 threadName="vmx"] text`. */
  'structured',
  /** E as Workstation 25H2 writes it. */
  'hosted-structured',
] as const;

export type Family = (typeof FAMILIES)[number];

/** What a line says, whatever its family. */
export interface LineParts {
  readonly at: Date;
  readonly message: string;
  /** `vcpu-0` unless given. */
  readonly thread?: string;
  /** Only `esx8` and the structured families have a place for it; the others leave it out. */
  readonly opId?: string | null;
  /** Minutes east of UTC in which an ISO stamp is written; 0 writes `Z`. Form A is always as if UTC. */
  readonly offset?: number;
  /** One of the further lines of an entry: written with the `+` of its family, which A and B do not have. */
  readonly continued?: boolean;
}

/** Writes one line, without its end. */
export function line(family: Family, parts: LineParts): string {
  return `${PREFIXES[family]({ thread: 'vcpu-0', opId: null, offset: 0, continued: false, ...parts })}${parts.message}`;
}

/** Writes the line of a stop that ended at `at` after `us` microseconds. */
export function unstunLine(family: Family, us: number | bigint, parts: Omit<LineParts, 'message'>): string {
  return line(family, { ...parts, message: `Checkpoint_Unstun: vm stopped for ${us} us` });
}

/** Writes the second line of the same stop, as some ESXi 8 builds do. */
export function stunnedLine(family: Family, us: number | bigint, parts: Omit<LineParts, 'message'>): string {
  return line(family, { ...parts, message: `CPT: vm was stunned for ${us} us` });
}

/** Writes the header with which a VMX process of that family begins its log. */
export function headerLine(family: Family, at: Date): string {
  const { product, version, build } = HEADERS[family];
  const message = `Log for VMware ${product} pid=2101 version=${version} build=${build} option=Release`;
  return line(family, { at, thread: 'vmx', message });
}

/** Puts lines together as a log's text; every line has its end. */
export function logText(lines: readonly string[], end: '\n' | '\r\n' = '\n'): string {
  return lines.map((one) => one + end).join('');
}

/** Gives the moment `ms` milliseconds after an ISO 8601 time. */
export function moment(iso: string, ms = 0): Date {
  return new Date(Date.parse(iso) + ms);
}

type WholeParts = Required<LineParts>;

const PREFIXES: Readonly<Record<Family, (parts: WholeParts) => string>> = {
  yearless: ({ at, thread }) => `${yearless(at)}: ${thread}| `,
  plain: ({ at, offset, thread }) => `${iso(at, offset)}| ${thread}| `,
  I120: (parts) => numbered('I120', parts),
  I125: (parts) => numbered('I125', parts),
  I005: (parts) => numbered('I005', parts),
  esx8: (parts) => `${leveled(parts)} ${parts.opId ?? '-'} `,
  hosted8: (parts) => `${leveled(parts)} `,
  structured: (parts) => structured('vmx 2101', 'esx', parts),
  'hosted-structured': (parts) => structured('vmware-vmx.exe 13416', 'ws', parts),
};

const HEADERS: Readonly<Record<Family, { product: string; version: string; build: string }>> = {
  yearless: { product: 'ESX', version: '4.1.0', build: 'build-260247' },
  plain: { product: 'ESX', version: '5.0.0', build: 'build-469512' },
  I120: { product: 'ESX', version: '6.0.0', build: 'build-3620759' },
  I125: { product: 'ESX', version: '7.0.0', build: 'build-17839012' },
  I005: { product: 'Workstation', version: '16.1.2', build: 'build-17966106' },
  esx8: { product: 'ESX', version: '8.0.1', build: 'build-21495797' },
  hosted8: { product: 'Workstation', version: '17.5.1', build: 'build-23298084' },
  structured: { product: 'ESX', version: '9.0.0', build: '24755229' },
  'hosted-structured': { product: 'Workstation', version: '25.0.0', build: '24995812' },
};

function numbered(level: string, { at, offset, thread, continued }: WholeParts): string {
  return `${iso(at, offset)}| ${thread}| ${level}${continued ? '+' : ':'} `;
}

function leveled({ at, offset, thread, continued }: WholeParts): string {
  return `${iso(at, offset)} In(05)${continued ? '+' : ''} ${thread}`;
}

function structured(
  process: string,
  id: string,
  { at, offset, thread, opId, continued }: WholeParts,
): string {
  const pairs = [`threadName="${quoted(thread)}"`, ...(opId === null ? [] : [`opID="${quoted(opId)}"`])];
  return `${iso(at, offset)} ${continued ? '+' : '-'}INFO ${process} [${id}@4413 ${pairs.join(' ')}] `;
}

function quoted(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&');
}

function iso(at: Date, offset: number): string {
  if (offset === 0) return at.toISOString();
  const local = new Date(at.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const [sign, minutes] = [offset < 0 ? '-' : '+', Math.abs(offset)];
  return `${local}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

function yearless(at: Date): string {
  const month = MONTHS[at.getUTCMonth()];
  return `${month} ${twoDigits(at.getUTCDate())} ${at.toISOString().slice(11, 23)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
