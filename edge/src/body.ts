/**
 * Reads request bodies within bounds. Bytes are counted as they come, so that a body without a length, or with a false
 * one, cannot fill the memory. Throws `HTTPException`s that `problem.ts` turns into 413 and 400.
 */
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/**
 * The body as bytes.
 * @param limit most bytes to take; one more is answered with 413
 */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > limit) throw tooLarge(limit);
  if (request.body === null) return new Uint8Array(0);
  // HTTP itself holds a body to the length it declares: such a one is read whole, at a fraction of the cost.
  if (declared > 0) return bounded(new Uint8Array(await request.arrayBuffer()), limit);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as ReadableStream<Uint8Array>) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function bounded(bytes: Uint8Array<ArrayBuffer>, limit: number): Uint8Array<ArrayBuffer> {
  if (bytes.byteLength > limit) throw tooLarge(limit);
  return bytes;
}

/** The body as text; bytes that are not UTF-8 are refused rather than replaced. */
export async function readText(request: Request, limit: number): Promise<string> {
  return decodeUtf8(await readBytes(request, limit));
}

/** UTF-8 bytes as text, or a 400. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new HTTPException(400, { message: "The body is not valid UTF-8." });
  }
}

/** Middleware: reads the body once, within `limit` bytes and as UTF-8, and hands it on to the validators. */
export function boundedBody(limit: number): MiddlewareHandler {
  return async function boundedBody(c, next) {
    if (c.req.raw.body !== null) {
      const text = await readText(c.req.raw, limit);
      const { url, method, headers } = c.req.raw;
      c.req.raw = new Request(url, { method, headers, body: text });
    }
    await next();
  };
}

function tooLarge(limit: number): HTTPException {
  return new HTTPException(413, { message: `The body is larger than ${limit} bytes.` });
}
