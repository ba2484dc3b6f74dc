import { xmlText } from '../text/escape.js';

/** Writes an element on a line of its own that holds a text: nothing in it or its attributes is markup. */
export function element(name: string, attributes: Readonly<Record<string, string>>, text: string): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlText(value)}"`);
  return `<${name}${given.join('')}>${xmlText(text)}</${name}>\n`;
}
