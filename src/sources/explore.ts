import type { LogPlace } from '../model/log.js';
import type { Watcher } from '../model/watcher.js';
import { ByteReader } from './byte-reader.js';
import { type ByteStream, guard, HEAD_BYTES, lent } from './byte-stream.js';
import type { FileAccess, Format, Reread } from './formats/format.js';
import { damagedFormatOf, formatOf } from './formats/index.js';
import { type Found, trouble } from './found.js';
import { Fragments } from './fragments.js';
import type { Budget } from './limits.js';
import {
  type FragmentPlace,
  fragmentPlace,
  isApartFromVms,
  isCompanion,
  isLog,
  isNamedLikeContainer,
  isNamedLikeTar,
  placeOfMember,
} from './place.js';
import { ReadError, readErrorOf } from './read-error.js';
import { utf8From, utf16Of } from './utf16.js';

/** A stream of bytes of which nobody knows yet what it is. */
export interface Item {
  readonly place: LogPlace;
  readonly chunks: ByteStream;
  /** The file that it is all of, null where it is part of something or no file. */
  readonly file: FileAccess | null;
  /** Gives its bytes again; absent where they pass only once. */
  readonly reread?: Reread | undefined;
  /** How many containers it stands in. */
  readonly depth: number;
  /** Whether it is what came out of a wrapper. */
  readonly unwrapped: boolean;
}

/** What goes for all that is found in one input. */
export interface Scope {
  readonly budget: Budget;
  /** Says whether a file beside logs tells of them, by its path in its container or folder. */
  readonly isCompanion: (path: string) => boolean;
  readonly watcher: Watcher;
}

/** Finds the logs in a stream of bytes, whatever it is wrapped in; what is no log and holds none is passed over. */
export async function* explore(item: Item, scope: Scope): AsyncGenerator<Found> {
  const reader = new ByteReader(item.chunks);
  try {
    const head = Buffer.from(await reader.peek(HEAD_BYTES));
    const format = formatOf(head) ?? (await formatBehind(item, reader, head));
    if (format === null) yield* readPlain(item, reader, head, scope);
    else if (format.kind === 'refused') yield* refuse(item, format);
    else if (!isApartFromVms(item.place)) yield* open(item, reader, format, scope);
  } finally {
    await reader.close();
  }
}

/** The first header of an archive may be damaged: then the next one tells that it is a tar. */
async function formatBehind({ place }: Item, reader: ByteReader, head: Buffer): Promise<Format | null> {
  const mayBeTar = isNamedLikeTar(place.file) || (place.named && head.includes(0));
  return mayBeTar ? damagedFormatOf(reader) : null;
}

async function* readPlain(item: Item, reader: ByteReader, head: Buffer, scope: Scope): AsyncGenerator<Found> {
  const { place, unwrapped } = item;
  const { failure } = reader;
  if (isLog(place)) {
    const isUnpacked = unwrapped || place.named || !/\.gz$/i.test(place.file);
    const isLost = (head.includes(0) && utf16Of(head) === null) || (!isUnpacked && head.length > 0);
    if (isLost) yield trouble(place, notTheNamed());
    yield* counted(place, scope, readAsLog(place, reader, utf16Of(head)));
  } else if (isCompanion(place, scope.isCompanion)) {
    yield* counted(place, scope, readCompanion(place, reader));
  } else if (failure !== null) {
    yield trouble(place, readErrorOf(failure.reason));
  } else if (isNamedLikeContainer(place.file) && !isApartFromVms(place)) {
    yield trouble(place, notAContainer(head));
  }
}

/** Each log and companion costs memory to the end. */
async function* counted(
  place: LogPlace,
  { budget }: Scope,
  founds: AsyncIterable<Found>,
): AsyncGenerator<Found> {
  try {
    budget.log();
  } catch (error) {
    return yield trouble(place, readErrorOf(error));
  }
  yield* founds;
}

async function* readAsLog(
  place: LogPlace,
  reader: ByteReader,
  utf16: ReturnType<typeof utf16Of>,
): AsyncGenerator<Found> {
  const bytes = reader.remaining();
  const guarded = guard(utf16 === null ? bytes : utf8From(bytes, utf16));
  yield { kind: 'log', place, chunks: guarded.chunks };
  const damage = guarded.damage();
  if (damage !== null) yield trouble(place, damage);
}

/** The collector's own complaints; what other companions do not tell proves nothing. */
const COMPLAINTS = /^errors?(?:-ignored)?\.log$/;

/** A changed name, host or complaint in an archive may hide stops; beside the logs, one that cannot be read does not. */
async function* readCompanion(place: LogPlace, reader: ByteReader): AsyncGenerator<Found> {
  const guarded = guard(reader.remaining());
  yield { kind: 'companion', place, chunks: lent(guarded.chunks) };
  // Whoever read it may have left early, and a checksum stands behind the content.
  while (place.container !== '' && (await guarded.chunks.next()).done !== true);
  const damage = guarded.damage();
  if (damage === null) return;
  const counts = place.container !== '' || COMPLAINTS.test(place.file);
  const kind = counts ? damage.kind : 'unread-companion';
  yield trouble(place, new ReadError(kind, damage.message));
}

async function* refuse(
  { place }: Item,
  { name, advice }: Extract<Format, { kind: 'refused' }>,
): AsyncGenerator<Found> {
  if (isApartFromVms(place)) return;
  yield trouble(place, new ReadError('unsupported', `A file in ${name} format is not read: ${advice}.`));
}

async function* open(
  item: Item,
  reader: ByteReader,
  format: Exclude<Format, { kind: 'refused' }>,
  scope: Scope,
): AsyncGenerator<Found> {
  const depth = item.depth + (format.kind === 'archive' || item.unwrapped ? 1 : 0);
  const { limits } = scope.budget;
  if (depth > limits.depth) {
    const message = `It stands in more than ${limits.depth} containers and is not read: unpack some of them and name the folder, or raise --max-depth.`;
    return yield trouble(item.place, new ReadError('too-deep', message));
  }
  try {
    if (format.kind === 'archive') yield* openArchive(item, reader, format, depth, scope);
    else yield* unwrap(item, reader, format, depth, scope);
  } catch (error) {
    yield trouble(item.place, readErrorOf(error));
  }
}

async function* unwrap(
  item: Item,
  reader: ByteReader,
  format: Extract<Format, { kind: 'wrapper' }>,
  depth: number,
  scope: Scope,
): AsyncGenerator<Found> {
  let { place } = item;
  for await (const stream of format.streams({ reader, file: item.file, reread: item.reread })) {
    const chunks = scope.budget.inflated(stream);
    yield* explore({ place, chunks, file: null, depth, unwrapped: true }, scope);
    // A second stream follows one that is damaged.
    place = { ...place, verified: false };
  }
}

async function* openArchive(
  { place, file, reread }: Item,
  reader: ByteReader,
  format: Extract<Format, { kind: 'archive' }>,
  depth: number,
  scope: Scope,
): AsyncGenerator<Found> {
  const { budget } = scope;
  let verified = true;
  let latest: string | null = null;
  const within = (at: LogPlace, chunks: ByteStream, reread?: Reread) =>
    explore({ place: at, chunks, file: null, reread, depth, unwrapped: false }, scope);
  const fragments = new Fragments(budget.limits, within);
  try {
    for await (const step of format.steps({ reader, file, reread })) {
      if (budget.spent) return;
      if (step instanceof ReadError) {
        yield trouble(place, step, step.unverifies ? latest : null);
        verified &&= !step.unverifies;
        continue;
      }
      budget.member();
      const at = placeOfMember(place, step.name, step.modifiedAt, verified);
      latest = at.path;
      const chunks = format.inflates ? budget.inflated(step.chunks) : step.chunks;
      const fragment = fragmentPlace(at);
      yield* fragment === null ? within(at, chunks, step.reread) : addTo(fragments, fragment, chunks);
    }
  } finally {
    yield* fragments.finish();
  }
}

/** A damaged fragment costs itself, not the rest of the archive. */
async function* addTo(
  fragments: Fragments,
  fragment: FragmentPlace,
  chunks: ByteStream,
): AsyncGenerator<Found> {
  const guarded = guard(chunks);
  yield* fragments.add(fragment, guarded.chunks);
  const damage = guarded.damage();
  if (damage !== null) yield trouble(fragment.place, damage);
}

function notTheNamed(): ReadError {
  return new ReadError(
    'corrupt',
    "It bears the name of a VM's log and does not begin as one, compressed or not: part of it is lost; get the file again.",
  );
}

function notAContainer(head: Buffer): ReadError {
  const what = head.length === 0 ? 'It is empty' : 'Its content is of no format that is known';
  return new ReadError(
    'corrupt',
    `It bears the name of an archive. ${what}: it was damaged; get the file again.`,
  );
}
