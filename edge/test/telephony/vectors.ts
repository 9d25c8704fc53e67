/** The signature vectors of this run: the project's own, or those of the file named by `RINGTRAIL_VECTORS`. */
import { env } from "cloudflare:workers";

export interface Vector {
  id: string;
  provider: string;
  secret?: string;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Clock of the check, Unix seconds. */
  now: number;
  valid: boolean;
  why: string;
  /** `outgoing`: a request that we would sign, not a webhook. */
  direction?: string;
}

export const VECTORS: Vector[] = (JSON.parse(env.VECTORS) as { vectors: Vector[] }).vectors.filter(
  ({ direction }) => direction === undefined,
);

export function vectorsOf(provider: string): Vector[] {
  return VECTORS.filter((vector) => vector.provider === provider);
}
