import { readFileSync, statSync } from 'node:fs';
import type { Report } from '../model/report.js';
import { isPseudonym, type RedactionKey } from '../redaction/names.js';
import { redact } from '../redaction/redact.js';
import { quote, UsageError } from '../settings/usage-error.js';
import { fileOutput } from './file-output.js';
import { OutputError } from './output.js';

/** How the names of a report are replaced. */
export interface Redaction {
  /** The file of what the pseudonyms stand for; null for none. */
  readonly keyPath: string | null;
}

/**
 * Gives a function that replaces the names in a report, and writes the key if there is to be one. Throws UsageError for a file
 * that is no key.
 */
export function redactorFor({ keyPath }: Redaction): (report: Report) => Promise<Report> {
  const before = keyPath === null ? {} : readKey(keyPath);
  return async (report) => {
    const { report: redacted, key } = redact(report, before);
    if (keyPath !== null) await writeKey(keyPath, key);
    return redacted;
  };
}

function readKey(path: string): RedactionKey {
  const text = textOf(path);
  if (text === null) return {};
  const entries = entriesOf(text);
  if (entries !== null) return Object.fromEntries(entries);
  throw new UsageError(
    `--redact-key ${quote(path)} is not a key: it takes one that stuntime wrote, or a new file`,
  );
}

/** Whole or not at all, and for its owner to read. */
async function writeKey(path: string, key: RedactionKey): Promise<void> {
  try {
    const output = await fileOutput(path, 0o600);
    await output.write([`${JSON.stringify(key, null, 2)}\n`]);
    await output.finish();
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace(/^the report cannot be written: /, '') : String(error);
    throw new OutputError(`--redact-key ${quote(path)}: the key cannot be written: ${reason}`);
  }
}

function textOf(path: string): string | null {
  try {
    if (!statSync(path).isFile())
      throw new UsageError(`--redact-key ${quote(path)} is not a file: name one, or a new one`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') return null;
    throw new UsageError(`--redact-key ${quote(path)} cannot be read (${code}): name another file`);
  }
}

function entriesOf(text: string): readonly (readonly [string, string])[] | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const entries: readonly (readonly [string, unknown])[] = Object.entries(value);
    return entries.every(isEntry) ? entries.filter(isEntry) : null;
  } catch {
    return null;
  }
}

function isEntry(entry: readonly [string, unknown]): entry is readonly [string, string] {
  return isPseudonym(entry[0]) && typeof entry[1] === 'string';
}
