import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// What people run today for the same question. `finds` is what the number in the output counts.

const PLAIN = fileURLToPath(new URL('plain-node.mjs', import.meta.url));

const PUBLISHED = `awk '{ printf ("%d", $8)} {print " ---" $0}' | sort -nr`;

// A goal is the highest ratio of stuntime's time to the rival's that we want; null where none is set.
const lines = (id, shell, goal = null) => ({ id, shell, goal, needs: toolsOf(shell), finds: 'lines' });

// A limit is the highest ratio that `--check` lets pass, at scale 0.1 and above: about twice the highest that was
// measured on two cores, on Node 20, with other processes at work. It finds a program that became
// several times slower, and nothing less.
const plain = (node, limit, ...inputs) => ({
  id: 'plain Node',
  argv: [node, PLAIN, ...inputs],
  shown: `node plain-node.mjs ${inputs.join(' ')}`,
  limit,
  needs: [],
  finds: 'lines',
});

/** The rivals of each comparison, by its name. */
export const RIVALS = {
  folder: (node, inputs) => [
    plain(node, 9, ...inputs),
    lines('published one-liner', `grep -r -h Unstun folder | ${PUBLISHED}`, 2.5),
    lines('one-liner with ripgrep', `rg -N --no-filename Unstun folder | ${PUBLISHED}`, 3),
    lines('one-liner with ugrep', `ugrep -r -h Unstun folder | ${PUBLISHED}`),
  ],
  bundle: (node, inputs) => [
    plain(node, 3, ...inputs),
    lines('tar, VM logs only', "tar xzOf bundle.tgz --wildcards '*vmware*.log' | grep -a Unstun"),
    lines('tar, everything', 'tar xzOf bundle.tgz | grep -a Unstun', 0.33),
    lines('bsdtar, VM logs only', "bsdtar -xOf bundle.tgz '*vmware*.log' | grep -a Unstun", 1),
    lines('ugrep -z', 'ugrep -z Unstun bundle.tgz', 0.85),
    // No search at all: about the least that any reader of the bundle can take. The first row does not even move the
    // bytes to another process; in the second wc proves that every byte came.
    {
      id: 'igzip, inflate only',
      shell: 'igzip -dc bundle.tgz > /dev/null',
      goal: 2.3,
      needs: ['igzip'],
      finds: 'nothing',
    },
    {
      id: 'igzip into a pipe',
      shell: 'igzip -dc bundle.tgz | wc -c',
      needs: ['igzip'],
      finds: 'bytes',
    },
  ],
  bundles: (node, inputs) => [
    plain(node, 4, ...inputs),
    lines('ugrep -z', 'ugrep -z Unstun bundles/*.tgz', 0.65),
  ],
  startup: (node) => [
    {
      id: 'bare Node',
      argv: [node, '-e', '0'],
      shown: 'node -e 0',
      goal: 3.5,
      limit: 16,
      needs: [],
      finds: 'nothing',
    },
    lines('published one-liner', `grep -h Unstun small.log | ${PUBLISHED}`),
  ],
};

/** Returns the version of each tool, so that a table says whose speed it shows. */
export function versionsOf(commands) {
  const tools = [...new Set(commands.flatMap((command) => command.needs))].filter(isInstalled);
  return tools.map(versionOf);
}

/** Says whether all the tools of a command are installed. */
export const isRunnable = (command) => command.needs.every(isInstalled);

function toolsOf(shell) {
  return shell.split(' | ').map((part) => part.split(' ')[0]);
}

function isInstalled(tool) {
  return spawnSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' }).status === 0;
}

function versionOf(tool) {
  // mawk, the awk of Debian, knows only -W; and reads standard input where it does not understand.
  const option = tool === 'awk' ? '-W version' : '--version';
  const { stdout, stderr } = spawnSync('sh', ['-c', `${tool} ${option} < /dev/null`], { encoding: 'utf8' });
  const line = `${stdout}${stderr}`.trim().split('\n')[0];
  return /^.*?\d+(?:\.\d+)+/.exec(line)?.[0] ?? line;
}
