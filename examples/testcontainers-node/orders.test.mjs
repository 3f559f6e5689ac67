import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { GenericContainer, Wait } from "testcontainers";

let keycloak;
before(async () => {
  // Before: quay.io/keycloak/keycloak:26.7.3. The name of the image is all that differs.
  keycloak = await new GenericContainer("mockauth")
    .withCommand(["start-dev", "--import-realm"])
    .withEnvironment({ KC_BOOTSTRAP_ADMIN_USERNAME: "admin", KC_BOOTSTRAP_ADMIN_PASSWORD: "admin" })
    .withCopyDirectoriesToContainer([
      { source: fileURLToPath(new URL("../realms", import.meta.url)), target: "/opt/keycloak/data/import" },
    ])
    .withExposedPorts(8080)
    .withWaitStrategy(Wait.forLogMessage("Listening on:"))
    .start();
});
after(() => keycloak.stop());

test("a service gets a token", async () => {
  const url = `http://${keycloak.getHost()}:${keycloak.getMappedPort(8080)}`;
  const response = await fetch(`${url}/realms/shop/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: "orders", client_secret: "orders-secret" }),
  });
  assert.equal(response.status, 200);
});
