/**
 * The floor that figures are measured against: a Worker that parses the same body and makes one Durable Object call that
 * writes the same number of rows, and does nothing else.
 */
import { DurableObject } from "cloudflare:workers";

interface FloorEnv {
  FLOOR: DurableObjectNamespace<Floor>;
}

export class Floor extends DurableObject<FloorEnv> {
  #writes = 0;

  constructor(ctx: DurableObjectState, env: FloorEnv) {
    super(ctx, env);
    ctx.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS item (kind INTEGER, id TEXT, n INTEGER, data TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID",
    );
  }

  /** One row with the body, the others short; each different from what was there, because SQLite skips equal ones. */
  async write(id: string, body: unknown, rows: number): Promise<{ id: string; rows: number }> {
    this.#writes += 1;
    const data = JSON.stringify(body);
    for (let row = 0; row < rows; row++) {
      this.ctx.storage.sql.exec(
        "INSERT OR REPLACE INTO item (kind, id, n, data) VALUES (?, ?, ?, ?)",
        row,
        id,
        this.#writes,
        row === 0 ? data : "",
      );
    }
    return { id, rows };
  }
}

/** What tells one request from another in the bodies of the benchmarks. */
interface Body {
  visit?: string;
  visitor?: string;
  CallSid?: string;
}

export default {
  async fetch(request: Request, env: FloorEnv): Promise<Response> {
    const parameters = new URL(request.url).searchParams;
    const text = await request.text();
    const body: Body = text.startsWith("{") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
    const id = body.visit ?? body.visitor ?? body.CallSid ?? "";
    const object = env.FLOOR.get(env.FLOOR.idFromName(parameters.get("object") ?? ""));
    return Response.json(await object.write(id, body, Number(parameters.get("rows"))));
  },
};
