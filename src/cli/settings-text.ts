import type { AnalysisSettings } from '../model/settings.js';
import { visible } from '../model/text.js';
import { US_PER_MS } from '../model/units.js';
import type { Config } from './config.js';
import { IN_SETTINGS, type OptionDefinition } from './options.js';

/** What is said of the options of a run. */
export interface Said {
  /** The options of the command line. */
  readonly given: ReadonlySet<string>;
  readonly config: Config | null;
  readonly texts: (name: string) => readonly string[] | undefined;
  readonly flag: (name: string) => boolean;
}

/** Gives each setting of a run with its value and where that comes from, a line each, for `--print-config`. */
export function settingsText(said: Said, { roles, timeouts, policy }: AnalysisSettings): string {
  const rows = IN_SETTINGS.map((option) => [
    option.name,
    shownValue(option, said, policy.qosUs),
    originOf(option, said),
  ]);
  const file = said.config?.path ?? '';
  const ofVms = [
    ...timeouts.map(({ glob, qosUs }) => [`vms ${glob}`, `qos ${qosUs / US_PER_MS}ms`, file]),
    ...(said.given.has('role') ? [] : roles.slice(said.texts('role')?.length ?? 0)).map(({ glob, role }) => [
      `vms ${glob}`,
      `role ${role}`,
      file,
    ]),
  ];
  return columns([['setting', 'value', 'from'], ...rows, ...ofVms]);
}

function shownValue(option: OptionDefinition, { texts, flag }: Said, qosUs: number): string {
  if (option.value === null) return flag(option.name) ? 'yes' : 'no';
  const given = texts(option.name);
  if (option.name === 'qos' && given === undefined)
    return texts('cpf') === undefined ? `${qosUs / US_PER_MS}ms` : 'as the CPF states';
  return given?.join(' ') ?? option.default ?? '-';
}

function originOf({ name }: OptionDefinition, { given, config, texts }: Said): string {
  if (given.has(name)) return 'command line';
  if (config !== null && name in config.options) return config.path;
  const [profile] = name === 'qos' ? (texts('profile') ?? []) : [];
  return profile === undefined ? 'default' : `profile ${profile}`;
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${visible(line(row).trimEnd())}\n`).join('');
}
