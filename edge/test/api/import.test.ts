/** The import of numbers from CSV: all or none, and errors as a spreadsheet counts. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it } from "vitest";
import { reset, them, us } from "./operator-client.ts";
import { type Configured, configure } from "./resources.ts";

let ours: Configured;

beforeEach(async () => {
  await reset();
  ours = await configure(us);
});

interface Outcome {
  imported?: number;
  errors?: { path: string; message: string }[];
}

const send = (csv: string, type = "text/csv; charset=utf-8") =>
  us.post<Outcome>("/v1/numbers/import", csv, { "content-type": type });
const count = () => env.DB.prepare("SELECT count(*) AS n FROM number").first<number>("n");

/** What is wrong, as paths. */
async function faults(csv: string): Promise<{ status: number; paths: string[] | undefined }> {
  const answer = await send(csv);
  return { status: answer.status, paths: answer.body.errors?.map(({ path }) => path) };
}

describe("import", () => {
  it("takes what spreadsheets write: semicolons, a byte order mark, CRLF, empty lines, no plus sign, spaces", async () => {
    const { connection, pool, site } = ours;
    const csv = [
      "\uFEFFNumber;Kind;Connection;Pool;Site;Channel;Destination",
      `442079460110;pool;${connection};${pool};;;`,
      `+44 20 7946 0111;;${connection};${pool};;;`,
      ";;;;;;",
      `"+442079460310";static;${connection};;${site};"Poster, A1";442079460992`,
      `+442079460311;overflow;${connection};;${site};;`,
      "",
    ].join("\r\n");
    const answer = await send(csv);
    expect(answer).toMatchObject({ status: 201, body: { imported: 4 } });
    expect(answer.headers.get("ringtrail-published")).toBe("done");
    expect((await us.get("/v1/numbers/+442079460310")).body).toMatchObject({
      kind: "static",
      channel: "Poster, A1",
      destination: "+442079460992",
      site,
    });
    expect((await us.get(`/v1/pools/${pool}/load`)).body).toMatchObject({ numbers: 3 });
  });

  it("names line and column of every fault, and imports nothing then", async () => {
    const { connection, pool } = ours;
    const before = await count();
    const csv = [
      "number,kind,connection,pool,channel",
      `+442079460110,pool,${connection},${pool},`,
      `12,pool,${connection},${pool},`,
      `+442079460111,fax,${connection},${pool},`,
      `+442079460112,pool,${connection},,`,
      `+442079460113,static,${connection},,Flyer`,
      `+442079460114,pool,${connection},${pool},`,
    ].join("\n");
    expect(await faults(csv)).toEqual({ status: 422, paths: ["3.number", "4.kind", "5.pool", "6.site"] });
    expect((await send(csv)).body.errors?.[0]?.message).toBe(
      "Line 3, column number: Not a phone number with + and country code",
    );
    expect(await count()).toBe(before);
  });

  it("finds references that are not ours, repetitions, and numbers that are taken", async () => {
    const theirs = await configure(them, "02");
    const { connection, pool } = ours;
    const head = "number,connection,pool\n";
    expect(await faults(`${head}+442079460110,${theirs.connection},${theirs.pool}\n`)).toEqual({
      status: 422,
      paths: ["2.connection", "2.pool"],
    });
    const twice = `${head}+442079460110,${connection},${pool}\n+44 2079460110,${connection},${pool}\n`;
    expect(await faults(twice)).toEqual({ status: 422, paths: ["3.number"] });
    const taken = `${head}+442079460110,${connection},${pool}\n${theirs.number},${connection},${pool}\n`;
    expect(await faults(taken)).toEqual({ status: 409, paths: ["3.number"] });
  });

  it("refuses what is no such file", async () => {
    const { connection, pool } = ours;
    expect(await faults("")).toMatchObject({ status: 422 });
    expect(await faults("number,connection,pool\n")).toEqual({ status: 422, paths: [""] });
    expect(await faults("number,pool,colour\n1,2,3\n")).toEqual({ status: 422, paths: ["1.colour", "1.connection"] });
    expect(await faults("number,number,connection\n1,2,3\n")).toMatchObject({ status: 422 });
    expect(await faults(`number,connection,pool\n+442079460110,${connection}\n`)).toEqual({
      status: 422,
      paths: ["2"],
    });
    expect(await faults(`number,connection,pool\n"+442079460110,${connection},${pool}\n`)).toMatchObject({
      status: 422,
    });
    expect((await send("number\n", "application/json")).status).toBe(415);
    expect((await send("x".repeat(1_048_576))).status).toBe(413);
    const long = `number,connection,pool\n${`+442079460110,${"c"},${"p"}\n`.repeat(5_001)}`;
    expect(await faults(long)).toEqual({ status: 422, paths: [""] });
  });

  it("takes thousands at once", async () => {
    const { connection, pool } = ours;
    const rows = Array.from({ length: 3_000 }, (_, i) => `+4420795${String(10_000 + i)},${connection},${pool}`);
    expect(await send(`number,connection,pool\n${rows.join("\n")}`)).toMatchObject({
      status: 201,
      body: { imported: 3_000 },
    });
    expect((await us.get(`/v1/pools/${pool}/load`)).body).toMatchObject({ numbers: 3_001 });
  });
});
