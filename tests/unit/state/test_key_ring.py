"""The key ring: keys are generated once, stored, and rotated; unreadable keys are refused in one line."""

import base64
import json
import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mockauth.realms.files import load_text
from mockauth.realms.keys import Key
from mockauth.realms.keys.generation import generate
from mockauth.realms.keys.providers import KeySpec
from mockauth.realms.model import Realm
from mockauth.realms.problems import ConfigError
from mockauth.realms.representation import parse
from mockauth.state.key_folder import KeyFolder
from mockauth.state.key_ring import KeyRing

REALM = load_text("[realms.demo]", "demo.toml", {}).realms["demo"]
Stored = Callable[..., KeyRing]


@pytest.fixture(scope="module")
def pem() -> tuple[bytes, bytes]:
    """A private key and its certificate, both in PEM format."""
    key, begin, certificate = generate("demo", KeySpec.for_algorithm("RS256")).partition(b"-----BEGIN CERTIFICATE-----")
    return key, begin + certificate


@pytest.fixture
def stored(tmp_path: Path, pem: tuple[bytes, bytes]) -> Stored:
    """Open a ring whose folder contains this signing key and a valid encryption key."""

    def open_ring(content: bytes, mode: int = 0o600) -> KeyRing:
        (tmp_path / "demo").mkdir()
        for name, inside in (("RS256-1.pem", content), ("RSA-OAEP-1.pem", b"".join(pem))):
            file = tmp_path / "demo" / name
            file.write_bytes(inside)
            file.chmod(mode)
        return KeyRing(tmp_path)

    return open_ring


@pytest.fixture
def export(pem: tuple[bytes, bytes]) -> Callable[..., Realm]:
    """Return a realm whose file contains the key."""

    def realm(**config: str) -> Realm:
        own = der(pem[0])
        key = {"privateKey": [own], "certificate": [der(pem[1])], "priority": ["100"]}
        provider: dict[str, Any] = {"name": "rsa", "providerId": "rsa", "config": key}
        provider["config"] |= {name: [value] for name, value in config.items()}
        return parse({"realm": "demo", "components": {"org.keycloak.keys.KeyProvider": [provider]}}, "realm.json")

    return realm


def der(pem: bytes) -> str:
    return "".join(line for line in pem.decode().splitlines() if not line.startswith("-"))


def refusal(ring: KeyRing, realm: Realm = REALM) -> str:
    with pytest.raises(ConfigError) as refused:
        ring.keys(realm)
    return str(refused.value)


def kids(ring: KeyRing) -> list[str]:
    return [key.kid for key in ring.keys(REALM).keys]


def test_a_realm_gets_a_signing_key_and_an_encryption_key(tmp_path: Path) -> None:
    found = KeyRing(tmp_path).keys(REALM).keys
    assert [(key.algorithm, key.use) for key in found] == [("RS256", "sig"), ("RSA-OAEP", "enc")]


def test_keys_are_the_same_after_a_restart(tmp_path: Path) -> None:
    assert kids(KeyRing(tmp_path)) == kids(KeyRing(tmp_path))


def test_a_ring_in_memory_keeps_its_keys_when_the_realm_changes() -> None:
    ring = KeyRing()
    changed = load_text("[realms.demo]\nnot_before = 1", "demo.toml", {}).realms["demo"]
    assert ring.keys(REALM).keys == ring.keys(changed).keys


@pytest.mark.skipif(os.name != "posix", reason="file modes exist only on POSIX")
def test_key_files_are_readable_only_by_their_owner(tmp_path: Path) -> None:
    KeyRing(tmp_path).keys(REALM)
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "demo").iterdir()} == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="the size of files can be limited only on POSIX")
def test_a_key_that_cannot_be_written_in_full_leaves_no_file(tmp_path: Path) -> None:
    import resource

    (tmp_path / "notes.txt").touch()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        assert "cannot write a key (File too large)" in refusal(KeyRing(tmp_path))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [*(tmp_path / "demo").iterdir()] == []


def test_a_folder_with_files_of_the_user_gets_no_gitignore(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    KeyRing(tmp_path).keys(REALM)
    assert {file.name for file in tmp_path.iterdir()} == {"notes.txt", "demo"}


def test_the_folder_has_a_readme_and_a_gitignore(tmp_path: Path) -> None:
    KeyRing(tmp_path / "keys").keys(REALM)
    assert {file.name for file in (tmp_path / "keys").iterdir()} == {"README.md", ".gitignore", "demo"}
    assert (tmp_path / "keys" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_no_temporary_files_are_left_behind(tmp_path: Path) -> None:
    KeyRing(tmp_path).keys(REALM)
    assert {file.name for file in (tmp_path / "demo").iterdir()} == {"RS256-1.pem", "RSA-OAEP-1.pem"}


def test_rings_that_start_at_the_same_time_use_the_same_keys(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(lambda _: kids(KeyRing(tmp_path)), range(8))]
    assert all(each == found[0] for each in found)


def test_threads_that_share_a_ring_get_the_same_keys() -> None:
    ring = KeyRing()
    with ThreadPoolExecutor(8) as pool:
        found = [*pool.map(lambda _: kids(ring), range(8))]
    assert all(each == found[0] for each in found)


def test_a_new_key_signs_and_the_old_one_is_still_published(tmp_path: Path) -> None:
    old = KeyRing(tmp_path).keys(REALM)
    KeyFolder(tmp_path).add("demo", KeySpec.for_algorithm("RS256"))
    new = KeyRing(tmp_path).keys(REALM)
    before, after = old.active("RS256"), new.active("RS256")
    assert before
    assert after
    assert after.kid != before.kid
    assert before.kid in [key["kid"] for key in new.jwks["keys"]]


def test_keys_are_sorted_by_number(tmp_path: Path, stored: Stored, pem: tuple[bytes, bytes]) -> None:
    stored(b"".join(pem))
    for number in (9, 10):
        (tmp_path / "demo" / f"RS256-{number}.pem").touch()
    assert [file.name for file in KeyFolder(tmp_path).files("demo", "RS256")] == [
        "RS256-10.pem",
        "RS256-9.pem",
        "RS256-1.pem",
    ]


def test_other_files_in_the_folder_are_ignored(tmp_path: Path, stored: Stored, pem: tuple[bytes, bytes]) -> None:
    ring = stored(b"".join(pem))
    for name in ("notes.pem", "RS256-x.pem", "XX256-1.pem"):
        (tmp_path / "demo" / name).touch()
    assert len(kids(ring)) == 2


def test_a_realm_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    assert KeyFolder(tmp_path).add("../out", KeySpec.for_algorithm("RS256")).parent.parent == tmp_path


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", b"\xff\xfe"],
    ids=["empty", "text", "not a key", "bytes"],
)
def test_a_broken_key_is_refused_in_one_line(tmp_path: Path, stored: Stored, content: bytes) -> None:
    file = tmp_path / "demo" / "RS256-1.pem"
    assert (
        refusal(stored(content))
        == f"{file}: not a readable private key: delete the file, and mockauth generates a new key"
    )


def test_a_key_that_is_not_rsa_is_refused(stored: Stored) -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    written = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert "not a readable private key" in refusal(stored(written))


def test_a_broken_certificate_is_refused(stored: Stored, pem: tuple[bytes, bytes]) -> None:
    broken = b"-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n"
    assert "not a readable private key" in refusal(stored(pem[0] + broken))


@pytest.mark.skipif(os.name != "posix", reason="file modes exist only on POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_can_read_is_refused(stored: Stored, pem: tuple[bytes, bytes], mode: int) -> None:
    message = refusal(stored(b"".join(pem), mode))
    assert f"RS256-1.pem: other users can read this key (mode {mode:04o}): chmod 600 " in message


@pytest.mark.skipif(os.name != "posix", reason="file modes exist only on POSIX")
def test_the_suggested_chmod_command_works(tmp_path: Path) -> None:
    folder = tmp_path / "my keys"
    KeyRing(folder).keys(REALM)
    for file in (folder / "demo").iterdir():
        file.chmod(0o644)
    subprocess.run(["sh", "-c", refusal(KeyRing(folder)).rpartition(": ")[2]], check=True)
    assert len(kids(KeyRing(folder))) == 2


def test_keys_are_stored_on_file_systems_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_paths: Path) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refused)
    first, second = kids(KeyRing(tmp_path)), kids(KeyRing(tmp_path))
    assert first == second
    assert {file.name for file in (tmp_path / "demo").iterdir()} == {"RS256-1.pem", "RSA-OAEP-1.pem"}


def test_listing_keys_generates_none(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    assert (ring.existing(REALM), ring.missing(REALM)) == ([], ["RS256", "RSA-OAEP"])
    assert [*tmp_path.iterdir()] == []


def test_listing_keys_finds_the_stored_ones(tmp_path: Path) -> None:
    made = kids(KeyRing(tmp_path))
    ring = KeyRing(tmp_path)
    assert ([key.kid for key in ring.existing(REALM)], ring.missing(REALM)) == (made, [])


def test_a_realm_with_its_own_key_has_no_missing_keys(tmp_path: Path, export: Callable[..., Realm]) -> None:
    ring = KeyRing(tmp_path)
    assert [key.algorithm for key in ring.existing(export())] == ["RS256"]
    assert ring.missing(export()) == []


def test_a_folder_that_cannot_be_created_is_refused_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    message = refusal(KeyRing(tmp_path / "file" / "keys"))
    assert "cannot write a key (Not a directory): choose a writable folder with --keys DIR" in message


def test_an_error_contains_no_key_material(stored: Stored, pem: tuple[bytes, bytes]) -> None:
    assert der(pem[0])[:40] not in refusal(stored(pem[0][:-200]))


# Keys in realm files.


def test_a_key_in_a_realm_file_signs(tmp_path: Path, export: Callable[..., Realm], pem: tuple[bytes, bytes]) -> None:
    key = KeyRing(tmp_path).keys(export()).active("RS256")
    assert isinstance(key, Key)
    assert key.certificate == der(pem[1])


def test_no_key_is_generated_if_the_realm_file_has_one(tmp_path: Path, export: Callable[..., Realm]) -> None:
    KeyRing(tmp_path).keys(export())
    assert not [*tmp_path.iterdir()]


def test_the_kid_of_a_token_names_the_key_that_verifies_it(ring: KeyRing, export: Callable[..., Realm]) -> None:
    keys = ring.keys(export())
    key = keys.active("RS256")
    assert key
    token = key.sign(b'{"sub":"a"}')
    [published] = [jwk for jwk in keys.jwks["keys"] if jwk["kid"] == jwt.get_unverified_header(token)["kid"]]
    assert jwt.decode(token, jwt.PyJWK(published)) == {"sub": "a"}


def test_a_disabled_key_is_not_published(ring: KeyRing, export: Callable[..., Realm]) -> None:
    assert not ring.keys(export(enabled="false")).keys


def test_a_passive_key_of_a_realm_file_is_published_and_another_signs(
    ring: KeyRing, export: Callable[..., Realm], pem: tuple[bytes, bytes]
) -> None:
    realm = export(active="false")
    active = ring.signing_key(realm, "RS256")
    keys = ring.keys(realm)
    assert keys.keys[0].certificate == der(pem[1])
    assert active
    assert active is not keys.keys[0]


@pytest.mark.parametrize("broken", ["x", "AAAA", "größe", base64.b64encode(b"\x30" * 50).decode()])
def test_a_broken_key_in_a_realm_file_is_refused_with_its_place(export: Callable[..., Realm], broken: str) -> None:
    message = refusal(KeyRing(), export(privateKey=broken))
    assert message.startswith("realm demo: components: rsa: privateKey: not a readable private key")


def test_a_broken_certificate_in_a_realm_file_is_refused(export: Callable[..., Realm]) -> None:
    assert "components: rsa" in refusal(KeyRing(), export(certificate="A"))


def test_an_encryption_key_never_signs(ring: KeyRing) -> None:
    assert ring.keys(REALM).active("RSA-OAEP") is None


def test_a_key_set_can_be_serialised_as_json(ring: KeyRing) -> None:
    jwks = ring.keys(REALM).jwks
    assert json.loads(json.dumps(jwks)) == jwks
