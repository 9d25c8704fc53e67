/** Reads XML strictly, as an oracle for what we write: throws on anything that is not well-formed. */

export interface Node {
  name: string;
  attributes: Record<string, string>;
  children: (Node | string)[];
}

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>';
const TAG = /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export function readXml(text: string): Node {
  if (!text.startsWith(DECLARATION)) throw new Error("no XML declaration");
  const root: Node = { name: "", attributes: {}, children: [] };
  const open = [root];
  TAG.lastIndex = DECLARATION.length;
  while (TAG.lastIndex < text.length) {
    const match = TAG.exec(text);
    const parent = open.at(-1);
    if (match === null || parent === undefined) throw new Error(`ill-formed: ${text}`);
    const [, closing, name = "", attributes = "", empty, words] = match;
    if (words !== undefined) parent.children.push(unescapeXml(words));
    else if (closing) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes nothing: ${text}`);
    } else {
      const node = { name, attributes: readAttributes(attributes), children: [] };
      parent.children.push(node);
      if (!empty) open.push(node);
    }
  }
  const [only] = root.children;
  if (open.length !== 1 || root.children.length !== 1 || typeof only !== "object")
    throw new Error(`not one root: ${text}`);
  return only;
}

/** All elements of a name, at any depth. */
export function elements(node: Node, name: string): Node[] {
  const below = node.children.flatMap((child) => (typeof child === "string" ? [] : elements(child, name)));
  return node.name === name ? [node, ...below] : below;
}

export function textOf(node: Node): string {
  return node.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}

function readAttributes(text: string): Record<string, string> {
  const entries = [...text.matchAll(/([A-Za-z]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [
    name,
    unescapeXml(value),
  ]);
  if (new Set(entries.map(([name]) => name)).size !== entries.length) throw new Error(`repeated attribute: ${text}`);
  return Object.fromEntries(entries);
}

function unescapeXml(text: string): string {
  if (/&(?!(#\d+|[a-z]+);)/.test(text)) throw new Error(`bare ampersand: ${text}`);
  return text.replace(/&(?:#(\d+)|([a-z]+));/g, (_, code: string | undefined, name: string) => {
    if (code !== undefined) return String.fromCodePoint(Number(code));
    const character = ENTITIES[name];
    if (character === undefined) throw new Error(`unknown entity ${name}`);
    return character;
  });
}
