/** W1 on the pure core: the record of a call depends on which events came, not on their order or repetition. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CALL_STATUSES, type CallEvent, type CallRecord, isTerminal, mergeCall } from "../../src/core/call.ts";

const START = 1_760_000_000_000;

const fields = fc.record(
  {
    status: fc.constantFrom(...CALL_STATUSES),
    from: fc.constantFrom(null, "+447700900001", "+447700900002"),
    to: fc.constantFrom("+442079460100", "+442079460101"),
    startedAtMs: fc.integer({ min: START, max: START + 5000 }),
    answeredAtMs: fc.integer({ min: START, max: START + 30_000 }),
    endedAtMs: fc.integer({ min: START, max: START + 90_000 }),
    durationSeconds: fc.nat(90),
    talkSeconds: fc.nat(60),
    destination: fc.constantFrom("+442079460990", "+442079460991"),
    recordingUrl: fc.constantFrom("https://rec.example/a", "https://rec.example/b"),
    recordingSeconds: fc.nat(60),
    voicemail: fc.boolean(),
    digits: fc.constantFrom("1", "2", "42", "12340", "04219"),
    typed: fc.constantFrom("12340", "04219"),
  },
  { requiredKeys: [] },
);
const event: fc.Arbitrary<CallEvent> = fc
  .tuple(fields, fc.integer({ min: START, max: START + 90_000 }))
  .map(([said, atMs]) => ({ callId: "CA1", atMs, ...said }));

/** Events, and the same events in another order, some more than once. */
const histories = fc.array(event, { minLength: 1, maxLength: 8 }).chain((events) =>
  fc
    .tuple(
      fc.shuffledSubarray(events, { minLength: events.length }),
      fc.array(fc.tuple(fc.nat(events.length - 1), fc.nat(20)), { maxLength: 8 }),
    )
    .map(([shuffled, repeats]) => {
      const other = [...shuffled];
      for (const [index, position] of repeats) other.splice(position, 0, ...events.slice(index, index + 1));
      return [events, other] as const;
    }),
);

const fold = (events: readonly CallEvent[]): CallRecord | undefined =>
  events.reduce<CallRecord | undefined>(mergeCall, undefined);
const said = (...events: Partial<CallEvent>[]) =>
  fold(events.map((e, index) => ({ callId: "CA1", atMs: START + index * 1000, ...e })));

describe("W1 the record of a call", () => {
  it("W1 is the same for any order and any repetition of its events", () => {
    fc.assert(
      fc.property(histories, ([events, other]) => {
        expect(JSON.stringify(fold(other))).toBe(JSON.stringify(fold(events)));
      }),
      { numRuns: 3000 },
    );
  });

  it("W1 survives being stored as JSON between any two events", () => {
    const stored = (events: readonly CallEvent[]) =>
      events.reduce<CallRecord | undefined>(
        (record, e) => JSON.parse(JSON.stringify(mergeCall(record, e))) as CallRecord,
        undefined,
      );
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), (events) => {
        expect(stored(events)).toEqual(fold(events));
      }),
    );
  });

  it("W1 once over, is never open again", () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1 }), (events) => {
        let record: CallRecord | undefined;
        for (const e of events) {
          const over = record !== undefined && isTerminal(record.status);
          record = mergeCall(record, e);
          if (over) expect(isTerminal(record.status)).toBe(true);
        }
      }),
    );
  });
});

describe("terminal conflicts", () => {
  it.each<[string, Partial<CallEvent>[], CallRecord["status"]]>([
    ["the provider's completed leaves a missed call missed", [{ status: "missed" }, { status: "completed" }], "missed"],
    ["talk time beats missed", [{ status: "missed" }, { status: "completed", talkSeconds: 9 }], "completed"],
    ["answered beats a busy first destination", [{ status: "busy" }, { status: "answered" }], "completed"],
    [
      "picked up, but the caller gave up during the whisper",
      [{ status: "answered" }, { status: "missed", talkSeconds: 0 }],
      "missed",
    ],
    ["a message is a missed call", [{ status: "ringing" }, { voicemail: true }, { status: "completed" }], "missed"],
    ["ringing after answered is old news", [{ status: "answered" }, { status: "ringing" }], "answered"],
    [
      "missed says more than busy and cancelled",
      [{ status: "cancelled" }, { status: "busy" }, { status: "missed" }],
      "missed",
    ],
    ["nothing heard but the end", [{ status: "completed" }], "completed"],
    ["no status at all", [{ to: "+442079460100" }], "started"],
  ])("%s", (_, events, status) => {
    expect(said(...events)?.status).toBe(status);
    expect(said(...[...events].reverse())?.status).toBe(status);
  });
});

describe("fields", () => {
  it("takes the explicit start, however late it is heard", () => {
    const record = said({ endedAtMs: START, durationSeconds: 60 }, { startedAtMs: START - 62_000 });
    expect(record?.startedAtMs).toBe(START - 62_000);
  });

  it("estimates the start from end and duration when the first webhook was lost", () => {
    expect(said({ endedAtMs: START, durationSeconds: 60 })?.startedAtMs).toBe(START - 60_000);
  });

  it("names the destination that answered, not the one dialled last", () => {
    const record = said({ destination: "+441", status: "answered" }, { destination: "+442", status: "ringing" });
    expect(record?.destination).toBe("+441");
  });

  it("keeps address and length of the same recording", () => {
    const record = said(
      { recordingUrl: "https://rec.example/a" },
      { recordingUrl: "https://rec.example/b", recordingSeconds: 7 },
      { recordingSeconds: 50 },
    );
    expect(record).toMatchObject({ recordingUrl: "https://rec.example/b", recordingSeconds: 7 });
  });

  it("knows the caller over a withheld number", () => {
    expect(said({ from: null }, { from: "+447700900001" })?.from).toBe("+447700900001");
  });

  it("refuses an event of another call: a programmer's mistake", () => {
    expect(() => said({}, { callId: "CA2" })).toThrow("CA2");
  });
});
