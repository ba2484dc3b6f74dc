import { CAUSES } from '../model/cause.js';
import { LEVELS } from '../model/level.js';
import { keyOf } from '../model/mirror.js';
import type { Report } from '../model/report.js';
import { labelsOf } from '../reporters/vm-labels.js';
import { ALL, type Choice } from './choice.js';
import { make } from './dom.js';

/** Typing is not followed letter by letter where there are many rows. */
const PAUSE_MS = 120;

/** Makes the fields that choose what is shown, and calls back at each change. */
export function filterBar({ vms, stops }: Report, onChoice: (choice: Choice) => void): HTMLElement {
  const label = labelsOf(vms).of;
  const causes = CAUSES.filter((cause) => stops.some((stop) => stop.cause === cause));
  const vm = select(
    'all',
    vms.map((each, index) => [String(index), label(each)]),
  );
  const cause = select(
    'all',
    causes.map((each) => [each, each]),
  );
  const level = select(
    'all',
    LEVELS.slice(1).map((each) => [each, `${each} or worse`]),
  );
  const search = make('input', { type: 'search', size: '18' });
  const chosen = (): Choice => {
    const picked = vms[Number(vm.value)];
    return {
      vm: vm.value === '' || picked === undefined ? null : keyOf(picked),
      cause: causes.find((each) => each === cause.value) ?? null,
      level: LEVELS.find((each) => each === level.value) ?? ALL.level,
      words: search.value
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== ''),
    };
  };
  let waiting = 0;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const choice = chosen();
      form.classList.toggle('unused', isAll(choice));
      onChoice(choice);
    }, PAUSE_MS);
  };
  const form = make('form', { class: 'filters unused', role: 'search', 'aria-label': 'Filters' });
  if (vms.length > 1) form.append(field('VM', vm));
  if (causes.length > 1) form.append(field('Cause', cause));
  form.append(
    field('Level', level),
    field('Text', search),
    make('button', { type: 'reset' }, 'Clear filters'),
  );
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', later);
  form.addEventListener('reset', later);
  return form;
}

function isAll({ vm, cause, level, words }: Choice): boolean {
  return vm === null && cause === null && level === ALL.level && words.length === 0;
}

function select(
  all: string,
  options: readonly (readonly [value: string, text: string])[],
): HTMLSelectElement {
  const made = options.map(([value, text]) => make('option', { value }, text));
  return make('select', {}, make('option', { value: '' }, all), ...made);
}

function field(name: string, input: HTMLElement): HTMLElement {
  return make('label', {}, make('span', {}, name), input);
}
