// Own code: yargs writes scripts for bash and zsh only.
import { ABOUT, OPTIONS, type OptionDefinition } from './options.js';

/** Gives the script that completes options and their values in fish. */
export function fishScript(): string {
  const lines = [
    '# fish completion for stuntime',
    "complete -c stuntime -n __fish_is_first_token -a advise -d 'say which QoS timeout the stops call for'",
    ...[...OPTIONS, ...ABOUT].map(lineOf),
  ];
  return `${lines.join('\n')}\n`;
}

function lineOf({ name, alias, value, choices, description }: OptionDefinition): string {
  const short = alias === undefined ? '' : ` -s ${alias}`;
  // Without a list of values a path may be one.
  const values = choices === undefined ? ' -r' : ` -x -a ${quoted(choices.join(' '))}`;
  return `complete -c stuntime -l ${name}${short}${value === null ? '' : values} -d ${quoted(description)}`;
}

/** In single quotes fish reads backslashes and single quotes only. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
