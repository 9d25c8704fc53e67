/** Bindings and variables of the Worker, as `wrangler.toml` and `wrangler secret put` provide them. */
import type { Directory } from "./directory/directory.ts";
import type { Switchboard } from "./switchboard/switchboard.ts";

export interface Env {
  DB: D1Database;
  ASSETS: Fetcher;
  SWITCHBOARD: DurableObjectNamespace<Switchboard>;
  DIRECTORY: DurableObjectNamespace<Directory>;
  /** 32 random bytes, base64: encrypts connection secrets. Set with `wrangler secret put SECRETS_KEY`. */
  SECRETS_KEY: string;
  /** Public origin, when the Worker stands behind a proxy that changes it; else the request's own. */
  PUBLIC_ORIGIN?: string;
  /** `1` only under `npm start`: the demo's helpers under `/demo/` answer. */
  DEMO?: string;
}
