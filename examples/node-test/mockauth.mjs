// Starts mockauth on a free port. It needs Node.js 20 or newer, and mockauth on the PATH.
import { spawn } from "node:child_process";
import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Start mockauth with the realm file or folder `realms`; return its URL and a function that stops it. */
export async function startMockauth(realms, ...options) {
  const portFile = join(await mkdtemp(join(tmpdir(), "mockauth-")), "port");
  const fixed = ["serve", "--import", realms, "--port", "0", "--port-file", portFile, "--keys", ":memory:"];
  const server = spawn(process.env.MOCKAUTH_COMMAND ?? "mockauth", [...fixed, ...options]);
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => (log += text));
  const ended = new Promise((resolve) => server.once("close", resolve));
  server.once("error", (error) => (log += error.message));
  for (;;) {
    const port = await readFile(portFile, "utf8").catch(() => "");
    if (port) {
      return {
        url: `http://localhost:${port.trim()}`,
        log: () => log,
        async stop() {
          server.kill();
          await ended;
        },
      };
    }
    const waited = new Promise((resolve) => setTimeout(resolve, 20, "waited"));
    if ((await Promise.race([ended, waited])) !== "waited") throw new Error(`mockauth did not start:\n${log}`);
  }
}
