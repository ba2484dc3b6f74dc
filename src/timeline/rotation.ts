import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { isoOf } from '../model/iso.js';
import { groupBy } from '../model/lists.js';
import type { LogPlace } from '../model/log.js';
import { type Compare, compareText, inTurn } from '../model/order.js';
import { earliest, type Instant, latest } from '../model/units.js';
import { type KeptLog, placesOf } from './copies.js';
import { COPY, isBroken } from './read-context.js';

/** ESXi numbers its rotated logs from 1 on, the newest highest; longer numbers are nobody's. */
const ROTATED = /^vmware-(?<number>\d{1,7})\.log(?:\.gz)?$/i;
const CURRENT = /^vmware\.log(?:\.gz)?$/i;

/** A file of one VM's rotation. */
interface Piece {
  readonly number: number;
  readonly place: LogPlace;
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

/**
 * Says which logs are missing from the rotation of one VM, over all inputs. Logs that the user named one by one
 * leave no hole, and products that record no stops hide none. What the read problems name is not reported again.
 */
export function missingLogs(
  logs: readonly KeptLog[],
  problems: readonly Diagnostic[],
): readonly Diagnostic[] {
  if (logs.some(({ hosted }) => hosted === true)) return [];
  const pieces = logs.flatMap(piecesOf);
  // Hosted products count from 0 on, the newest lowest, and keep three: such a set is ESXi's only where it says so.
  const isHosted = pieces.some(({ number }) => number === 0) && logs.every(({ hosted }) => hosted === null);
  if (pieces.length === 0 || isHosted) return [];
  const reported = new Set(problems.map(({ path }) => path));
  const missing = [...holesIn(pieces), ...withoutCurrent(logs, pieces, problems)];
  return missing.filter(({ path }) => !reported.has(path));
}

function piecesOf(log: KeptLog): readonly Piece[] {
  const { firstAt, lastAt } = log;
  return placesOf(log).flatMap((place) => {
    const number = ROTATED.exec(place.file)?.groups?.number;
    return number === undefined ? [] : [{ number: Number(number), place, firstAt, lastAt }];
  });
}

function holesIn(pieces: readonly Piece[]): readonly Diagnostic[] {
  const found = pieces.filter(({ place }) => !place.named).map(({ number }) => number);
  const least = found.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = found.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const byNumber = groupBy(
    pieces.toSorted((a, b) => compareText(a.place.path, b.place.path)),
    ({ number }) => number,
  );
  const numbers = [...byNumber.keys()].filter((number) => number >= least && number <= most);
  numbers.sort((a, b) => a - b);
  return numbers.slice(1).flatMap((after, index) => {
    const before = numbers[index] ?? after;
    const [older, newer] = [byNumber.get(before) ?? [], byNumber.get(after) ?? []];
    return after - before > 1 ? [hole(older, newer, before + 1, after - 1)] : [];
  });
}

function hole(older: readonly Piece[], newer: readonly Piece[], from: number, to: number): Diagnostic {
  const [since, until] = [
    latest(older.map(({ lastAt }) => lastAt)),
    earliest(newer.map(({ firstAt }) => firstAt)),
  ];
  const names = to === from ? `vmware-${from}.log` : `vmware-${from}.log to vmware-${to}.log`;
  const isTold = since !== null && until !== null && since <= until;
  const time = isTold ? ` between ${isoOf(since)} and ${isoOf(until)}` : '';
  const message =
    `${names} of the VM's rotated logs ${to === from ? 'is' : 'are'} missing: stops${time} may be hidden there; ` +
    `${COPY}, or look in the bundle of the host that the VM was on.`;
  return diagnostic('missing-log', `${folderOf(older[0])}vmware-${from}.log`, message);
}

/** In a folder whoever copied it chose the logs; a bundle should hold them all, as far as it could be read. */
function withoutCurrent(
  logs: readonly KeptLog[],
  pieces: readonly Piece[],
  problems: readonly Diagnostic[],
): readonly Diagnostic[] {
  const newest = pieces.toSorted(newestFirst);
  const piece = newest.find(({ place }) => isInBundle(place));
  if (piece === undefined || logs.flatMap(placesOf).some(({ file }) => CURRENT.test(file))) return [];
  if (isBroken(piece.place.container, problems)) return [];
  const time = piece.lastAt === null ? '' : `, after ${isoOf(piece.lastAt)},`;
  const message =
    `Rotated logs of the VM are there, but not its vmware.log: the newest stops${time} may be hidden there; ` +
    `it may have been locked when it was copied; ${COPY}.`;
  return [diagnostic('no-current-log', `${folderOf(piece)}vmware.log`, message)];
}

/** An archive may hold two members of one path. */
const newestFirst: Compare<Piece> = inTurn(
  (a, b) => b.number - a.number,
  (a, b) => compareText(a.place.path, b.place.path),
  (a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0),
);

function isInBundle({ container, folder, named }: LogPlace): boolean {
  return !named && (container !== '' || /(?:^|\/)vmfs\/volumes\//.test(folder));
}

function folderOf(piece: Piece | undefined): string {
  return piece === undefined ? '' : piece.place.path.slice(0, -piece.place.file.length);
}
