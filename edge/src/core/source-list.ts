/** How the lists under `data/` are written: words, or lines whose first word is the name that the others go by. */

export function wordsOf(list: string): string[] {
  return list.trim().split(/\s+/);
}

export function linesOf(list: string): string[] {
  return list.trim().split("\n");
}

/** Every word of a line, with the line's first word. */
export function aliasesOf(...lists: string[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const line of lists.flatMap(linesOf)) {
    const words = wordsOf(line);
    // The first list wins.
    for (const word of words) if (!names.has(word)) names.set(word, words[0] ?? word);
  }
  return names;
}

/**
 * What a map says of a host or the nearest of its parent domains, down to two labels.
 * @example lookUpDomain(new Map([["vk.com", 1]]), "away.vk.com") // 1
 */
export function lookUpDomain<Value>(map: ReadonlyMap<string, Value>, host: string): Value | undefined {
  for (let domain = host; domain.includes("."); domain = domain.slice(domain.indexOf(".") + 1)) {
    const value = map.get(domain);
    if (value !== undefined) return value;
  }
  return undefined;
}
