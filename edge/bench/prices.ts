/**
 * Cloudflare's published list prices, US dollars, as of 22 November 2026. What a Workers Paid plan includes each month for
 * its 5 dollars is left out here: it is used up by everything in the account.
 *
 * Workers: https://developers.cloudflare.com/workers/platform/pricing/
 * Durable Objects: https://developers.cloudflare.com/durable-objects/platform/pricing/
 * D1: https://developers.cloudflare.com/d1/platform/pricing/
 */

/** Of a million, but for storage. */
export const PRICES = {
  workerRequests: 0.3,
  workerCpuMs: 0.02,
  objectRequests: 0.15,
  objectGbSeconds: 12.5,
  rowsRead: 0.001,
  rowsWritten: 1,
} as const;

/** Of a gigabyte for a month. */
export const STORAGE = { object: 0.2, database: 0.75 } as const;

/** What the plan includes a month; rows are counted apart for Durable Objects and D1. */
export const INCLUDED = {
  workerRequests: 10_000_000,
  workerCpuMs: 30_000_000,
  objectRequests: 1_000_000,
  objectGbSeconds: 400_000,
  rowsRead: 25_000_000_000,
  rowsWritten: 50_000_000,
  objectGb: 5,
  databaseGb: 5,
} as const;

/** Memory that an object is billed for, gigabytes. */
export const OBJECT_GB = 0.128;
