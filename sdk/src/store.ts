/**
 * What is kept in the browser. Storage may be full, forbidden or absent: then nothing is kept, and nothing breaks.
 * Never writes outside the given key.
 */

export function load(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) as string);
  } catch {
    return undefined;
  }
}

export function save(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: this page goes on from memory.
  }
}
