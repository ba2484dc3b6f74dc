import { visible } from '../../model/text.js';

const UNSAFE_IN_JSON = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Writes a value as one line of JSON that holds no control character and parses back to the same value. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE_IN_JSON, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

// A backslash does not keep GitHub and GitLab from linking @name, #1 and !1: they look at the rendered text.
const NO_LINK = '&#8203;';

/** Writes text so that Markdown shows it as it is, in a table cell too: no markup, no HTML, and nobody is mentioned. */
export function markdownText(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]|~$#!]/g, '\\$&')
    .replace(/@|[#!$~%](?=\w)|&amp;(?=\d)/g, `$&${NO_LINK}`);
}
