// Starts mockauth before all tests, and stops it after them. The tests find its URL in MOCKAUTH_URL.
import { fileURLToPath } from "node:url";
import { startMockauth } from "../node-test/mockauth.mjs";

export default async function globalSetup() {
  const server = await startMockauth(fileURLToPath(new URL("../realms", import.meta.url)));
  process.env.MOCKAUTH_URL = server.url;
  return () => server.stop();
}
