#!/usr/bin/env node
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

// Starts the command, whose scripts stand beside this file (assembly/bundle.mjs), from code that V8 compiled when they were
// built: to compile them again takes as long as to read a small log. V8 refuses code of another version or of other
// flags, and compiles the text then; so it does once a long run has set flags of its own (sources/engine.ts).
const requireInstalled = createRequire(import.meta.url);
const exportsOf = new Map<string, object>();
/** What tells this build of Node from others, once it was asked for. */
let build: string | null = null;

try {
  requireScript('./program.cjs');
} catch (error) {
  // Left to itself, Node would end with 1, which says that everything was read and some stop is long.
  process.stderr.on('error', () => {});
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

/** Code is of no use to another build of Node, nor where its text has changed since: V8 would take it, and go wrong. */
function codeOf(path: string): Buffer | undefined {
  try {
    build ??= `${process.version}-${process.arch}-${statSync(process.execPath).size}`;
    const code = path.replace(/cjs$/, `${build}.code`);
    return statSync(code).mtimeMs < statSync(path).mtimeMs ? undefined : readFileSync(code);
  } catch {
    return undefined;
  }
}
