"""`mockauth serve` in its own process: its output, its exit, and the errors that keep it from starting."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from demo import FORM, REALM, REGISTRY, SECRET, TOKEN, claims

from cli.conftest import Result, Served

Start = Callable[..., Served]
Run = Callable[..., Result]


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as one:
            one.bind(("::1", 0))
    except OSError:
        return False
    return True


def ask(url: str, form: dict[str, str] | None = None, **headers: str) -> bytes:
    body = urlencode(form).encode() if form else None
    with urlopen(Request(url, body, headers), timeout=5) as answer:
        found: bytes = answer.read()
        return found


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
@pytest.mark.usefixtures("registry")
def test_localhost_is_both_loopback_addresses(start: Start, host: str) -> None:
    if host == "[::1]" and not has_ipv6():
        pytest.skip("this machine has no IPv6 loopback address")
    token = json.loads(ask(f"http://{host}:{start().port}{TOKEN}", FORM))["access_token"]
    assert claims(token)["iss"].startswith(f"http://{host}:")


@pytest.mark.parametrize(("host", "url"), [("0.0.0.0", "http://localhost"), ("[::1]", "http://[::1]")])
def test_the_printed_url_can_be_reached(start: Start, host: str, url: str) -> None:
    if host == "[::1]" and not has_ipv6():
        pytest.skip("this machine has no IPv6 loopback address")
    served = start("--host", host)
    assert served.output[-1] == f"mockauth is ready on {url}:{served.port}/"
    assert b"demo" in ask(f"{url}:{served.port}/")


EXPOSED = "other machines can reach this server, which has test users and test keys"
NO_PASSWORD = "can log in as any user without a password"


@pytest.mark.parametrize(
    ("options", "warnings"),
    [
        ((), []),
        (("--login", "quick"), [f"--login quick: anyone {NO_PASSWORD}"]),
        (("--host", "0.0.0.0"), [f"--host 0.0.0.0: {EXPOSED}"]),
        (
            ("--host", "0.0.0.0", "--login", "auto"),
            [f"--login auto: anyone who can reach --host 0.0.0.0 {NO_PASSWORD}"],
        ),
        (("--host", "127.0.0.1"), []),
    ],
)
@pytest.mark.usefixtures("registry")
def test_a_server_that_other_machines_can_reach_warns(
    start: Start, options: tuple[str, ...], warnings: list[str]
) -> None:
    said = [json.loads(line) for line in start("--log-format", "json", *options).output]
    assert [line["text"] for line in said if line["event"] == "warning"] == warnings


@pytest.mark.usefixtures("registry")
def test_a_server_on_all_addresses_prints_one_that_other_machines_can_use(start: Start) -> None:
    said = [json.loads(line) for line in start("--log-format", "json", "--host", "0.0.0.0").output]
    urls = [line["url"] for line in said if line["event"] == "network"]
    if not urls:
        pytest.skip("this machine has no network")
    assert "127.0.0.1" not in urls[0]
    assert b"demo" in ask(urls[0])


@pytest.mark.usefixtures("registry")
def test_a_server_on_the_loopback_interface_prints_no_other_address(start: Start) -> None:
    assert not [line for line in start("--host", "127.0.0.1").output if "other machines" in line]


def test_without_a_configuration_it_serves_the_sample_and_names_what_it_looked_for(
    start: Start, in_folder: Path
) -> None:
    output = "\n".join(start().output)
    assert f"No --config and no --import, and no mockauth.toml in {in_folder}:" in output
    assert "serving the built-in sample." in output
    assert "clients: demo-service" in output


def curl_line(served: Served) -> str:
    [line] = [line for line in served.output if line.startswith("  curl ")]
    return line


def token_by(line: str, **env: str) -> str:
    """Run the line in a shell and return the token."""
    done = subprocess.run(
        ["sh", "-c", f"{line} -s"], capture_output=True, text=True, check=False, env={**os.environ, **env}
    )
    if done.returncode == 127:
        pytest.skip("curl is not installed")
    token: str = json.loads(done.stdout)["access_token"]
    return token


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals need POSIX")
@pytest.mark.usefixtures("registry")
def test_the_curl_line_on_a_terminal_works_unchanged(start: Start) -> None:
    line = curl_line(start(terminal=True))
    assert SECRET in line
    assert claims(token_by(line))["azp"] == "robot"


@pytest.mark.usefixtures("registry")
def test_the_curl_line_in_a_log_has_no_secret(start: Start) -> None:
    served = start()
    assert SECRET not in "\n".join(served.output)
    assert claims(token_by(curl_line(served), CLIENT_SECRET=SECRET))["azp"] == "robot"


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("options", [(), ("--log-format", "json")])
def test_a_secret_from_the_environment_is_never_printed(start: Start, terminal: bool, options: tuple[str, ...]) -> None:
    if terminal and os.name != "posix":
        pytest.skip("pseudo-terminals need POSIX")
    # The line must name DEMO_SECRET, not another variable with the same value.
    served = start(*options, terminal=terminal, A_DEMO="hush-hush", DEMO_SECRET="hush-hush")
    assert "hush-hush" not in "\n".join(served.output)
    assert any("client_secret=${DEMO_SECRET}" in line for line in served.output)


def test_the_curl_line_of_a_secret_from_the_environment_works_unchanged(start: Start, in_folder: Path) -> None:
    registry = REGISTRY.replace(SECRET, "x-${ROBOT_SECRET}-$y-${NOBODY:z}")
    (in_folder / "mockauth.toml").write_text(registry, encoding="utf-8")
    line = curl_line(start(ROBOT_SECRET='a "b" $c'))
    assert claims(token_by(line, ROBOT_SECRET='a "b" $c'))["azp"] == "robot"


def test_additions_to_a_realm_file_are_one_line(start: Start, in_folder: Path) -> None:
    text = '{"realm": "a", "enabled": true, "keycloakVersion": "22.0.0", "clientScopes": []}'
    (in_folder / "a b.json").write_text(text, encoding="utf-8")
    added = [line for line in start("--import", "a b.json").output if "addition" in line]
    assert added == ["a b.json: realm a: 3 additions, as in Keycloak 26.7.3: \"mockauth check 'a b.json'\" lists them"]


def test_the_start_lists_what_is_left_out_of_a_realm_file(start: Start, in_folder: Path) -> None:
    client = {"clientId": "robot", "secret": "s", "serviceAccountsEnabled": True, "redirectUrls": []}
    file = in_folder / "realm.json"
    file.write_text(json.dumps({"realm": "demo", "enabled": True, "clients": [client]}), encoding="utf-8")
    said = start("--import", "realm.json", "--lenient").output
    assert 'realm.json: demo.clients.robot.redirectUrls: left out: unknown key "redirectUrls"' in said


@pytest.mark.usefixtures("registry")
def test_options_can_be_set_in_the_environment(start: Start, in_folder: Path) -> None:
    (in_folder / "b.json").write_text('{"realm": "b", "enabled": true}', encoding="utf-8")
    (in_folder / "c d.json").write_text('{"realm": "c", "enabled": true}', encoding="utf-8")
    served = start(
        MOCKAUTH_IMPORT=os.pathsep.join(("b.json", "c d.json")),
        MOCKAUTH_CONFIG="mockauth.toml",
        MOCKAUTH_HOSTNAME="https://sso.example.org/auth/",
        MOCKAUTH_HTTP_RELATIVE_PATH="auth/",
        MOCKAUTH_LOG_FORMAT="json",
    )
    issuers = [json.loads(line)["issuer"] for line in served.output if '"realm"' in line and "issuer" in line]
    assert issuers == [f"https://sso.example.org/auth/realms/{name}" for name in ("demo", "b", "c")]
    assert json.loads(ask(f"http://127.0.0.1:{served.port}/auth{REALM}"))["realm"] == "demo"


@pytest.mark.usefixtures("registry")
def test_the_json_log_has_one_object_per_line(start: Start) -> None:
    served = start("--log-format", "json")
    ask(f"http://127.0.0.1:{served.port}{REALM}")
    said = [json.loads(line) for line in [*served.output, served.line()]]
    assert all(datetime.fromisoformat(line["time"]).tzinfo for line in said)
    assert [line["event"] for line in said] == ["realm", "clients", "curl", "admin", "ready", "request"]


@pytest.mark.usefixtures("registry")
def test_a_refused_request_is_one_line_with_a_reason_and_no_secret(start: Start) -> None:
    served = start()
    with pytest.raises(HTTPError) as refused:
        ask(f"http://127.0.0.1:{served.port}{TOKEN}", {**FORM, "client_secret": f"{SECRET}x"})
    refused.value.close()
    line = served.line()
    assert f" 401 POST {TOKEN} " in line
    assert ' client="robot"' in line
    assert line.endswith('unauthorized_client: wrong secret for client "robot"')


@pytest.mark.usefixtures("registry")
def test_the_start_prints_the_issuer_and_the_clients_of_each_realm(start: Start) -> None:
    served = start()
    assert served.output[0] == f"realm demo  http://localhost:{served.port}/realms/demo"
    assert served.output[1] == "  clients: robot, web"
    assert served.output[-1] == f"mockauth is ready on http://localhost:{served.port}/"


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("options", "base"), [((), "http://127.0.0.1:{}"), (("--proxy-headers", "xforwarded"), "https://sso.example.org")]
)
def test_forwarded_headers_count_only_with_the_option(start: Start, options: tuple[str, ...], base: str) -> None:
    served = start(*options)
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "sso.example.org"}
    info = json.loads(ask(f"http://127.0.0.1:{served.port}{REALM}", None, **forwarded))
    assert info["token-service"] == f"{base.format(served.port)}{REALM}/protocol/openid-connect"


@pytest.mark.usefixtures("registry")
def test_the_next_start_has_the_same_keys(start: Start) -> None:
    first, second = (
        ask(f"http://127.0.0.1:{start('--keys', 'ring').port}{REALM}/protocol/openid-connect/certs") for _ in range(2)
    )
    assert first == second


def test_a_changed_registry_is_reloaded_unless_it_is_broken(start: Start, registry: Path) -> None:
    served = start()
    registry.write_text(f"{REGISTRY}\n[realms.demo.clients.third]\n", encoding="utf-8")
    assert served.line().endswith(" reloaded: realm demo: client third added")
    registry.write_text("[realms.demo", encoding="utf-8")
    assert " not reloaded: mockauth.toml: line 1: invalid TOML" in served.line()
    assert b"access_token" in ask(f"http://127.0.0.1:{served.port}{TOKEN}", FORM)


@pytest.mark.parametrize(
    "sent", [getattr(signal, it) for it in ("SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT") if hasattr(signal, it)]
)
def test_a_signal_stops_the_server_with_0(start: Start, in_folder: Path, sent: int) -> None:
    assert start().end(sent) == 0
    assert not (in_folder / "port").exists()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_during_the_start_stops_it_with_0(sent: int) -> None:
    script = (
        "import os, sys; from importlib.abc import MetaPathFinder\n"
        "class Ends(MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        f"        if name == 'mockauth.cli': os.kill(os.getpid(), {int(sent)})\n"
        "sys.meta_path.insert(0, Ends()); sys.argv = ['mockauth', 'serve', '--config', 'none.toml']\n"
        "from mockauth.__main__ import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=20, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_signal_stops_the_server_while_a_connection_is_open(start: Start) -> None:
    served = start()
    with socket.create_connection(("127.0.0.1", served.port)) as half_open:
        half_open.sendall(b"POST /realms/demo HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n")
        assert served.end(signal.SIGTERM) == 0


def test_the_port_of_an_earlier_server_is_removed_before_the_start(run: Run, in_folder: Path) -> None:
    (in_folder / "port").write_text("1234\n", encoding="ascii")
    assert run("serve", "--config", "none.toml", "--port-file", "port").code == 3
    assert not (in_folder / "port").exists()


def test_a_reader_that_does_not_read_does_not_stop_the_server(start: Start) -> None:
    served = start()
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=10)) as connection:
        # The lines do not fit into the pipe.
        for _ in range(300):
            connection.request("GET", f"/realms/{'x' * 500}")
            connection.getresponse().read()
    assert served.end(signal.SIGTERM) == 0


def test_the_last_lines_of_the_log_are_written_at_the_end(start: Start) -> None:
    served = start()
    ask(f"http://127.0.0.1:{served.port}{REALM}")
    assert served.end(signal.SIGTERM) == 0
    assert f" 200 GET {REALM} " in served.line()


def test_warnings_are_lines_of_the_log(start: Start) -> None:
    served = start()
    with socket.create_connection(("127.0.0.1", served.port)) as sock:
        sock.sendall(b"\x16\x03\x01")
    assert "TLS on the HTTP port" in served.line()


@pytest.mark.parametrize("command", [("serve",), ("keys", "list"), ("keys", "new", "demo")])
def test_an_empty_name_of_the_key_folder_is_2(run: Run, command: tuple[str, ...], in_folder: Path) -> None:
    done = run(*command, "--keys", "")
    assert done.code == 2
    assert "--keys is empty: name a folder, or :memory: to keep the keys in memory only" in done.err
    assert [*in_folder.iterdir()] == []


def test_a_port_in_use_is_one_line_and_3(fail: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = fail("serve", "--port", str(port), "--keys", ":memory:")
    assert done.code == 3
    assert done.err == f"port {port} on 127.0.0.1 is already in use: stop the other process or choose another --port\n"


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "256.1.1.1"])
def test_an_invalid_host_is_one_line_and_3(run: Run, host: str) -> None:
    done = run("serve", "--host", host, "--port", "0", "--keys", ":memory:")
    assert done.code == 3
    assert done.err.startswith(f"port 0 on {host} cannot be opened: ")
    assert done.err.count("\n") == 1


def test_an_unwritable_port_file_is_one_line_and_3(fail: Run) -> None:
    done = fail("serve", "--port", "0", "--keys", ":memory:", "--port-file", "none/port")
    assert (done.code, done.err) == (
        3,
        "none/port: cannot write the file: No such file or directory: make the folder first: mkdir -p none\n",
    )


def test_a_broken_registry_is_a_line_for_each_problem_and_3(run: Run, in_folder: Path) -> None:
    (in_folder / "mockauth.toml").write_text("[realms.a]\nb = 1\nc = 2", encoding="utf-8")
    done = run("serve", "--port", "0", "--keys", ":memory:")
    assert done.code == 3
    assert [line.partition(": unknown")[0] for line in done.err.splitlines()] == [
        "mockauth.toml: line 2: realms.a.b",
        "mockauth.toml: line 3: realms.a.c",
    ]


def test_keys_that_cannot_be_stored_are_one_line_and_3(run: Run, in_folder: Path) -> None:
    (in_folder / "keys").touch()
    done = run("serve", "--port", "0")
    assert done.code == 3
    assert "cannot write a key (Not a directory): choose a writable folder with --keys" in done.err


@pytest.mark.parametrize(
    "option",
    [
        ("--port", "65536"),
        ("--port", "x"),
        ("--log-format", "xml"),
        ("--hostname", "sso:8080"),
        ("--hostname", "a_b"),
        ("--hostname", "sso/auth"),
        ("--proxy-headers", "x"),
        ("--proxy-trusted-addresses", "10.0.0.0/33"),
        ("--proxy-trusted-addresses", "proxy.example.org"),
        ("--hostname", "http://sso/?a"),
        ("--hostname", "http://sso/#a"),
        ("--http-relative-path", "a b"),
    ],
)
def test_an_invalid_value_of_an_option_is_2(run: Run, option: tuple[str, str]) -> None:
    done = run("serve", *option)
    assert done.code == 2
    assert f"Invalid value for '{option[0]}'" in done.err


@pytest.mark.usefixtures("registry")
def test_the_curl_line_uses_the_server_and_not_the_issuer(start: Start) -> None:
    served = start("--hostname", "https://sso.example/auth/", "--http-relative-path", "/auth")
    assert f"realm demo  https://sso.example/auth{REALM}" in served.output
    token = token_by(curl_line(served), CLIENT_SECRET=SECRET)
    assert claims(token)["iss"] == f"https://sso.example/auth{REALM}"


@pytest.mark.usefixtures("registry")
def test_a_hostname_without_a_scheme_keeps_the_port(start: Start) -> None:
    served = start("--hostname", "sso.example.org", "--http-relative-path", "/auth")
    token = token_by(curl_line(served), CLIENT_SECRET=SECRET)
    assert f"realm demo  {claims(token)['iss']}" in served.output
    assert re.fullmatch(rf"http://sso\.example\.org:[0-9]+/auth{REALM}", claims(token)["iss"])


@pytest.mark.usefixtures("registry")
def test_a_hostname_with_another_path_prints_a_warning(start: Start) -> None:
    output = start("--hostname", "https://sso.example", "--http-relative-path", "/auth").output
    assert "the path of --hostname differs from --http-relative-path; this needs a proxy that rewrites paths" in output


def test_a_dynamic_back_channel_needs_a_hostname(run: Run) -> None:
    done = run("serve", "--hostname-backchannel-dynamic")
    assert done.code == 2
    assert "--hostname-backchannel-dynamic needs --hostname with the URL that browsers use" in done.err


def test_a_dynamic_back_channel_needs_a_url_as_hostname(run: Run) -> None:
    done = run("serve", "--hostname-backchannel-dynamic", "--hostname", "sso.example.org")
    assert "--hostname-backchannel-dynamic needs --hostname with the URL that browsers use" in done.err


def test_the_port_variable_that_kubernetes_sets_is_ignored(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOCKAUTH_PORT", "tcp://10.43.0.1:80")
    assert "none.toml: cannot be read" in run("serve", "--config", "none.toml").err


def test_python_m_mockauth_is_the_same_command(in_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mockauth", "--version"], capture_output=True, text=True, cwd=in_folder, check=True
    )
    assert done.stdout.startswith("mockauth ")


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need POSIX")
def test_the_port_is_not_written_through_a_symbolic_link(in_folder: Path) -> None:
    from mockauth.cli.port_file import write_port

    other = in_folder / "other"
    other.write_text("theirs", encoding="ascii")
    (in_folder / f"port.{os.getpid()}").symlink_to(other)
    write_port(in_folder / "port", 9191)
    assert (in_folder / "port").read_text(encoding="ascii") == "9191\n"
    assert other.read_text(encoding="ascii") == "theirs"


@pytest.mark.usefixtures("registry")
def test_health_and_metrics_can_be_on_a_port_of_their_own(start: Start) -> None:
    served = start("--health", "management", "--metrics", "management", "--management-port", "0")
    [line] = [line for line in served.output if line.startswith("management port: ")]
    url = line.partition(": ")[2]
    ask(f"http://localhost:{served.port}{TOKEN}", FORM)
    assert b'"UP"' in ask(f"{url}/health")
    assert b'client_id="robot",error="",grant_type="client_credentials",realm="demo"} 1.0' in ask(f"{url}/metrics")
    for wrong in (f"{url}{REALM}", f"http://localhost:{served.port}/health"):
        with pytest.raises(HTTPError, match="404"):
            ask(wrong)


@pytest.mark.usefixtures("registry")
def test_a_management_port_in_use_is_reported_with_its_option(fail: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        failed = fail(
            "serve", "--port", "0", "--keys", ":memory:", "--health", "management", "--management-port", str(port)
        )
    assert failed.code == 3
    assert (
        f"port {port} on 127.0.0.1 is already in use: stop the other process or choose another --management-port"
        in failed.err
    )
