/** What a deployment takes over from the one before it, and what it writes into the configuration. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scriptFiles } from "../../../scripts/build-script.ts";
import { databaseIdIn, UNSET, withDatabaseId } from "../../../scripts/database.ts";
import { fetchReleased, integrityOf } from "../../../scripts/released.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const newest = { file: "/rt.aaaaaaaaaaaa.js", code: bytes("newest") };
const pinned = { file: "/rt.bbbbbbbbbbbb.js", code: bytes("pinned") };
const forged = { file: "/rt.cccccccccccc.js", code: bytes("forged") };

describe("pinned scripts", () => {
  const served = new Map<string, Uint8Array>([newest, pinned, forged].map(({ file, code }) => [file, code]));
  served.set(
    "/rt.json",
    bytes(
      JSON.stringify({
        file: newest.file,
        integrity: integrityOf(newest.code),
        earlier: [
          { file: pinned.file, integrity: integrityOf(pinned.code) },
          { file: forged.file, integrity: integrityOf(bytes("what it was")) },
          { file: "/../secret", integrity: integrityOf(pinned.code) },
          null,
        ],
      }),
    ),
  );
  const server = createServer((request, response) => {
    const body = served.get(request.url ?? "");
    response.writeHead(body ? 200 : 404).end(body);
  });
  let origin = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  it("are carried on if they are what their hash says, and nothing else is", async () => {
    const kept = await fetchReleased(origin);
    expect([...kept.keys()]).toEqual([newest.file, pinned.file]);
    const { files, immutable } = await scriptFiles(kept);
    expect(immutable).toHaveLength(3);
    expect(files.get("rt.bbbbbbbbbbbb.js")).toEqual(pinned.code);
    const about = JSON.parse(String(files.get("rt.json")));
    expect(about.file).toBe(immutable[0]);
    expect(about.earlier.map(({ file }: { file: string }) => file)).toEqual([newest.file, pinned.file]);
  });

  it("are none on a first deployment", async () => {
    expect((await fetchReleased("http://127.0.0.1:9")).size).toBe(0);
  });
});

it("writes the database's id into wrangler.toml and changes nothing else", () => {
  const config = `name = "x"\n\n[[d1_databases]]\ndatabase_id = "${UNSET}" # comment\n`;
  const changed = withDatabaseId(config, "11111111-2222-4333-8444-555555555555");
  expect(databaseIdIn(changed)).toBe("11111111-2222-4333-8444-555555555555");
  expect(changed.replace("11111111-2222-4333-8444-555555555555", UNSET)).toBe(config);
});
