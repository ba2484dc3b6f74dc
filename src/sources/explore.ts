import type { Likelihood } from '../model/guest.js';
import type { LogPlace } from '../model/log.js';
import type { Progress } from '../model/progress.js';
import { ByteReader } from './byte-reader.js';
import { type ByteStream, guard, HEAD_BYTES, lent } from './byte-stream.js';
import type { FileAccess, Format, Reread } from './formats/format.js';
import { damagedFormatOf, formatOf } from './formats/index.js';
import { Fragments } from './fragments.js';
import type { Budget } from './limits.js';
import {
  type FragmentPlace,
  fragmentPlace,
  isApartFromVms,
  isGuestLog,
  isInventoryFile,
  isLog,
  isNamedLikeContainer,
  isNamedLikeRecords,
  isNamedLikeTar,
  likelihoodOf,
  placeOfMember,
  type Recognisers,
} from './place.js';
import { ReadError, readErrorOf } from './read-error.js';
import { utf8From, utf16Of } from './utf16.js';
import { problem, type WalkItem } from './walk-item.js';
import { ZeroRun } from './zero-run.js';

/** The bytes of a file, of an archive's member or of what a wrapper holds. Their type is not known yet. */
export interface Content {
  readonly place: LogPlace;
  readonly chunks: ByteStream;
  /** The file whose whole content it is; null for part of a file, and for a pipe. */
  readonly file: FileAccess | null;
  /** Reads its bytes again; absent if they can be read only once. */
  readonly reread?: Reread | undefined;
  /** How many containers it is in. */
  readonly depth: number;
  /** Whether it came out of a wrapper. */
  readonly unwrapped: boolean;
}

/** What applies to all of one input. */
export interface Scope {
  readonly budget: Budget;
  readonly known: Recognisers;
  /** Whether every text is read as a guest log. */
  readonly ofGuest: boolean;
  readonly progress: Progress;
}

type Wrapper = Extract<Format, { kind: 'wrapper' }>;
type Archive = Extract<Format, { kind: 'archive' }>;

/** Finds the logs in some bytes, however they are wrapped. File types are detected from content, not names. */
export async function* explore(content: Content, scope: Scope): AsyncGenerator<WalkItem> {
  const reader = new ByteReader(content.chunks);
  try {
    const head = Buffer.from(await reader.peek(HEAD_BYTES));
    const format = formatOf(head) ?? (await formatBehind(content, reader, head));
    if (format === null) yield* readPlain(content, reader, head, scope);
    else if (isApartFromVms(content.place)) return;
    else if (format.kind === 'refused') throw refused(format);
    else yield* open(content, reader, format, scope);
  } catch (error) {
    yield problem(content.place, readErrorOf(error));
  } finally {
    await reader.close();
  }
}

/** If the first header of a tar is damaged, the next one tells that it is a tar. */
async function formatBehind({ place }: Content, reader: ByteReader, head: Buffer): Promise<Format | null> {
  const mayBeTar = isNamedLikeTar(place.file) || (place.named && head.includes(0));
  return mayBeTar ? damagedFormatOf(reader) : null;
}

async function* readPlain(
  { place, unwrapped }: Content,
  reader: ByteReader,
  head: Buffer,
  scope: Scope,
): AsyncGenerator<WalkItem> {
  const { budget, known } = scope;
  const { failure } = reader;
  if (known.beginsRecords(head)) {
    budget.log();
    return yield* readRecords(place, reader);
  }
  if (isNamedLikeRecords(place.file)) throw failure?.reason ?? notRecords(head);
  const guests = likelihoodOf(place, head, known, scope.ofGuest && beginsAsText(head));
  if (isLog(place)) {
    const isUnpacked = unwrapped || place.named || !/\.gz$/i.test(place.file);
    const isLost = !beginsAsText(head) || (!isUnpacked && head.length > 0);
    if (isLost) yield problem(place, notTheNamed());
    budget.log();
    yield* readLog(place, reader, head, guests);
  } else if (isInventoryFile(place, known)) {
    budget.log();
    yield* readInventory(place, reader);
  } else if (isGuestLog(guests)) {
    budget.log();
    yield* readLog(place, reader, head, guests);
  } else if (failure !== null) throw failure.reason;
  else if (isNamedLikeContainer(place.file) && !isApartFromVms(place)) throw notAContainer(head);
}

/** Several zeros behind a line are a hole, which is reported with its place; any other zero makes it no text. */
function beginsAsText(head: Buffer): boolean {
  const zero = head.indexOf(0);
  if (zero === -1 || utf16Of(head) !== null) return true;
  return head[zero + 1] === 0 && head.subarray(0, zero).includes('\n');
}

async function* readRecords(place: LogPlace, reader: ByteReader): AsyncGenerator<WalkItem> {
  const { chunks, error } = guard(reader.remaining());
  yield { kind: 'records', place, chunks };
  const ended = error();
  if (ended !== null) throw ended;
}

async function* readLog(
  place: LogPlace,
  reader: ByteReader,
  head: Buffer,
  guests: Likelihood,
): AsyncGenerator<WalkItem> {
  const utf16 = utf16Of(head);
  const bytes = reader.remaining();
  const zeros = new ZeroRun();
  const { chunks, error } = guard(zeros.watch(utf16 === null ? bytes : utf8From(bytes, utf16)));
  yield { kind: 'log', place, chunks, guests };
  const hole = zeros.error();
  if (hole !== null)
    yield problem(
      place,
      isLog(place) || guests === 'asked' ? hole : new ReadError('unread-companion', hole.message),
      null,
    );
  const ended = error();
  if (ended !== null) throw ended;
}

/** The collector's own error logs. */
const COMPLAINTS = /^errors?(?:-ignored)?\.log$/;

/** In an archive, a changed name, host or complaint may hide stops. An unreadable file beside the logs does not. */
async function* readInventory(place: LogPlace, reader: ByteReader): AsyncGenerator<WalkItem> {
  const isInArchive = place.container !== '';
  const { chunks, error } = guard(reader.remaining());
  yield { kind: 'inventory', place, chunks: lent(chunks) };
  // Its reader may have stopped early, and a checksum follows the content.
  while (isInArchive && (await chunks.next()).done !== true);
  const ended = error();
  if (ended === null) return;
  const kind = isInArchive || COMPLAINTS.test(place.file) ? ended.kind : 'unread-companion';
  throw new ReadError(kind, ended.message);
}

async function* open(
  content: Content,
  reader: ByteReader,
  format: Wrapper | Archive,
  scope: Scope,
): AsyncGenerator<WalkItem> {
  const depth = content.depth + (format.kind === 'archive' || content.unwrapped ? 1 : 0);
  if (depth > scope.budget.limits.depth) throw tooDeep(scope.budget.limits.depth);
  if (format.kind === 'archive') yield* openArchive(content, reader, format, depth, scope);
  else yield* unwrap(content, reader, format, depth, scope);
}

async function* unwrap(
  { place: first, file, reread }: Content,
  reader: ByteReader,
  format: Wrapper,
  depth: number,
  scope: Scope,
): AsyncGenerator<WalkItem> {
  let place = first;
  for await (const stream of format.streams({ reader, file, reread })) {
    const chunks = scope.budget.inflated(stream);
    yield* explore({ place, chunks, file: null, depth, unwrapped: true }, scope);
    // Another stream follows only behind damage.
    place = { ...place, verified: false };
  }
}

async function* openArchive(
  { place, file, reread }: Content,
  reader: ByteReader,
  format: Archive,
  depth: number,
  scope: Scope,
): AsyncGenerator<WalkItem> {
  const { budget } = scope;
  let verified = true;
  let latest: string | null = null;
  const exploreMember = (at: LogPlace, chunks: ByteStream, again?: Reread) =>
    explore({ place: at, chunks, file: null, reread: again, depth, unwrapped: false }, scope);
  const fragments = new Fragments(budget.limits, exploreMember);
  try {
    for await (const step of format.steps({ reader, file, reread })) {
      if (budget.spent) return;
      if (step instanceof ReadError) {
        yield problem(place, step, step.unverifies ? latest : null);
        verified &&= !step.unverifies;
        continue;
      }
      budget.member();
      const at = placeOfMember(place, step.name, step.modifiedAt, verified);
      latest = at.path;
      const chunks = format.inflates ? budget.inflated(step.chunks) : step.chunks;
      const fragment = fragmentPlace(at);
      // Most members are of no interest, and to explore each of a million costs a minute.
      const { head } = step;
      if (fragment === null && head !== undefined && !isWorthReading(at, () => head, scope)) continue;
      if (fragment === null) yield* exploreMember(at, chunks, step.reread);
      else yield* addTo(fragments, fragment, chunks);
    }
  } finally {
    yield* fragments.finish();
  }
}

/**
 * Says whether a file is a log, an inventory file, a container, records or a guest log, by its name or by its first bytes; `headOf` gives
 * these only where the name does not tell.
 */
export function isWorthReading(
  place: LogPlace,
  headOf: () => Buffer,
  { known, ofGuest }: Pick<Scope, 'known' | 'ofGuest'>,
): boolean {
  if (isLog(place) || isInventoryFile(place, known)) return true;
  if (isNamedLikeContainer(place.file) || isNamedLikeRecords(place.file)) return true;
  // Only what is named so is read there.
  if (isApartFromVms(place)) return false;
  const head = headOf();
  if (formatOf(head) !== null || known.beginsRecords(head)) return true;
  return isGuestLog(likelihoodOf(place, head, known, ofGuest));
}

/** A fragment that cannot be read costs itself, not the rest of the archive. */
async function* addTo(
  fragments: Fragments,
  fragment: FragmentPlace,
  stream: ByteStream,
): AsyncGenerator<WalkItem> {
  const { chunks, error } = guard(stream);
  yield* fragments.add(fragment, chunks);
  const ended = error();
  if (ended !== null) yield problem(fragment.place, ended);
}

function refused({ name, advice }: Extract<Format, { kind: 'refused' }>): ReadError {
  return new ReadError('unsupported', `A file in ${name} format is not read: ${advice}.`);
}

function tooDeep(most: number): ReadError {
  return new ReadError(
    'too-deep',
    `It stands in more than ${most} containers and is not read: unpack some of them and name the folder, or raise --max-depth.`,
  );
}

function notTheNamed(): ReadError {
  return new ReadError(
    'corrupt',
    "It bears the name of a VM's log and does not begin as one, compressed or not: part of it is lost; get the file again.",
  );
}

function notRecords(head: Buffer): ReadError {
  const what = head.length === 0 ? 'It is empty' : 'Its first line is none of records';
  return new ReadError('corrupt', `It bears the name of records. ${what}: write them again.`);
}

function notAContainer(head: Buffer): ReadError {
  const what = head.length === 0 ? 'It is empty' : 'Its content is of no format that is known';
  return new ReadError(
    'corrupt',
    `It bears the name of an archive. ${what}: it was damaged; get the file again.`,
  );
}
