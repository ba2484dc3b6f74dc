import { collectLogs } from '../../src/logs/collect.js';
import type { LogCollection } from '../../src/logs/collection.js';
import { RECOGNISERS } from '../../src/logs/recognisers.js';
import { NO_PROGRESS } from '../../src/model/progress.js';
import { noWork } from '../../src/model/work.js';
import { checkAnalysis } from '../../src/settings/analysis.js';
import { type StandardInput, walk } from '../../src/sources/walk.js';

/** Reads files and folders, or bytes as standard input. */
export async function collected(input: readonly string[] | Buffer): Promise<LogCollection> {
  const { limits } = checkAnalysis({}, new Date(0));
  const [paths, stdin] = Buffer.isBuffer(input) ? [['-'], piped(input)] : [input, null];
  const options = { stdin, limits, known: RECOGNISERS, progress: NO_PROGRESS };
  return collectLogs(walk({ paths, guests: [] }, options), { limits, progress: NO_PROGRESS }, noWork());
}

function piped(bytes: Buffer): StandardInput {
  const chunks = (async function* () {
    yield bytes;
  })();
  return { name: '-', chunks, modifiedAt: null };
}
