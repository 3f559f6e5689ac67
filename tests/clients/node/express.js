// keycloak-connect: an Express application whose pages require a login, and an API that requires a token.
import express from "express";
import session from "express-session";
import Keycloak from "keycloak-connect";

const { ISSUER, CLIENT_SECRET } = process.env;
const [server, realm] = ISSUER.split("/realms/");
const store = new session.MemoryStore();
const common = { realm, "auth-server-url": server, "ssl-required": "external", "confidential-port": 0 };
const web = new Keycloak({ store }, { ...common, resource: "shop-web", credentials: { secret: CLIENT_SECRET } });
const api = new Keycloak({}, { ...common, resource: "shop-api", "bearer-only": true });

const app = express();
app.use("/api", api.middleware());
app.get("/api/open", (request, response) => response.json("open"));
app.get("/api/shut", api.protect(), (request, response) => response.json(request.kauth.grant.access_token.content.azp));
app.get("/api/buyers", api.protect("realm:buyer"), (request, response) => response.json("for buyers"));
app.use(session({ secret: "of the session", resave: false, saveUninitialized: true, store }));
app.use(web.middleware({ logout: "/logout", admin: "/" }));
app.get("/", (request, response) => response.send("home"));
app.get("/me", web.protect(), (request, response) => response.send(request.kauth.grant.id_token.content.preferred_username));
app.get("/buyers", web.protect("realm:buyer"), (request, response) => response.send("for buyers"));
app.get("/nobody", web.protect("realm:nobody"), (request, response) => response.send("for nobody"));

const listening = app.listen(Number(process.env.PORT), "localhost", () => console.log("listening"));
process.stdin.resume();
process.stdin.on("end", () => { listening.close(); process.exit(0); });
