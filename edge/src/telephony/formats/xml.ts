/** Builds XML. Everything that is not made here is escaped; what XML 1.0 cannot say at all is left out. */

/** Markup that is already escaped. Only this file makes it. */
export interface Xml {
  readonly markup: string;
}

/** Characters that no XML 1.0 document may hold, not even escaped (https://www.w3.org/TR/xml/#charsets). */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, "").replace(/[&<>"'\t\n\r]/g, (character) => ENTITIES[character] ?? "");
}

/**
 * An element. Attributes that are `undefined` and children that are `null` are left out.
 * @example element("Say", { language: "en-GB" }, "Tom & Jerry")
 */
export function element(
  name: string,
  attributes: Record<string, string | number | boolean | undefined>,
  ...children: (Xml | string | null)[]
): Xml {
  const head = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join("");
  const content = children
    .filter((child) => child !== null)
    .map((child) => (typeof child === "string" ? escapeXml(child) : child.markup))
    .join("");
  return { markup: content === "" ? `<${name}${head}/>` : `<${name}${head}>${content}</${name}>` };
}

export function document(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${root.markup}`;
}
