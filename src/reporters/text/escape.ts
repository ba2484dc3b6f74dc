import { visible } from '../../model/text.js';

/** Characters that no XML document may hold, however they are written. */
const NOT_IN_XML = /[\ufffe\uffff]/g;

/** Writes text for XML 1.0, in an attribute too. What XML cannot hold is shown as `visible` shows it. */
export function xmlText(text: string): string {
  return visible(text)
    .replace(NOT_IN_XML, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Writes text for an attribute that is a token: at least one character, and no spaces at its ends or beside each other. */
export function xmlToken(text: string): string {
  const token = visible(text).replace(/\s+/g, ' ').trim();
  return xmlText(token === '' ? '-' : token);
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
