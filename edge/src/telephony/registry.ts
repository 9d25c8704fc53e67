/** All telephony adapters by name, as they stand in webhook URLs. */
import { generic } from "./generic.ts";
import { twilio } from "./twilio.ts";
import type { TelephonyAdapter } from "./types.ts";

export const ADAPTERS: ReadonlyMap<string, TelephonyAdapter> = new Map(
  [twilio, generic].map((adapter) => [adapter.name, adapter]),
);
