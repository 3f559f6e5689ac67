// openid-client: a user logs in, in the ways that the arguments name. The line `open URL` asks the test to open the URL
// in the user's browser; the test answers with the last URL.
import assert from "node:assert/strict";
import { createInterface } from "node:readline/promises";
import * as client from "openid-client";

const { ISSUER, CALLBACK, CLIENT_SECRET } = process.env;
const REDIRECT = { redirect_uri: CALLBACK };
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function open(url) {
  console.log(`open ${url}`);
  return new URL((await lines.next()).value);
}

async function configured(id = "shop-web", method = client.ClientSecretBasic(CLIENT_SECRET)) {
  const config = await client.discovery(new URL(ISSUER), id, undefined, method, { execute: [client.allowInsecureRequests] });
  client.enableNonRepudiationChecks(config);
  return config;
}

async function asked(more = {}) {
  const checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
    idTokenExpected: true,
  };
  const parameters = {
    ...REDIRECT,
    scope: "openid",
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: "S256",
    ...more,
  };
  return { checks, parameters };
}

async function loggedIn(config, more = {}, found = {}) {
  const { checks, parameters } = await asked(more);
  const answer = await open(client.buildAuthorizationUrl(config, parameters));
  return client.authorizationCodeGrant(config, answer, { ...checks, ...found });
}

const WAYS = {
  async code() {
    const config = await configured();
    const tokens = await loggedIn(config, { max_age: "600" }, { maxAge: 600 });
    const { sub, preferred_username, sid } = tokens.claims();
    assert.equal(preferred_username, "ada");
    assert.equal((await client.fetchUserInfo(config, tokens.access_token, sub)).email, "ada@example.org");
    assert.equal((await client.tokenIntrospection(config, tokens.id_token)).active, true);

    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token);
    assert.equal(refreshed.claims().sid, sid);
    assert.equal(refreshed.claims().nonce, undefined);

    const silent = await loggedIn(config, { prompt: "none" });
    assert.equal(silent.claims().sid, sid);

    await client.tokenRevocation(config, refreshed.refresh_token);
    await assert.rejects(client.refreshTokenGrant(config, refreshed.refresh_token), { error: "invalid_grant" });
  },

  async public() {
    const config = await configured("shop-spa", client.None());
    assert.equal((await loggedIn(config)).claims().azp, "shop-spa");
    const { checks, parameters } = await asked();
    const answer = await open(client.buildAuthorizationUrl(config, parameters));
    const wrong = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
    await assert.rejects(client.authorizationCodeGrant(config, answer, wrong), { error: "invalid_grant" });
  },

  async refusal() {
    const config = await configured();
    const { checks, parameters } = await asked({ prompt: "none" });
    const answer = await open(client.buildAuthorizationUrl(config, parameters));
    await assert.rejects(client.authorizationCodeGrant(config, answer, checks), { error: "login_required" });
  },

  async jarm() {
    const config = await configured();
    client.useJwtResponseMode(config);
    assert.equal((await loggedIn(config)).claims().preferred_username, "ada");
  },

  async hybrid() {
    const config = await configured("hybrid");
    client.useCodeIdTokenResponseType(config);
    client.enableDetachedSignatureResponseChecks(config);
    assert.equal((await loggedIn(config)).claims().preferred_username, "ada");
  },

  async implicit() {
    const config = await configured("hybrid");
    client.useIdTokenResponseType(config);
    const { checks, parameters } = await asked();
    delete parameters.code_challenge;
    delete parameters.code_challenge_method;
    const answer = await open(client.buildAuthorizationUrl(config, parameters));
    const claims = await client.implicitAuthentication(config, answer, checks.expectedNonce, {
      expectedState: checks.expectedState,
    });
    assert.equal(claims.preferred_username, "ada");
  },

  async pushed() {
    const config = await configured();
    const { checks, parameters } = await asked();
    const answer = await open(await client.buildAuthorizationUrlWithPAR(config, parameters));
    assert.equal((await client.authorizationCodeGrant(config, answer, checks)).claims().preferred_username, "ada");
  },

  async device() {
    const config = await configured("television", client.None());
    const shown = await client.initiateDeviceAuthorization(config, { scope: "openid" });
    await open(shown.verification_uri_complete);
    const tokens = await client.pollDeviceAuthorizationGrant(config, { ...shown, interval: 1 });
    assert.equal(tokens.claims().preferred_username, "ada");
  },

  async logout() {
    const config = await configured();
    const tokens = await loggedIn(config);
    const end = { post_logout_redirect_uri: CALLBACK, id_token_hint: tokens.id_token, state: "bye" };
    const answer = await open(client.buildEndSessionUrl(config, end));
    assert.equal(answer.href, `${CALLBACK}?state=bye`);
    await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token), { error: "invalid_grant" });
    const userinfo = client.fetchUserInfo(config, tokens.access_token, client.skipSubjectCheck);
    await assert.rejects(userinfo, { code: "OAUTH_WWW_AUTHENTICATE_CHALLENGE" });
  },
};

for (const way of process.argv.slice(2)) await WAYS[way]();
process.exit(0);
