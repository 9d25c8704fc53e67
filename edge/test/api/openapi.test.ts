/** The description: valid in itself, complete, and true to how routes answer. */
import { beforeAll, describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.ts";
import { nobody } from "./operator-client.ts";

interface Operation {
  summary?: string;
  tags?: string[];
  security?: unknown[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
}
interface Description {
  openapi: string;
  info: { version: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

let description: Description;
let operations: { name: string; path: string; method: string; operation: Operation }[];

beforeAll(async () => {
  const answer = await nobody.get<Description>("/openapi.json");
  expect(answer.status).toBe(200);
  description = answer.body;
  operations = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, method, operation })),
  );
});

describe("/openapi.json", () => {
  it("is OpenAPI 3.1 of this deployment and this version", () => {
    expect(description.openapi).toBe("3.1.0");
    expect(description.servers).toEqual([{ url: "https://edge.example" }]);
    expect(description.info.version).toBe(VERSION);
  });

  it("describes the page's routes, the webhooks and the health too", () => {
    const open = operations.filter(({ operation }) => operation.security !== undefined).map(({ name }) => name);
    expect(open.sort()).toEqual([
      "get /health",
      "post /hooks/{provider}/{connection}",
      "post /hooks/{provider}/{connection}/{step}",
      "post /v1/leads",
      "post /v1/link",
      "post /v1/pulse",
      "post /v1/visit",
    ]);
  });

  it("refers only to what it contains, and declares every parameter of a path", () => {
    const text = JSON.stringify(description);
    for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      expect(Object.keys(description.components.schemas)).toContain(name);
    }
    for (const { name, path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "path");
      expect(declared.map((parameter) => parameter.name).sort(), name).toEqual(inPath.sort());
      expect(
        declared.every((parameter) => parameter.required),
        name,
      ).toBe(true);
    }
  });

  it("says of every operation what it is for, what it may answer, and how it may fail", () => {
    const tags = new Set(description.tags.map(({ name }) => name));
    for (const { name, operation } of operations) {
      expect(operation.summary?.length, name).toBeGreaterThan(5);
      expect(
        operation.tags?.every((tag) => tags.has(tag)),
        name,
      ).toBe(true);
      const statuses = Object.keys(operation.responses);
      expect(
        statuses.some((status) => status.startsWith("2")),
        name,
      ).toBe(true);
      if (operation.security === undefined)
        expect(statuses, name).toEqual(expect.arrayContaining(["401", "403", "422"]));
      if (operation.requestBody && !name.includes("/hooks/")) {
        expect(statuses, name).toEqual(expect.arrayContaining(["400", "413", "422"]));
      }
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(response.description.length, `${name} ${status}`).toBeGreaterThan(3);
        if (Number(status) >= 400) expect(Object.keys(response.content ?? {})).toEqual(["application/problem+json"]);
      }
    }
  });

  it("names no field of a secret in any answer", () => {
    for (const { name, operation } of operations) {
      const success = JSON.stringify(Object.entries(operation.responses).filter(([status]) => status.startsWith("2")));
      expect(success, name).not.toMatch(/secret|hash|accountId/i);
    }
    const { Connection, ConnectionCreate } = description.components.schemas;
    expect(JSON.stringify(Connection)).not.toContain("secrets");
    expect(JSON.stringify(ConnectionCreate)).toContain("secrets");
  });

  it("is answered with 304 to those who have it", async () => {
    const etag = (await nobody.get("/openapi.json")).headers.get("etag") ?? "";
    expect((await nobody.get("/openapi.json", { "if-none-match": etag })).status).toBe(304);
  });
});
