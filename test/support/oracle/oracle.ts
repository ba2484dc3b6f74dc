import { joinFragments } from './fragments.js';
import { gunzipExactly, isGzip } from './gunzip.js';
import { holdsHeader, isTar, untarExactly } from './untar.js';
import { isZip, unzipExactly } from './unzip.js';

/** A stop that a reader of the bytes must find. */
export interface TrueStop {
  /** The last two steps of the folder of its log, empty for bytes that are a log. */
  readonly folder: string;
  /** The stamp of its line. */
  readonly endedAt: string;
  readonly us: number;
}

/** What can be read of a bundle, told by other means than the program's. */
export interface Truth {
  readonly stops: readonly TrueStop[];
  /** What the containers' own checksums, lengths and marks show to be wrong: then nothing may be called proved. */
  readonly damage: readonly string[];
  /** Something is spelled so that readers may differ: only that no stop is lost can be asked. */
  readonly odd: boolean;
}

const LOG_NAME = /^vmware(?:-\d+)?\.log(?:\.\d+)?(?:\.gz)?$/;
const TAR_NAME = /\.(?:tgz|tar|tar\.gz|tar\.zst)$/;
/** Names of files that are said to be containers: one that is none has lost its beginning. */
const CONTAINER_NAME = /\.(?:tgz|tar|zip)$|^vmware.*\.gz$|\.tar\.gz$/;
const REFUSED = ['28b52ffd', 'fd377a58', '425a68', '377abcaf'];
const STOP_LINE =
  /^(?<stamp>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) In\(05\) vcpu-0 - Checkpoint_Unstun: vm stopped for (?<us>\d{1,12}) us\r?$/;

/** Tells what must be found in the bytes of a file or bundle. */
export function truthOf(bytes: Buffer): Truth {
  const truth: Truths = { stops: new Map(), damage: [], odd: false };
  look(bytes, null, true, truth);
  return { ...truth, stops: [...truth.stops.values()] };
}

interface Truths {
  readonly stops: Map<string, TrueStop>;
  readonly damage: string[];
  odd: boolean;
}

function look(bytes: Buffer, path: string | null, fromStart: boolean, truth: Truths): void {
  const name = path ?? '';
  if (isGzip(bytes)) {
    const { bytes: inner, damage } = gunzipExactly(bytes);
    truth.damage.push(...damage);
    look(inner, path === null ? null : name.replace(/\.gz$/, ''), fromStart, truth);
  } else if (isTar(bytes)) lookInto(untarExactly(bytes), truth);
  else if (isZip(bytes)) lookInto(unzipExactly(bytes), truth);
  else if (REFUSED.some((magic) => bytes.toString('hex').startsWith(magic))) truth.odd = true;
  else if (hasLostFirstHeader(bytes, path)) lookInto(untarExactly(bytes), truth);
  else if (path === null || LOG_NAME.test(lastStep(name))) readLines(bytes, name, fromStart, truth);
  if (CONTAINER_NAME.test(lastStep(name)) && bytes.length > 0 && !isContainer(bytes))
    truth.damage.push('no container');
}

/** A tar whose first header is damaged holds others, and is no text. */
function hasLostFirstHeader(bytes: Buffer, path: string | null): boolean {
  const mayBeTar = path === null ? bytes.subarray(0, 512).includes(0) : TAR_NAME.test(path);
  return mayBeTar && holdsHeader(bytes);
}

function lookInto({ files, damage, odd }: ReturnType<typeof untarExactly>, truth: Truths): void {
  const mended = joinFragments(files);
  truth.damage.push(...damage, ...mended.damage);
  truth.odd ||= odd || mended.odd;
  for (const { file, fromStart } of mended.files) {
    if (file.name === '') truth.odd = true;
    look(file.content, file.name, fromStart, truth);
  }
}

function isContainer(bytes: Buffer): boolean {
  return isGzip(bytes) || isTar(bytes) || isZip(bytes);
}

/** Only lines with an end count: one without may have lost part of its figure. */
function readLines(bytes: Buffer, name: string, fromStart: boolean, { stops }: Truths): void {
  const lines = bytes
    .toString('latin1')
    .split('\n')
    .slice(fromStart ? 0 : 1, -1);
  const folder = name.split('/').slice(-3, -1).join('/');
  for (const line of lines) {
    const { stamp = '', us = '' } = STOP_LINE.exec(line)?.groups ?? {};
    const at = Date.parse(stamp);
    // A day that a month has not is read differently, and so is a year in which no such product ran or will.
    if (Number.isNaN(at) || new Date(at).toISOString() !== stamp || stamp < '1971' || stamp >= '2200')
      continue;
    stops.set(`${folder}\n${stamp}\n${us}`, { folder, endedAt: stamp, us: Number(us) });
  }
}

function lastStep(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
