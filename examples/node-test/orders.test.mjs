import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { after, before, test } from "node:test";
import { startMockauth } from "./mockauth.mjs";

let server;
before(async () => (server = await startMockauth(new URL("../realms", import.meta.url).pathname)));
after(() => server.stop());

async function token() {
  const response = await fetch(`${server.url}/realms/shop/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      client_id: "orders",
      client_secret: "orders-secret",
    }),
  });
  return (await response.json()).access_token;
}

test("a service gets a token with its roles", async () => {
  const claims = JSON.parse(Buffer.from((await token()).split(".")[1], "base64url"));
  assert.equal(claims.azp, "orders");
  assert.ok(claims.realm_access.roles.includes("manager"));
});

test("the published key verifies the token", async () => {
  const [header, payload, signature] = (await token()).split(".");
  const { kid } = JSON.parse(Buffer.from(header, "base64url"));
  const { keys } = await (await fetch(`${server.url}/realms/shop/protocol/openid-connect/certs`)).json();
  const key = createPublicKey({ key: keys.find((each) => each.kid === kid), format: "jwk" });
  assert.ok(verify("sha256", `${header}.${payload}`, key, Buffer.from(signature, "base64url")));
});
