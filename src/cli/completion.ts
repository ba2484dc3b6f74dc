import { ABOUT, OPTIONS, type OptionDefinition, WHEN } from './options.js';

/**
 * Gives a script that completes option names and those values that are of a list, and leaves all else to the shell's
 * own completion of file names. It works in bash and, by way of bash's rules, in zsh.
 */
export function completionScript(): string {
  const names = [...OPTIONS, ...ABOUT].flatMap(wordsFor).join(' ');
  return `# Completion of stuntime's options for bash and zsh. Put this line into ~/.bashrc or ~/.zshrc:
#   source <(stuntime completion)
if [ -n "\${ZSH_VERSION-}" ]; then
  # A second compinit would forget what others have registered.
  type compdef >/dev/null 2>&1 || { autoload -U +X compinit && compinit; }
  autoload -U +X bashcompinit && bashcompinit
fi
_stuntime() {
  local word="\${COMP_WORDS[COMP_CWORD]}" option="\${COMP_WORDS[COMP_CWORD-1]}" values='' before=''
  # --format=json is three words in bash, and one in zsh or where COMP_WORDBREAKS lacks the equals sign.
  if [ "$word" = '=' ]; then word=''; fi
  if [ "$option" = '=' ]; then option="\${COMP_WORDS[COMP_CWORD-2]}"; fi
  case "$word" in --*=*) option="\${word%%=*}"; before="$option="; word="\${word#*=}" ;; esac
  case "$option" in
${OPTIONS.flatMap(valuesCase).join('\n')}
    *) case "$word" in -*) values='${names}' ;; esac ;;
  esac
  COMPREPLY=($(compgen -P "$before" -W "$values" -- "$word"))
}
complete -o bashdefault -o default -F _stuntime stuntime
`;
}

function wordsFor({ name, choices }: OptionDefinition): readonly string[] {
  return choices === WHEN ? [`--${name}`, `--no-${name}`] : [`--${name}`];
}

function valuesCase({ name, alias, choices }: OptionDefinition): readonly string[] {
  if (choices === undefined) return [];
  const words = alias === undefined ? `--${name}` : `-${alias}|--${name}`;
  return [`    ${words}) values='${choices.join(' ')}' ;;`];
}
