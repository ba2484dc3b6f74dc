import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { PROOFS, type Proof } from '../../src/events/event.js';
import { RULES } from '../../src/events/rules/index.js';
import { CATALOGUE } from '../../src/messages/catalogue.js';
import type { MessageDefinition } from '../../src/messages/message.js';

// UPDATE_GOLDEN=1 node test/run.mjs messages.test writes the page anew.
const PAGE = 'docs/messages.md';

const INTRODUCTION = `# Messages and rules

Made from the catalogue in \`src/messages\` and the rules in \`src/events/rules\`; a test fails when it is stale.

## Messages

What the program reads in a log. A message counts only where it begins the text after the line's own prefix.
`;

const RULES_INTRODUCTION = `
## Rules

Each stop goes to the surest claim on it, of equally sure ones to the first rule of this list. \`task\`: lines within the
stop bear the opID of the request; \`within\`: a line within the stop tells; \`bracket\`: the stop lies between lines that
tell; \`time\`: it was asked for shortly before, which the report calls \`inferred\`. What no rule claims is read by the
pattern in time.

| rule | proof | reason |
| --- | --- | --- |
`;

function section({
  kind,
  meaning,
  needle,
  anyCase = false,
  pattern,
  seenIn,
  source,
  samples,
}: MessageDefinition): string {
  const facts = [
    `- seen in: ${seenIn}`,
    `- source: ${source}`,
    `- needle: \`${needle}\`${anyCase ? ', in any letter case' : ''}`,
    `- pattern: \`${pattern.source}\``,
  ];
  return `\n### ${kind}\n\n${meaning}\n\n${facts.join('\n')}\n\n\`\`\`\n${samples.join('\n')}\n\`\`\`\n`;
}

function page(): string {
  const sections = CATALOGUE.map(section).join('');
  const rows = RULES.flatMap(({ name, reasons }) =>
    PROOFS.flatMap((proof: Proof) => {
      const reason = reasons[proof];
      return reason === undefined ? [] : [`| ${name} | ${proof} | ${reason} |\n`];
    }),
  );
  return `${INTRODUCTION}${sections}${RULES_INTRODUCTION}${rows.join('')}`;
}

test('docs/messages.md says what the catalogue and the rules say', () => {
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(PAGE, page());
  else assert.equal(readFileSync(PAGE, 'utf8'), page());
});
