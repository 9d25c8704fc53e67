/**
 * The floor that every figure is measured against: a Worker that parses the same JSON and makes one Durable Object call
 * that writes the same number of rows, and does nothing else.
 */
import { DurableObject } from "cloudflare:workers";

interface FloorEnv {
  FLOOR: DurableObjectNamespace<Floor>;
}

export class Floor extends DurableObject<FloorEnv> {
  constructor(ctx: DurableObjectState, env: FloorEnv) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS item (kind TEXT, id TEXT, data TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID");
  }

  async write(id: string, body: unknown, rows: number): Promise<{ id: string; rows: number }> {
    const data = JSON.stringify(body);
    this.ctx.storage.transactionSync(() => {
      for (let row = 0; row < rows; row++) {
        this.ctx.storage.sql.exec("INSERT OR REPLACE INTO item (kind, id, data) VALUES (?, ?, ?)", `k${row}`, id, row === 0 ? data : "");
      }
    });
    return { id, rows };
  }
}

export default {
  async fetch(request: Request, env: FloorEnv): Promise<Response> {
    const rows = Number(new URL(request.url).searchParams.get("rows") ?? 1);
    const text = await request.text();
    const body: unknown = text.startsWith("{") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
    const id = (body as { visitor?: string; CallSid?: string }).visitor ?? (body as { CallSid?: string }).CallSid ?? "";
    return Response.json(await env.FLOOR.get(env.FLOOR.idFromName("floor")).write(id, body, rows));
  },
};
