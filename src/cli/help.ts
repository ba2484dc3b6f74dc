import { ABOUT, OPTIONS, type OptionDefinition } from './options.js';

/** Fits the terminals of today and is read at a glance; the same everywhere, so that it can be quoted. */
const COLUMNS = 100;

const USAGE = `stuntime [paths..] [options]

How long was this virtual machine stopped, why, and was it long enough to cost a failover?

Reads VMware logs and vm-support bundles: log files, folders, .gz, .tar, .tgz, and - for standard
input. What a file is, its first bytes tell.

Commands:
  stuntime completion  print a completion script for bash or zsh`;

const EPILOGUE = `Exit codes:
  0  proved fine: the logs were read to their end and no stop is at the level of --fail-on
  1  proved broken: some stop is
  2  not proved: bad usage, no VMware log, a product that records no stops, no line in the window
     of --since and --until, something left unread

Examples:
  stuntime esx-host1.tgz                          what stopped, worst first
  stuntime --qos 15s --fail-on near-half logs/    gate archived logs by the exit code
  stuntime -f raw vmware*.log | head              what grep | awk | sort -nr printed, made right`;

/** Gives the help text. */
export function helpText(): string {
  const options = [...OPTIONS, ...ABOUT];
  const groups = [...new Set(options.map(({ group }) => group))];
  const lists = groups.map((group) =>
    listed(
      group,
      options.filter((option) => option.group === group),
    ),
  );
  return `${[USAGE, ...lists, EPILOGUE].join('\n\n')}\n`;
}

function listed(group: string, options: readonly OptionDefinition[]): string {
  const column = Math.max(...options.map((option) => nameOf(option).length)) + 2;
  return [group, ...options.map((option) => described(option, column))].join('\n');
}

function described(option: OptionDefinition, column: number): string {
  const { value, description } = option;
  const text = value === null ? description : `${value}: ${description}`;
  return nameOf(option).padEnd(column) + wrap(text, COLUMNS - column).join(`\n${' '.repeat(column)}`);
}

function nameOf({ name, alias }: OptionDefinition): string {
  return `${alias === undefined ? '    ' : `-${alias}, `}--${name}`.padStart(name.length + 8);
}

function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= columns)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
