import { badValue } from './usage-error.js';

/** What standard output is called where a file's name is expected. */
const STDOUT_NAMES: readonly string[] = ['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'];

/** Reads where the report goes: the name of a file, or null for standard output; throws UsageError for an empty name. */
export function readOutput(text: string | undefined): string | null {
  if (text === '') throw badValue('--output', text, 'the name of a file');
  return text === undefined || STDOUT_NAMES.includes(text) ? null : text;
}
