/** W3 on the pure core: what a caller is answered follows from the directory entry alone. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CallEvent, mergeCall } from "../../src/core/call.ts";
import { defaultRoute, planFor, type Route, settle, type Waiting } from "../../src/core/plan.ts";

const FIRST = "+442079460990";
const SECOND = "+442079460991";
const route: Route = { ...defaultRoute(FIRST), record: true, whisper: "Google, brand" };

const afterDial = (attempt: number, answered = false, gone = false): Waiting => ({
  expects: "after-dial",
  to: "+442079460100",
  dial: { attempt, answered, gone },
});

describe("planFor", () => {
  it("W3 dials the destination of an arriving call", () => {
    expect(planFor(route, { expects: "route", to: null })).toEqual({
      kind: "dial",
      number: FIRST,
      timeoutSeconds: 25,
      record: true,
      whisper: "Google, brand",
      attempt: 0,
    });
  });

  it("W3 asks for a code where one may be given, and the phone rings whatever comes of it", () => {
    const asking: Route = { ...route, codePrompt: "Your code, please" };
    const dial = planFor(route, { expects: "route", to: null });
    expect(planFor(asking, { expects: "route", to: null })).toEqual({
      kind: "gather",
      prompt: "Your code, please",
      digits: 8,
      timeoutSeconds: 5,
      otherwise: dial,
    });
    expect(planFor(asking, { expects: "after-gather", to: null })).toEqual(dial);
    expect(planFor({ ...asking, destination: "" }, { expects: "route", to: null })).toEqual({ kind: "reject" });
  });

  it("W3 rejects only where no destination is configured anywhere", () => {
    fc.assert(
      fc.property(fc.constantFrom("", FIRST), (destination) => {
        const plan = planFor(defaultRoute(destination), { expects: "route", to: null });
        expect(plan.kind).toBe(destination === "" ? "reject" : "dial");
      }),
    );
  });

  it("tries the second destination, then the voicemail, then hangs up", () => {
    const both = { ...route, secondDestination: SECOND, voicemail: "Please leave a message." };
    expect(planFor(both, afterDial(0))).toMatchObject({ kind: "dial", number: SECOND, attempt: 1, record: true });
    expect(planFor(both, afterDial(1))).toEqual({ kind: "voicemail", greeting: "Please leave a message." });
    expect(planFor({ ...both, voicemail: "" }, afterDial(1))).toEqual({ kind: "hangup" });
    expect(planFor({ ...both, secondDestination: null }, afterDial(0)).kind).toBe("voicemail");
    expect(planFor(route, afterDial(0))).toEqual({ kind: "hangup" });
  });

  it("tries nothing more after a conversation, or when the caller is gone", () => {
    const both = { ...route, secondDestination: SECOND, voicemail: "…" };
    expect(planFor(both, afterDial(0, true))).toEqual({ kind: "hangup" });
    expect(planFor(both, afterDial(0, false, true))).toEqual({ kind: "hangup" });
  });

  it("whispers what the entry says", () => {
    expect(planFor(route, { expects: "whisper", to: null })).toEqual({ kind: "whisper", text: "Google, brand" });
  });
});

describe("settle", () => {
  const missed: CallEvent = { callId: "CA1", atMs: 5000, status: "busy", destination: FIRST };

  it("a busy first destination is not yet the end of the call", () => {
    const waiting = afterDial(0);
    const settled = settle(missed, waiting, planFor({ ...route, secondDestination: SECOND }, waiting));
    expect(settled).toEqual({ callId: "CA1", atMs: 5000, destination: FIRST });
    const ringing = mergeCall(undefined, { callId: "CA1", atMs: 0, status: "ringing" });
    expect(mergeCall(ringing, settled).status).toBe("ringing");
  });

  it("with nothing left to try it is, and the call ends there", () => {
    const waiting = afterDial(0);
    expect(settle(missed, waiting, planFor(route, waiting))).toEqual({ ...missed, endedAtMs: 5000 });
  });

  it("a message may follow a missed call, so it has not ended", () => {
    const waiting = afterDial(0);
    expect(settle(missed, waiting, planFor({ ...route, voicemail: "…" }, waiting))).toEqual(missed);
  });

  it("leaves other events alone", () => {
    const waiting: Waiting = { expects: "nothing", to: null };
    expect(settle(missed, waiting, planFor(route, waiting))).toBe(missed);
  });
});
