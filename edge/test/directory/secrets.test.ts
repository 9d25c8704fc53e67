/** Connection secrets at rest. */
import { describe, expect, it } from "vitest";
import { decryptSecrets, encryptSecrets } from "../../src/secrets.ts";

const env = { SECRETS_KEY: btoa("k".repeat(32)) };
const secrets = { authToken: "a secret — ключ" };

describe("secrets", () => {
  it("come back as they were", async () => {
    expect(await decryptSecrets(await encryptSecrets(secrets, env), env)).toEqual(secrets);
  });

  it("never look the same twice, nor show what they are", async () => {
    const [a, b] = [await encryptSecrets(secrets, env), await encryptSecrets(secrets, env)];
    expect(a).not.toBe(b);
    expect(atob(a)).not.toContain("secret");
  });

  it("cannot be read with another key, nor after a change", async () => {
    const stored = await encryptSecrets(secrets, env);
    await expect(decryptSecrets(stored, { SECRETS_KEY: btoa("x".repeat(32)) })).rejects.toThrow();
    const bytes = Array.from(atob(stored), (character) => character.charCodeAt(0));
    for (const index of [0, 12, bytes.length - 1]) {
      const changed = bytes.with(index, (bytes[index] ?? 0) ^ 1);
      await expect(decryptSecrets(btoa(String.fromCharCode(...changed)), env)).rejects.toThrow();
    }
  });

  it("refuse a key of another length", async () => {
    await expect(encryptSecrets(secrets, { SECRETS_KEY: btoa("short") })).rejects.toThrow("32 bytes");
  });
});
