// Own code: yargs writes no script for fish, its script for zsh keeps file names from being offered, and the environment alone
// decides which one it writes. What the scripts for bash and zsh ask for, yargs answers.
import { ABOUT, OPTIONS, type OptionDefinition } from './options.js';
import { COMPLETE, type Shell } from './parser.js';

/** Gives the script that completes options, their values and file names in a shell. */
export function completionScript(shell: Shell): string {
  if (shell === 'fish') return fishScript();
  return shell === 'zsh' ? ZSH : BASH;
}

const BASH = `# bash completion for stuntime
_stuntime_completions() {
  local IFS=$'\\n' current="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=($(compgen -W "$(stuntime ${COMPLETE} "\${COMP_WORDS[@]:0:COMP_CWORD+1}" | sed "s/:.*//")" -- "$current"))
}
complete -o bashdefault -o default -F _stuntime_completions stuntime
`;

const ZSH = `#compdef stuntime
# zsh completion for stuntime
_stuntime_completions() {
  local -a offered
  offered=("\${(@f)$(stuntime ${COMPLETE} "\${(@)words[1,CURRENT]}")}")
  if [[ -n $offered[1] ]]; then _describe 'values' offered; else _files; fi
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
compdef _stuntime_completions stuntime
`;

function fishScript(): string {
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
