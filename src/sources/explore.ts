import { type Diagnostic, diagnostic } from '../model/diagnostic.js';
import { type LogPlace, VM_LOG_NAME } from '../model/log.js';
import { visible } from '../model/text.js';
import type { Format } from './formats/format.js';
import { formatOf } from './formats/index.js';
import { Damage, damageOf, guard, lasting, type Pieces, peek } from './pieces.js';

/** Containers within containers that are looked into: contract section 8. */
const MAX_DEPTH = 4;

/** What a walk comes upon. */
export type Found =
  /** A log; its pieces must be read, or left, before the walk goes on. They end early instead of throwing. */
  | { readonly kind: 'log'; readonly place: LogPlace; readonly pieces: Pieces }
  /** A file that tells something about the logs; its pieces as those of a log. */
  | { readonly kind: 'companion'; readonly place: LogPlace; readonly pieces: Pieces }
  | { readonly kind: 'trouble'; readonly diagnostic: Diagnostic };

/** A stream of bytes of which nobody knows yet what it is. */
export interface Item {
  readonly place: LogPlace;
  readonly pieces: Pieces;
  /** How many containers it stands in. */
  readonly depth: number;
  /** Whether it is what came out of a wrapper. */
  readonly unwrapped: boolean;
  readonly isCompanion: IsCompanion;
}

/** Says whether the file of a path, inside its container or folder, is worth reading though it is no log. */
export type IsCompanion = (path: string) => boolean;

/** Finds the logs in a stream of bytes, whatever it is wrapped in; what is no log and holds none is passed over. */
export async function* explore(item: Item): AsyncGenerator<Found> {
  const { head, pieces, failure } = await peek(item.pieces);
  const format = formatOf(head);
  if (format === null && isBeside(item)) yield* readBeside({ ...item, pieces });
  else if (format === null && failure !== null && !isLog(item.place))
    yield trouble(item.place, damageOf(failure.reason));
  else if (format === null) yield* readAsLog({ ...item, pieces });
  else if (format.kind === 'refused') yield* refuse(item, format);
  else yield* open({ ...item, pieces }, format);
}

function isLog(place: LogPlace): boolean {
  return place.named || VM_LOG_NAME.test(place.file);
}

async function* readAsLog({ place, pieces }: Item): AsyncGenerator<Found> {
  const guarded = guard(pieces);
  if (isLog(place)) yield { kind: 'log', place, pieces: guarded.pieces };
  else await leave(pieces);
  const damage = guarded.damage();
  if (damage !== null) yield trouble(place, damage);
}

function isBeside({ place, isCompanion }: Item): boolean {
  const path = place.folder === '.' ? place.file : `${place.folder.replaceAll('\\', '/')}/${place.file}`;
  return !isLog(place) && isCompanion(path);
}

/** What such a file does not tell proves nothing, so that it cannot be read is no trouble of its own in an archive. */
async function* readBeside({ place, pieces, depth }: Item): AsyncGenerator<Found> {
  const guarded = guard(pieces);
  yield { kind: 'companion', place, pieces: guarded.pieces };
  const damage = guarded.damage();
  if (damage !== null && depth === 0) yield trouble(place, new Damage('unread-companion', damage.message));
}

async function* refuse(
  { place, pieces, depth }: Item,
  format: Extract<Format, { kind: 'refused' }>,
): AsyncGenerator<Found> {
  await leave(pieces);
  // A host's bundle holds many small archives; of those it is said only where logs may be in them.
  const matters = depth === 0 || format.name === 'zip' || /^vmware.*\.log/i.test(place.file);
  if (!matters) return;
  const message = `A file in ${format.name} format is not read: ${format.advice}.`;
  yield trouble(place, new Damage('unsupported', message));
}

async function* open(item: Item, format: Exclude<Format, { kind: 'refused' }>): AsyncGenerator<Found> {
  const within = item.depth + (format.kind === 'archive' || item.unwrapped ? 1 : 0);
  if (within > MAX_DEPTH) {
    await leave(item.pieces);
    yield trouble(
      item.place,
      new Damage(
        'too-deep',
        `It stands in more than ${MAX_DEPTH} containers and is not read: unpack some of them and name the folder.`,
      ),
    );
    return;
  }
  if (format.kind === 'wrapper')
    yield* explore({ ...item, pieces: format.unwrap(item.pieces), depth: within, unwrapped: true });
  else yield* openArchive(item, format, within);
}

async function* openArchive(
  item: Item,
  format: Extract<Format, { kind: 'archive' }>,
  depth: number,
): AsyncGenerator<Found> {
  try {
    // What a wrapper gives is new each time; what a file gives is not, and the parser holds pieces back.
    const pieces = item.unwrapped ? item.pieces : lasting(item.pieces);
    for await (const member of format.members(pieces)) {
      const place = placeOf(item.place, member.name, member.modifiedAt);
      yield* explore({ ...item, place, pieces: member.pieces, depth, unwrapped: false });
    }
  } catch (error) {
    yield trouble(item.place, damageOf(error));
  }
}

/** Gives where a member stands; how its path begins (`/`, `./`) depends on who packed it and tells nothing. */
function placeOf(archive: LogPlace, memberName: string, modifiedAt: LogPlace['modifiedAt']): LogPlace {
  const name = visible(memberName).replace(/^(?:\.?\/)+/, '');
  const slash = name.lastIndexOf('/');
  const folder = slash === -1 ? '.' : name.slice(0, slash);
  return {
    path: `${archive.path}!/${name}`,
    folder,
    container: archive.path,
    folderName: slash === -1 ? null : folder.slice(folder.lastIndexOf('/') + 1),
    file: name.slice(slash + 1),
    named: false,
    modifiedAt,
  };
}

function trouble({ path }: LogPlace, { kind, message }: Damage): Found {
  return { kind: 'trouble', diagnostic: diagnostic(kind, path, message) };
}

/** Lets go of a stream without reading it. */
async function leave(pieces: Pieces): Promise<void> {
  await pieces[Symbol.asyncIterator]().return?.();
}
