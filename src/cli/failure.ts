import { isResourceError } from '../model/resource-error.js';
import { UsageError } from '../settings/usage-error.js';
import { OutputError } from './output.js';

/** What is wrong with an input or output ends elsewhere: these speak of the program's own files. */
const MISSING = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ENOENT']);

/** Gives the sentence for what ended the program before its report: what happened, and what to do. */
export function failureSentence(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError || error instanceof OutputError || isResourceError(error)) return reason;
  if (isDamage(error)) return `this installation is damaged (${reason}); install stuntime again`;
  return `a bug in stuntime kept it from finishing (${reason}); please report it with the command line`;
}

/** Parts of the program are loaded when they are needed, so that one that is missing or cut is only noticed then. */
function isDamage(error: unknown): boolean {
  if (error instanceof SyntaxError) return true;
  return error instanceof Error && 'code' in error && MISSING.has(String(error.code));
}
