import type { Advice } from '../model/advice.js';
import type { Report } from '../model/report.js';
import type { RenderOptions } from './reporter.js';

/** One output format of `advise`. */
export interface AdviceReporter {
  /** Says whether it lists the diagnostics, so that nobody needs to repeat them. */
  readonly showsDiagnostics: boolean;
  /** Renders advice as pieces of text to be written one after the other. */
  render(report: Report, advice: Advice, options: RenderOptions): Iterable<string>;
}
