/** What the contract suite needs to know of a provider, to speak its language. One file a provider beside this one. */
import type { Answer, Secrets } from "../../../src/telephony/types.ts";

/** A call that arrives. `null` leaves the field out; a `from` of `null` is a withheld number. */
export interface Arrival {
  callId: string | null;
  from: string | null;
  to: string | null;
}

export interface Samples {
  secrets: Secrets;
  otherSecrets: Secrets;
  /** The secret of a vector as the secrets of a connection. */
  vectorSecrets(secret: string): Secrets;
  /** Headers without which nothing is verified. */
  signatureHeaders: string[];
  /** Name of the field that holds the call's id, as a problem names it. */
  callIdPath: string;
  /** A signed webhook of an arriving call, with fields nobody has heard of, and repeated ones. */
  arriving(baseUrl: string, arrival: Arrival, nowMs: number): Promise<Request>;
  /** A signed webhook of keys that the caller pressed when asked for a code; empty for none. */
  keyed(baseUrl: string, arrival: Arrival, digits: string, nowMs: number): Promise<Request>;
  /** A signed webhook of a call that goes out. */
  outgoing(baseUrl: string, nowMs: number): Promise<Request>;
  /** The words that an answer makes the provider say. Throws if the answer is ill-formed. */
  words(answer: Answer): string[];
  /** The most digits that an answer asks the caller for. */
  asks(answer: Answer): number | undefined;
  /** The number that an answer dials, at once or after having asked. */
  dials(answer: Answer): string | undefined;
}
