/**
 * What is kept in the browser. Storage may be full, forbidden or absent: then nothing is kept, and nothing breaks.
 * Never writes outside its own key.
 */

export interface Store<T> {
  _get(): T | null;
  _set(value: T): void;
}

export function createStore<T>(key: string): Store<T> {
  return {
    _get() {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "null");
      } catch {
        return null;
      }
    },
    _set(value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // Full or forbidden: this page goes on from memory.
      }
    },
  };
}
