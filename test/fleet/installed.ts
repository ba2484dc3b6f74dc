import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** Where programs are looked for, those for administrators too. */
export const PATH = [
  dirname(process.execPath),
  '/usr/local/bin',
  '/usr/bin',
  '/bin',
  '/usr/sbin',
  '/sbin',
].join(':');

/** What a test is skipped for: programs that are not installed, or checks (lines of shell) that fail. */
export function needs(programs: readonly string[], checks: Readonly<Record<string, string>> = {}) {
  const missing = [
    ...programs.filter((program) => !succeeds(`command -v ${program}`)),
    ...Object.keys(checks).filter((name) => !succeeds(checks[name] ?? 'false')),
  ];
  return missing.length === 0 ? {} : { skip: `not installed: ${missing.join(', ')}` };
}

/** There is another program of the name in moreutils. */
export const GNU_PARALLEL = { 'GNU parallel': 'parallel --version | grep -q "^GNU parallel"' };

function succeeds(line: string): boolean {
  return spawnSync('/bin/sh', ['-c', line], { env: { PATH }, stdio: 'ignore' }).status === 0;
}
