import { join } from 'node:path';
import { FIXTURES } from '../support/command.js';
import { largeBundle } from '../support/large-bundle.js';
import { plantLargeLogs } from '../support/large-logs.js';
import { plant } from '../support/temp.js';

/** What a run is given, and the exit code that it has to end with. */
export interface Input {
  readonly name: string;
  readonly args: readonly string[];
  readonly code: number;
}

/** Writes the inputs that are not among the fixtures, and gives all: each takes another way through the program. */
export async function plantInputs(folder: string): Promise<readonly Input[]> {
  const bundle = largeBundle();
  await plant(folder, { 'bundles/one.tgz': bundle, 'bundles/two.tgz': bundle });
  await plantLargeLogs(join(folder, 'logs'));
  return [
    { name: 'small log', args: [join(FIXTURES, 'logs/esxi7-backup')], code: 0 },
    { name: 'small logs as JSON', args: ['-f', 'json', join(FIXTURES, 'logs/rotated')], code: 0 },
    { name: 'small bundle', args: ['--explain', join(FIXTURES, 'esx-demo.tgz')], code: 1 },
    { name: 'damaged bundle', args: ['--verbose', join(FIXTURES, 'bundles/cut-early.tgz')], code: 2 },
    { name: 'large bundle', args: ['-f', 'json', 'bundles/one.tgz'], code: 0 },
    { name: 'large bundles in workers', args: ['-f', 'json', 'bundles'], code: 0 },
    { name: 'large logs in workers', args: ['-f', 'csv', 'logs'], code: 0 },
  ];
}
