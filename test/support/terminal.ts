import { CLI, type Outcome, type Surroundings, shell } from './command.js';

/** Why tests that need a terminal are skipped; false where there is script(1) of util-linux to make one. */
export const NO_TERMINAL =
  !(await shell('script --version')).stdout.includes('util-linux') &&
  'there is no script(1) to make a terminal';

/** Columns of the terminal that `inTerminal` makes. */
export const COLUMNS = 100;

const COLOR = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

/** Runs the command with a terminal for all three streams but those that `words` redirect; it holds no quotes. */
export async function inTerminal(
  words: string,
  { env = {}, ...others }: Surroundings = {},
): Promise<Outcome> {
  const command = `stty cols ${COLUMNS}; "${process.execPath}" "${CLI}" ${words}`;
  const { stdout, ...outcome } = await shell(
    `script --quiet --return --command '${command}' /dev/null < /dev/null`,
    {
      env: { TERM: 'xterm', SHELL: '/bin/sh', ...env },
      ...others,
    },
  );
  return { ...outcome, stdout: stdout.replaceAll('\r\n', '\n') };
}

/** Gives a text without the colours in it. */
export function withoutColor(text: string): string {
  return text.replaceAll(COLOR, '');
}
