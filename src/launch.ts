#!/usr/bin/env node

// Starts the program, which stands beside this file. A Node that is too old reads this file as well, so nothing in it is
// newer than Node 10: no `import` statement, no recent syntax.

/** What package.json states under `engines`. */
const NEEDED = '^20.19.0 || >=22.12.0';
const NOT_PROVED = 2;

// A closed standard error must not end the program with 1, which says that some stop is long.
process.stderr.on('error', () => {});

const { node: version } = process.versions;
if (isSupported(version)) import('./cli.js').catch(damaged);
else stop(`this is Node.js ${version}, and stuntime needs ${NEEDED}; install a newer Node.js`);

function isSupported(text: string): boolean {
  const [major = 0, minor = 0] = text.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

function damaged(error: Error): void {
  stop(`this installation is damaged (${error.message}); install stuntime again`);
}

function stop(reason: string): void {
  process.stderr.write(`stuntime: ${reason}\n`);
  process.exitCode = NOT_PROVED;
}
