/** The benchmark's pages: what shops' pages are made of, drawn by a seeded generator, with as many text nodes as asked for. */

const WORDS =
  "the a our best road bike for every day and long way free delivery in London call us on weekdays from new frame light wheel".split(
    " ",
  );

/** One page in twenty texts has a price, a year or an article number: digits that are no phone number. */
const DIGITS = ["£1,299.00", "2026", "Art. 4711-08", "24/7", "-15 %", "10:00–18:00"];

/** @param count of text nodes; the last but ten percent of them is the number */
export function bodyOf(count: number): string {
  const random = mulberry32(7);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? "";
  const at = Math.floor(count * 0.9);
  let html = "";
  for (let i = 0; i < count; i++) {
    const words = Array.from({ length: 2 + Math.floor(random() * 9) }, () => pick(WORDS));
    if (random() < 0.05) words.push(pick(DIGITS));
    const text = i === at ? "Call 020 7946 0000 now" : words.join(" ");
    const tag = pick(["p", "span", "li", "b", "td", "a", "h3", "div"]);
    const attributes = tag === "a" ? ` href="/article/${i}"` : i % 20 === 0 ? ` title="${pick(WORDS)}"` : "";
    const element = `<${tag === "td" ? "i" : tag}${attributes}>${text}</${tag === "td" ? "i" : tag}>`;
    html += i % 8 === 0 ? `${i ? "</section>" : ""}<section class="s">${element}` : element;
  }
  return `${html}</section>`;
}

/** https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
