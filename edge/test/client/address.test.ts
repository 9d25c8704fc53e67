import fc from "fast-check";
import { expect, it } from "vitest";
import { hashAddress, networkOf } from "../../src/client/address.ts";

const SECRET = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const OTHER_SECRET = "eHl6MzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

it.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:0001:2::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["1:2:3:4:5:6:7::", "1:2:3:4::/64"],
])("L7 the network of %s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

it.each(["", "unknown", "1.2.3", "1:2:3", "1::2::3", ":::", "1:2:3:4:5:6:7:8:9", "12345::", "fe80::1%eth0"])(
  "L7 %j is no address and counts as local",
  async (address) => {
    expect(networkOf(address)).toBeNull();
    expect(await hashAddress(address, SECRET)).toBe("local");
  },
);

it("L7 counts a whole /64 as one client, and neighbouring ones apart", async () => {
  const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
  const half = fc.array(group, { minLength: 4, maxLength: 4 }).map((groups) => groups.join(":"));
  await fc.assert(
    fc.asyncProperty(half, half, half, async (network, here, there) => {
      const hash = await hashAddress(`${network}:${here}`, SECRET);
      expect(await hashAddress(`${network}:${there}`, SECRET)).toBe(hash);
      if (here !== network) expect(await hashAddress(`${here}:${network}`, SECRET)).not.toBe(hash);
    }),
  );
});

it("A2 tells nothing of the address without the deployment's key", async () => {
  const hash = await hashAddress("192.0.2.7", SECRET);
  expect(hash).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(await hashAddress("192.0.2.7", SECRET)).toBe(hash);
  expect(await hashAddress("192.0.2.7", OTHER_SECRET)).not.toBe(hash);
  expect(await hashAddress("192.0.2.8", SECRET)).not.toBe(hash);
});
