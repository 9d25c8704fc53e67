/** `.dev.vars`: the secrets of the local Worker. Made once, with a random key, and never overwritten. */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FILE = fileURLToPath(new URL("../.dev.vars", import.meta.url));

/** 32 random bytes, base64: what `SECRETS_KEY` has to be. */
export function newSecretsKey(): string {
  return randomBytes(32).toString("base64");
}

/** Adds a `SECRETS_KEY` to `.dev.vars` unless there is one. */
export function ensureDevVars(): void {
  const present = existsSync(FILE) ? readFileSync(FILE, "utf8") : "";
  if (/^\s*SECRETS_KEY\s*=/m.test(present)) return;
  const separator = present === "" || present.endsWith("\n") ? "" : "\n";
  writeFileSync(FILE, `${present}${separator}SECRETS_KEY=${newSecretsKey()}\n`, { mode: 0o600 });
}
