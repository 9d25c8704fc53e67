/**
 * The client's network as a keyed hash, only to bound how many leases one network may hold (L7). The address itself is
 * never kept, and the hash cannot be turned back without the deployment's key, although there are few IPv4 addresses.
 */

/** What a request without an address is counted under: the local runtime, and tests. */
const LOCAL = "local";

/** Names what this key is for, so that it differs from every other key made from the same secret. */
const PURPOSE = "ringtrail client address";

/**
 * @param address value of `CF-Connecting-IP`
 * @param secret base64, `SECRETS_KEY`
 * @returns 22 characters of base64url, or `local`
 */
export async function hashAddress(address: string | null, secret: string): Promise<string> {
  const network = networkOf(address ?? "");
  return network === null ? LOCAL : hashNetwork(network, secret);
}

/**
 * What one client commonly has to itself: an IPv4 address, or the first 64 bits of an IPv6 one.
 * @returns `null` for what is no address
 */
export function networkOf(address: string): string | null {
  const text = address.trim().toLowerCase();
  const v4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text)?.[1];
  if (v4) return v4;
  const groups = /^[0-9a-f:]{2,39}$/.test(text) && text.includes(":") ? expand(text) : null;
  return groups && `${groups.slice(0, 4).join(":")}::/64`;
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expand(text: string): string[] | null {
  const halves = text.split("::");
  if (halves.length > 2) return null;
  const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - tail.length;
  const isWhole = halves.length === 2 ? missing >= 1 : missing === 0;
  if (!isWhole || [...head, ...tail].some((group) => group === "" || group.length > 4)) return null;
  const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...tail];
  return groups.map((group) => group.replace(/^0+(?=.)/, ""));
}

async function hashNetwork(network: string, secret: string): Promise<string> {
  const mac = await crypto.subtle.sign("HMAC", await addressKey(secret), new TextEncoder().encode(network));
  const text = btoa(String.fromCharCode(...new Uint8Array(mac, 0, 16)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The last key made: a deployment has one, and making it costs more than using it. */
let made: { secret: string; key: CryptoKey } | null = null;

async function addressKey(secret: string): Promise<CryptoKey> {
  if (made?.secret === secret) return made.key;
  const bytes = Uint8Array.from(atob(secret), (character) => character.charCodeAt(0));
  const root = await crypto.subtle.importKey("raw", bytes, "HKDF", false, ["deriveKey"]);
  const info = new TextEncoder().encode(PURPOSE);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const hmac = { name: "HMAC", hash: "SHA-256", length: 256 };
  const key = await crypto.subtle.deriveKey(derivation, root, hmac, false, ["sign"]);
  made = { secret, key };
  return key;
}
