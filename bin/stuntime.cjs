#!/usr/bin/env node

// Starts the command. A Node.js that is too old must be able to parse this file in order to say so: no `import`
// statement, and no syntax newer than Node.js 10.

/** The range in package.json's `engines`. */
const NEEDED = '^20.19.0 || >=22.12.0';
const NOT_PROVED = 2;

// An unhandled error on a closed stderr would exit with 1, which means that a stop is too long.
process.stderr.on('error', () => {});

const { node: version } = process.versions;
if (isSupported(version)) load().catch(reportDamage);
else fail(`this is Node.js ${version}, and stuntime needs ${NEEDED}; install a newer Node.js`);

/** @param {string} text */
function isSupported(text) {
  const [major = 0, minor = 0] = text.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/** Node.js 20 requires 200 modules in less time than it imports them. Later ones gain little, and some warn of it. */
async function load() {
  const requires = version.startsWith('20.') && process.features.require_module;
  return requires ? require('../dist/cli/main.js') : import('../dist/cli/main.js');
}

/** @param {Error} error */
function reportDamage(error) {
  fail(`this installation is damaged (${error.message}); install stuntime again`);
}

/** @param {string} reason */
function fail(reason) {
  process.stderr.write(`stuntime: ${reason}\n`);
  process.exitCode = NOT_PROVED;
}
