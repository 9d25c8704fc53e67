/** R1 on the pure core: a code says whose call it is, before anything else is weighed. */
import { expect, it } from "vitest";
import { PRIOR_CURVE } from "../../src/core/prior-curve.ts";
import { type Candidate, type ResolveInput, resolve } from "../../src/core/resolve.ts";

const NOW = 1_760_000_000_000;
const onSite: Candidate = {
  visit: "on-site",
  visitor: "somebody",
  leasedAtMs: NOW - 60_000,
  lastSeenMs: NOW - 1000,
  visible: true,
  releasedAtMs: null,
  signals: { tel: NOW - 2000 },
  calledAtMs: null,
  country: "GB",
  region: "",
  device: "mobile",
};
const input: ResolveInput = {
  atMs: NOW,
  number: "+442079460200",
  numberKind: "code",
  callerCountry: "GB",
  channel: "",
  freezeMs: 0,
  candidates: [onSite],
  knownCaller: null,
  coded: null,
};
const coded = { visit: "coded", visitor: "a-reader" };

it("R1 the visit whose code was given called, whoever else was shown the number a moment ago", () => {
  const { method, visit, visitor, confidence, evidence } = resolve({ ...input, coded }, PRIOR_CURVE);
  expect({ method, visit, visitor }).toEqual({ method: "code", ...coded });
  expect(confidence).toBeGreaterThan(0.9);
  expect(evidence).toHaveLength(1);
});

it("R1 a channel's code names its channel, and no visit", () => {
  const { method, visit, beliefs, evidence } = resolve({ ...input, channel: "Radio" }, PRIOR_CURVE);
  expect({ method, visit, beliefs }).toEqual({ method: "code", visit: null, beliefs: [] });
  expect(evidence.join()).toContain("Radio");
});

it("R1 without a code those who were shown the number are weighed as ever", () => {
  expect(resolve(input, PRIOR_CURVE)).toMatchObject({ method: "lease", visit: "on-site" });
});

it("R1 a code is no evidence at a number that has none", () => {
  expect(resolve({ ...input, numberKind: "pool", coded }, PRIOR_CURVE).visit).toBe("on-site");
});
