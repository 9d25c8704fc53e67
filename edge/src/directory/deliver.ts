/**
 * Brings a call event to its switchboard or, failing this, into the spool of the connection's directory. Never throws:
 * the caller on the line must not suffer from what fails here (W3). What it calls kept is durable (W4).
 */
import { within } from "./deadline.ts";
import type { SpooledCall } from "./tables.ts";

export interface DeliveryPorts {
  /** Resolves when the switchboard has made it durable. */
  hear(event: SpooledCall): Promise<void>;
  /** `false` when the spool is full. */
  spool(event: SpooledCall): Promise<boolean>;
}

/** How long each of the two may take. A late one may still succeed; then the event counts once all the same (W1). */
export interface DeliveryLimits {
  callMs: number;
  spoolMs: number;
}

export type Delivery = { kept: true; by: "switchboard" | "spool" } | { kept: false };

export async function deliver(event: SpooledCall, ports: DeliveryPorts, limits: DeliveryLimits): Promise<Delivery> {
  const failures: string[] = [];
  try {
    await within(limits.callMs, "switchboard", () => ports.hear(event));
    return { kept: true, by: "switchboard" };
  } catch (error) {
    failures.push(String(error));
  }
  try {
    if (await within(limits.spoolMs, "spool", () => ports.spool(event))) {
      console.warn(JSON.stringify({ at: "deliver", spooled: event.command.event.callId, failures }));
      return { kept: true, by: "spool" };
    }
    failures.push("spool full");
  } catch (error) {
    failures.push(String(error));
  }
  console.error(JSON.stringify({ at: "deliver", lost: event.command.event.callId, failures }));
  return { kept: false };
}
