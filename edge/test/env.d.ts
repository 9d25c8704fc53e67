import type { Env as WorkerEnv } from "../src/env.ts";

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import("../src/index.ts");
    }
    // What `import { env } from "cloudflare:workers"` is in tests.
    interface Env extends WorkerEnv {
      MIGRATIONS: import("cloudflare:test").D1Migration[];
      /** JSON of the signature vectors file. */
      VECTORS: string;
    }
  }
}
