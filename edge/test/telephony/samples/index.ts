/** The samples of every adapter, by name. */
import { genericSamples } from "./generic.ts";
import type { Samples } from "./samples.ts";
import { twilioSamples } from "./twilio.ts";

export const SAMPLES: ReadonlyMap<string, Samples> = new Map([
  ["twilio", twilioSamples],
  ["generic", genericSamples],
]);
