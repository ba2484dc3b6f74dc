#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

// Starts the command, whose scripts stand beside this file (assembly/bundle.mjs), from code that V8 compiled when they were
// built: to compile them again takes as long as to read a small log. V8 refuses code of another version or of other
// flags, and compiles the text then; it does not look at the kind of processor, which the file's name tells.
const requireInstalled = createRequire(import.meta.url);
const exportsOf = new Map<string, object>();

try {
  requireScript('./program.cjs');
} catch (error) {
  // Left to itself, Node would end with 1, which says that everything was read and some stop is long.
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`stuntime: the program is not whole (${reason}); install it again\n`);
  process.exitCode = 2;
}

function requireScript(name: string): unknown {
  if (!name.startsWith('./')) return requireInstalled(name);
  const known = exportsOf.get(name);
  if (known !== undefined) return known;
  const exports = {};
  exportsOf.set(name, exports);
  const path = fileURLToPath(new URL(name, import.meta.url));
  const script: unknown = compile(path).runInThisContext();
  if (typeof script === 'function') script(exports, requireScript, path);
  return exports;
}

function compile(path: string): Script {
  return new Script(`(function (exports, require, __filename) {${readFileSync(path, 'utf8')}\n})`, {
    filename: path,
    cachedData: codeOf(path),
  });
}

function codeOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path.replace(/cjs$/, `${process.arch}.code`));
  } catch {
    return undefined;
  }
}
