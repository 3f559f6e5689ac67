"""The state machine of the fuzzer: what the rules know about the answers so far."""

from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from contract import html
from contract.call import encoded
from contract.exchange import FORM, Answer, Request
from contract.sequence_realm import CLIENTS, REALM, REDIRECT
from hypothesis import reject
from hypothesis.stateful import RuleBasedStateMachine

from fuzz.comparing import Found
from fuzz.search import Search

OIDC = f"/realms/{REALM}/protocol/openid-connect"
# The browsers, and the hosts at which they see the server; the empty one is the usual host.
BROWSERS = {"browser": "", "other browser": "", "browser elsewhere": "sso.example.org:8443"}
TOKENS = ("access_token", "refresh_token", "id_token")
_MOST_REDIRECTS = 5


@dataclass(frozen=True)
class Page:
    """A page with a form: the number of its answer, its browser and client, and where its form goes."""

    number: int
    jar: str
    client: str
    action: str
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class Grant:
    """An answer from which `client` can get more: a code, tokens, a device code, or a request URI."""

    number: int
    client: str


class Machine(RuleBasedStateMachine):
    """One sequence of requests. The rules add to `pages`, `codes` and the like, and choose from them."""

    search: ClassVar[Search]
    hosts: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.call = self.search.start()
        # All pages, and the page that each browser shows.
        self.pages: list[Page] = []
        self.shown: dict[str, Page] = {}
        self.codes: list[Grant] = []
        # The answers with each kind of token.
        self.tokens: dict[str, list[Grant]] = {kind: [] for kind in TOKENS}
        self.devices: list[Grant] = []
        self.pushed: list[Grant] = []

    def send(self, request: Request) -> Answer:
        """Send a request to both servers. At a difference, the sequence ends."""
        try:
            return self.call.send(request)
        except Found as found:
            self.search.report(found)
            reject()

    def post(self, path: str, host: str = "", later: int = 0, **form: Any) -> Answer:
        """Send a form as a client does; without the parameters that are None."""
        body = encoded({name: value for name, value in form.items() if value is not None})
        headers = (("Content-Type", FORM), *self.host(host))
        return self.send(Request("POST", f"{OIDC}/{path}", headers, body, later))

    def token(self, client: str, host: str = "", later: int = 0, **form: Any) -> Answer:
        """Send a token request, and remember the tokens."""
        answer = self.post("token", host, later, **{**credentials(client), **form})
        self.remember(answer, "", client)
        return answer

    def browse(self, path: str, jar: str, client: str, method: str = "GET", **form: Any) -> None:
        """Open a page or send a form, follow redirects within the realm, and remember what comes."""
        name = jar.partition(" with")[0]
        headers = self.host(BROWSERS[name])
        body = encoded(form) if method == "POST" else None
        typed = (("Content-Type", FORM),) if method == "POST" else ()
        answer = self.send(Request(method, path, (*typed, *headers), body, jar=jar))
        for _ in range(_MOST_REDIRECTS):
            if not urlsplit(answer.part("location")).path.startswith("/realms/"):
                break
            answer = self.send(Request("GET", f"location_of_answer_{self.call.count}", headers, jar=name))
        self.remember(answer, name, client)

    def remember(self, answer: Answer, jar: str, client: str) -> None:
        """Remember what later requests can use of an answer."""
        number, action = self.call.count, answer.part("action")
        self.shown.pop(jar, None)
        target = answer.part("location") or action
        if target.startswith(REDIRECT) and answer.part("code"):
            self.codes.append(Grant(number, client))
        elif "/realms/" in action:
            fields = [it.attributes for it in html.parse(answer.text).all() if it.name == "input"]
            hidden = tuple(it["name"] for it in fields if it.get("type") == "hidden" and "name" in it)
            self.shown[jar] = Page(number, jar, client, action_name(action), hidden)
            self.pages.append(self.shown[jar])
        for kind, answers in self.tokens.items():
            # Forms may have a field of that name, but no token.
            if answer.part(kind).count(".") >= 2:
                answers.append(Grant(number, client))

    def submit(self, page: Page, **fields: str) -> None:
        """Send the form of a page with these fields and its hidden ones."""
        hidden = {name: f"{name}_of_answer_{page.number}" for name in page.hidden}
        self.browse(f"action_of_answer_{page.number}", page.jar, page.client, "POST", **hidden, **fields)

    def latest(self, client: str) -> Grant:
        """Return the latest answer as a grant for a client."""
        return Grant(self.call.count, client)

    def host(self, host: str) -> tuple[tuple[str, str], ...]:
        """Return the header for another host than the usual one."""
        return (("Host", host),) if host and self.hosts else ()


def action_name(action: str) -> str:
    """Return the last part of a form's action, or the required action that it is about."""
    parts = urlsplit(action)
    name = parts.path.rpartition("/")[2]
    execution = parts.query.partition("execution=")[2].partition("&")[0]
    return execution if name == "required-action" else name


def credentials(client: str) -> dict[str, Any]:
    """Return the credentials of a client; public clients have no secret."""
    public = CLIENTS[client].get("publicClient")
    return {"client_id": client} | ({} if public else {"client_secret": f"{client}-secret"})
