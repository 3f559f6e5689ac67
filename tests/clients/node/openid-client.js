// openid-client: discovery, tokens by client credentials, and the token checked with the key set.
import assert from "node:assert/strict";
import * as client from "openid-client";
import { createRemoteJWKSet, jwtVerify } from "jose";

const { ISSUER, CLIENT_ID, CLIENT_SECRET } = process.env;
const methods = { basic: client.ClientSecretBasic, post: client.ClientSecretPost };
const http = { execute: [client.allowInsecureRequests] };

for (const [name, method] of Object.entries(methods)) {
  const config = await client.discovery(new URL(ISSUER), CLIENT_ID, undefined, method(CLIENT_SECRET), http);
  assert.equal(config.serverMetadata().issuer, ISSUER);

  const plain = await client.clientCredentialsGrant(config);
  assert.equal(plain.token_type, "bearer", name);
  assert.equal(plain.scope, "email profile", name);
  assert.equal(plain.expires_in, 300, name);
  assert.equal(plain.id_token, undefined, name);

  const openid = await client.clientCredentialsGrant(config, { scope: "openid profile" });
  assert.equal(openid.scope, "openid email profile", name);

  const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri));
  const access = await jwtVerify(openid.access_token, keys, { issuer: ISSUER, audience: "account" });
  assert.equal(access.payload.azp, CLIENT_ID, name);
  const id = await jwtVerify(openid.id_token, keys, { issuer: ISSUER, audience: CLIENT_ID, typ: "JWT" });
  assert.equal(id.payload.typ, "ID", name);

  const wrong = await client.discovery(new URL(ISSUER), CLIENT_ID, undefined, method("wrong"), http);
  await assert.rejects(client.clientCredentialsGrant(wrong), { error: "unauthorized_client", status: 401 });
  await assert.rejects(client.clientCredentialsGrant(config, { scope: "no-such-scope" }), { error: "invalid_scope" });
}
