import { createServer } from "node:http";
import { expect, test } from "@playwright/test";

// In your project, this is your application.
let application;
test.beforeAll(async () => {
  application = createServer((_, response) => response.end("your application"));
  await new Promise((resolve) => application.listen(8081, resolve));
});
test.afterAll(() => application.close());

test("alice logs in", async ({ page }) => {
  const query = new URLSearchParams({
    client_id: "web",
    redirect_uri: "http://localhost:8081/callback",
    response_type: "code",
    scope: "openid",
  });
  await page.goto(`${process.env.MOCKAUTH_URL}/realms/shop/protocol/openid-connect/auth?${query}`);
  await page.fill("#username", "alice");
  await page.fill("#password", "alice-password");
  await page.click("#kc-login");
  await page.waitForURL("http://localhost:8081/callback?**");
  expect(new URL(page.url()).searchParams.get("code")).toBeTruthy();
});
