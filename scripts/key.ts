/**
 * Makes an operator key, and the account if there is none of that id or name yet. Prints the key once; only its hash is
 * stored.
 *
 * `npm run key -- --account "My company" [--name CRM] [--scopes read,write] [--remote]`
 */
import { parseArgs } from "node:util";
import { hashKey, newKey } from "../edge/src/operator-key.ts";
import { STATE } from "./migrate.ts";
import { literal } from "./sql.ts";
import { mustWrangler } from "./wrangler.ts";

const USAGE = 'npm run key -- --account "My company" [--name CRM] [--scopes read,write,callers] [--remote]';
const SCOPES = ["read", "write", "callers"];
const TEXT_MAX = 100;

const options = readOptions();
const key = newKey();
const id = () => crypto.randomUUID().replaceAll("-", "").slice(0, 16);
const account = `(id = ${literal(options.account)} OR name = ${literal(options.account)})`;
const now = Date.now();
const sql = `
  INSERT INTO account (id, name, created_at) SELECT ${literal(`acc_${id()}`)}, ${literal(options.account)}, ${now}
    WHERE NOT EXISTS (SELECT 1 FROM account WHERE ${account});
  INSERT INTO api_key (id, account_id, name, hash, scopes, created_at)
    SELECT ${literal(`key_${id()}`)}, id, ${literal(options.name)}, ${literal(await hashKey(key))},
      ${literal(JSON.stringify(options.scopes))}, ${now} FROM account WHERE ${account} LIMIT 1;`;
const place = options.remote ? ["--remote", "--yes"] : ["--local", "--persist-to", STATE];
mustWrangler(["d1", "execute", "DB", ...place, "--command", sql]);

console.error(`A key of "${options.account}" with the scopes ${options.scopes.join(", ")}. It is shown only now:`);
console.log(key);

interface Options {
  account: string;
  name: string;
  scopes: string[];
  remote: boolean;
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        account: { type: "string" },
        name: { type: "string", default: "Operator" },
        scopes: { type: "string", default: "read,write" },
        remote: { type: "boolean", default: false },
      },
    });
    const { account, name, remote } = values;
    const scopes = values.scopes.split(",").map((scope) => scope.trim());
    const unknown = scopes.filter((scope) => !SCOPES.includes(scope));
    if (!account) return refuse("Whose key? Give --account.");
    if (unknown.length > 0) return refuse(`No such scope: ${unknown.join(", ")}. There are ${SCOPES.join(", ")}.`);
    if (account.length > TEXT_MAX || name.length > TEXT_MAX) return refuse(`At most ${TEXT_MAX} characters to a name.`);
    return { account, name, scopes: [...new Set(scopes)], remote };
  } catch (error) {
    return refuse(String(error));
  }
}

function refuse(sentence: string): never {
  console.error(`${sentence}\n\n${USAGE}`);
  process.exit(1);
}
