/** Wrong methods: 405 and what would be right, on every path that the description knows. The real Worker. */
import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { reset, us } from "./operator-client.ts";

const ALL = ["GET", "POST", "PUT", "PATCH", "DELETE"];
let paths: [path: string, methods: string[]][] = [];

beforeAll(async () => {
  await reset();
  const { body } = await us.get<{ paths: Record<string, object> }>("/openapi.json");
  const routes = Object.entries(body.paths).map(([path, operations]) => ({
    path: path.replace(/\{\w+\}/g, "x"),
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`),
    methods: Object.keys(operations).map((method) => method.toUpperCase()),
  }));
  // `/v1/numbers/import` may be the number "import" as well.
  paths = routes.map(({ path }) => [
    path,
    routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods),
  ]);
});

const send = (method: string, path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(new Request(`https://edge.example${path}`, { method, headers }));
const key = { authorization: "Bearer rt_us" };

describe("a method that a path does not take", () => {
  it("is answered with 405 and with those that it takes", async () => {
    expect(paths.length).toBeGreaterThan(30);
    for (const [path, methods] of paths) {
      // Webhooks take GET, too: providers differ.
      const right = path.startsWith("/hooks/") ? ["GET", "POST"] : methods;
      for (const method of ALL.filter((one) => !right.includes(one))) {
        const answer = await send(method, path, key);
        expect(answer.status, `${method} ${path}`).toBe(405);
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
        const allowed = answer.headers.get("allow")?.split(", ") ?? [];
        for (const one of right) expect(allowed, `${method} ${path}`).toContain(one);
        expect(allowed).not.toContain(method);
        expect(await answer.json()).toEqual({ type: "about:blank", title: "Method not allowed", status: 405 });
      }
    }
  });

  it("names GET and HEAD for what can be read, and OPTIONS for what pages may ask", async () => {
    const allow = async (method: string, path: string) => (await send(method, path, key)).headers.get("allow");
    expect(await allow("PUT", "/v1/leads")).toBe("GET, HEAD, POST, OPTIONS");
    expect(await allow("GET", "/v1/visit")).toBe("POST, OPTIONS");
    expect(await allow("POST", "/health")).toBe("GET, HEAD");
    expect(await allow("DELETE", "/openapi.json")).toBe("GET, HEAD");
    expect(await allow("PUT", "/v1/deals/deal_1")).toBe("GET, HEAD, PATCH, DELETE");
  });

  it("A1 is told to nobody without a key where a key is needed", async () => {
    expect((await send("PUT", "/v1/sites")).status).toBe(401);
    expect((await send("PUT", "/v1/visit")).status).toBe(405);
  });

  it("is no reason where there is nothing at all: that stays 404, for every method", async () => {
    for (const method of ALL) {
      for (const path of ["/v1/nothing", "/v1/sites/x/nothing", "/nothing", "/v1", "/v1/visit/x"]) {
        expect((await send(method, path, key)).status, `${method} ${path}`).toBe(404);
      }
    }
  });
});
