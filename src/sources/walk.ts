import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { compareText } from '../model/order.js';
import type { Progress } from '../model/progress.js';
import type { Limits } from '../model/settings.js';
import { visible } from '../model/text.js';
import type { Instant } from '../model/units.js';
import type { ByteStream } from './byte-stream.js';
import { explore, type Scope } from './explore.js';
import { enter, exploreFound, exploreLarge, exploreNamed, isLarge, placeOf, Visited } from './files.js';
import { Budget } from './limits.js';
import type { Recognisers } from './place.js';
import { ReadError, readErrorOf } from './read-error.js';
import { type FoundFile, type LargeFile, limited, problem, type WalkItem } from './walk-item.js';

/** Standard input as a source of logs. */
export interface StandardInput {
  /** The path by which it is called: `-` where nobody gave another. */
  readonly name: string;
  readonly chunks: ByteStream;
  readonly modifiedAt: Instant | null;
}

/** The path that means standard input. */
export const STDIN_PATH = '-';

/** The options of a walk. */
export interface WalkOptions {
  /** What the path `-` means; null if it means nothing. */
  readonly stdin: StandardInput | null;
  readonly limits: Limits;
  readonly known: Recognisers;
  readonly progress: Progress;
}

/** The paths that the user named. */
export interface WalkPaths {
  readonly paths: readonly string[];
  /** Those in which every text is read as a guest log. */
  readonly guests: readonly string[];
}

/**
 * Finds every log in the named files, folders and containers, and in standard input for `-`. The order of the paths does
 * not matter. What is in several of them is read once. Ends early if aborted.
 */
export async function* walk(paths: WalkPaths, options: WalkOptions): AsyncGenerator<WalkItem> {
  const visited = new Visited();
  const entries = await inWalkingOrder(paths);
  const isApart = entries.filter(({ info }) => info !== null && isLarge(info)).length > 1;
  for (const { path, info, ofGuest } of entries) {
    if (options.progress.signal.aborted) return;
    const scope: Scope = { ...options, ofGuest, budget: new Budget(options.limits) };
    if (path === STDIN_PATH) {
      const { stdin } = options;
      yield* complete(stdin?.name ?? path, exploreStdin(stdin, scope), visited, scope);
      continue;
    }
    const entry = await enter(path, visited, info).catch((error: unknown) => readErrorOf(error));
    if (entry instanceof ReadError) yield problem({ path: visible(path) }, entry);
    else if (entry !== null) {
      const items = complete(path, exploreNamed(entry, visited, scope), visited, scope);
      const { size, ino } = entry.info;
      if (!isApart || !isLarge(entry.info)) yield* items;
      else yield { kind: 'large-file', file: { path, named: true, ofGuest, size, ino }, items, walked: null };
    }
  }
}

/** Finds every log in one file that a walk found before. */
export function walkFound(file: FoundFile, options: WalkOptions): AsyncGenerator<WalkItem> {
  const { ofGuest } = file;
  if (!file.named) return exploreLarge(file, options.limits, { ...options, ofGuest });
  const scope: Scope = { ...options, ofGuest, budget: new Budget(options.limits) };
  return complete(file.path, exploreFound(file, scope), new Visited(), scope);
}

/** Reports an input without a log, and limits the number of problems. */
async function* complete(
  path: string,
  items: AsyncIterable<WalkItem>,
  visited: Visited,
  { progress }: Scope,
): AsyncGenerator<WalkItem> {
  const before = visited.repeats;
  const elsewhere: Promise<boolean>[] = [];
  let isEmpty = true;
  for await (const item of limited(items, path)) {
    if (item.kind === 'large-file') {
      const { large, emptiness } = toldWhenWalked(item);
      elsewhere.push(emptiness);
      yield large;
    } else {
      isEmpty &&= item.kind === 'inventory';
      yield item;
    }
  }
  for (const emptiness of elsewhere) isEmpty = (await emptiness) && isEmpty;
  if (isEmpty && visited.repeats === before && !progress.signal.aborted) yield nothingIn(path);
}

interface AwaitedFile {
  readonly large: LargeFile;
  readonly emptiness: Promise<boolean>;
}

function toldWhenWalked(large: LargeFile): AwaitedFile {
  let walked: LargeFile['walked'] = null;
  const emptiness = new Promise<boolean>((resolve) => {
    walked = resolve;
  });
  return { large: { ...large, walked }, emptiness };
}

/** A path that the user named; `info` is null for standard input, and if its status cannot be read. */
interface Named {
  readonly path: string;
  readonly info: Stats | null;
  /** Whether every text in it is read as a guest log. */
  readonly ofGuest: boolean;
}

/**
 * Files come before folders, so that a file that is also in a named folder is read as a named file; and guests before
 * others, so that what is named as both is read as both.
 */
async function inWalkingOrder({ paths, guests }: WalkPaths): Promise<readonly Named[]> {
  const named = await Promise.all([
    ...[...new Set(guests)].map((path) => look(path, true)),
    // Standard input can be read only once.
    ...[...new Set(paths)]
      .filter((path) => path !== STDIN_PATH || !guests.includes(path))
      .map((path) => look(path, false)),
  ]);
  const rank = ({ info }: Named) => Number(info?.isDirectory() === true);
  const order = ({ ofGuest }: Named) => Number(!ofGuest);
  return named.sort((a, b) => rank(a) - rank(b) || order(a) - order(b) || compareText(a.path, b.path));
}

async function look(path: string, ofGuest: boolean): Promise<Named> {
  return { path, ofGuest, info: path === STDIN_PATH ? null : await stat(path).catch(() => null) };
}

async function* exploreStdin(stdin: StandardInput | null, scope: Scope): AsyncGenerator<WalkItem> {
  if (stdin === null) return;
  const { name, modifiedAt } = stdin;
  const named = { ...placeOf(name, true, null), modifiedAt };
  const place = name === STDIN_PATH ? { ...named, folder: name, folderName: null, file: 'stdin' } : named;
  yield* explore({ place, chunks: stdin.chunks, file: null, depth: 0, unwrapped: false }, scope);
}

function nothingIn(path: string): WalkItem {
  const shown = visible(path);
  const message = "No VM's log is in it; look for vmware.log and vmware-N.log in the VM's folder.";
  return problem({ path: shown }, new ReadError('no-log', message));
}
