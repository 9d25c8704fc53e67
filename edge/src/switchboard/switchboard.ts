/** The switchboard of one shard of a site. */
import { DurableObject } from "cloudflare:workers";
import type { Env } from "../env.ts";

export class Switchboard extends DurableObject<Env> {}
