/**
 * Reads the fields of a webhook, whether they come as a form, in the query, or as a JSON object. Unknown fields are kept
 * and ignored; of a repeated field the first value counts. Must never throw on what a stranger sends.
 */
import type { Webhook } from "../types.ts";

/** Media type of the body, lower case, without parameters. */
export function mediaType(headers: Headers): string {
  return (headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

/** A byte order mark is part of what was signed, so it is kept. */
export function bodyText(webhook: Webhook): string {
  return new TextDecoder("utf-8", { fatal: false, ignoreBOM: true }).decode(webhook.body);
}

export const FORM = "application/x-www-form-urlencoded";

/** The parameters that the provider sent: of the form for POST, of the query for GET. */
export function formFields(webhook: Webhook): URLSearchParams {
  if (webhook.method !== "POST") return new URL(webhook.url).searchParams;
  return new URLSearchParams(bodyText(webhook));
}

/** A JSON object, or nothing when the body is something else. */
export function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The texts and numbers of a JSON object as fields, so that a JSON body reads like a form. */
export function flatFields(object: Record<string, unknown>): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [name, value] of Object.entries(object)) {
    if (typeof value === "string" || typeof value === "number") fields.append(name, String(value));
  }
  return fields;
}

/** Nobody talks for longer than a week; a number beyond is a mistake of the sender. */
const MAX_SECONDS = 604_800;

/** Whole seconds, or nothing. */
export function seconds(value: unknown): number | undefined {
  if (value === null || value === "" || typeof value === "boolean") return undefined;
  const count = Math.round(Number(value));
  return count >= 0 && count <= MAX_SECONDS ? count : undefined;
}

/** Keys of a phone. */
export function isKeys(value: unknown): value is string {
  return typeof value === "string" && /^[\d*#]{1,32}$/.test(value);
}

/** The given fields without the absent ones: an event says nothing rather than `undefined`. */
export function said<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
