/** Connections for tests. */
import { env } from "cloudflare:workers";
import type { ConnectionConfig, DirectoryEntry } from "../../src/core/config.ts";
import { encryptSecrets } from "../../src/secrets.ts";

export function entry(number: string, change: Partial<DirectoryEntry> = {}): DirectoryEntry {
  return {
    number,
    site: "site-1",
    siteKey: "shop",
    shard: 0,
    destination: "+442079460990",
    secondDestination: null,
    ringSeconds: 25,
    record: true,
    whisper: "",
    voicemail: "",
    codePrompt: "",
    ...change,
  };
}

export function connection(id: string, change: Partial<ConnectionConfig> = {}): ConnectionConfig {
  return {
    version: 1,
    id,
    account: "account-1",
    provider: "twilio",
    secrets: "",
    destination: "+442079460999",
    numbers: [entry("+442079460100")],
    ...change,
  };
}

/** The same with secrets that can be read. */
export async function sealed(id: string, secrets: Record<string, string>, change: Partial<ConnectionConfig> = {}) {
  return connection(id, { secrets: await encryptSecrets(secrets, env), ...change });
}
