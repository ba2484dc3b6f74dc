import { jsonText } from '../model/json-text.js';
import type { AdviceReporter } from './advice-reporter.js';

/** The advice as JSON, with what it was made from. */
export const json: AdviceReporter = {
  showsDiagnostics: false,
  *render({ schemaVersion, tool, policy, filters, window, summary, diagnostics }, advice) {
    const value = { schemaVersion, tool, policy, filters, window, summary, advice, diagnostics };
    const keys = Object.entries(value).map(([key, part]) => `  ${jsonText(key)}: ${jsonText(part)}`);
    yield `{\n${keys.join(',\n')}\n}\n`;
  },
};
