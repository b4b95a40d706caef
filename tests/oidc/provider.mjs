// A real OpenID Connect provider for the tests: `node provider.mjs PORT REDIRECT_URI`. Whoever types a login is let in.
// A login is the subject and the address; those that start with "unverified." are not verified, and without "@" there
// is no address at all.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const modules = createRequire(new URL("../../frontend/package.json", import.meta.url));
const { Provider } = await import(pathToFileURL(modules.resolve("oidc-provider")));
const [port, redirectUri] = process.argv.slice(2);

function claimsOf(login) {
  const address = login.includes("@") ? { email: login, email_verified: !login.startsWith("unverified.") } : {};
  return { sub: login, name: login.split("@")[0].replace(".", " "), ...address };
}

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "postmortems", client_secret: "kept between us", redirect_uris: [redirectUri] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  findAccount: (_context, login) => ({ accountId: login, claims: () => claimsOf(login) }),
  cookies: { keys: ["for the tests alone"] },
  pkce: { required: () => true },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
