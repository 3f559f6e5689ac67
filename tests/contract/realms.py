"""The realm files of the contract tests, which both Keycloak and mockauth read.

The project's own files are in tests/realms. Files of other projects come from the folder `MOCKAUTH_REALMS`, and their
client secrets are never written to a transcript.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from contract import (
    brute_force_realms,
    certificates,
    changing_realms,
    edge_case_realms,
    encryption_realm,
    listener,
    mapper_matrix,
    organizations,
    otp_realms,
    profile_realms,
    registration_realms,
    sequence_realm,
    signing_realms,
)
from contract.external_realms import SIVALABS, external_files
from contract.key_providers import KEY_USES, PREGENERATED_SUFFIX, PROVIDERS, key_provider, with_pregenerated_keys
from contract.keycloak import PROCESS_FOLDER, make_folder, write_atomically
from contract.keypairs import fill_in_keys
from contract.listener import usual_port

OWN = Path(__file__).parents[1] / "realms"
# Realms in the form of exports of several versions, and realms that each test one family of facts.
SHAPES = sorted((OWN / "shapes").glob("*.json"))
FACTS = OWN / "facts.json"

Rep = dict[str, Any]


@dataclass(frozen=True)
class Prepared:
    """Realm files that either server can import."""

    files: Sequence[Path]

    @cached_property
    def realms(self) -> Mapping[str, Rep]:
        """The realms of the files, by name."""
        found = [json.loads(file.read_text(encoding="utf-8-sig")) for file in self.files]
        return {rep["realm"]: rep for reps in found for rep in (reps if isinstance(reps, list) else [reps])}

    @cached_property
    def secrets(self) -> Mapping[str, str]:
        """The values of `SECRET_OF_<client id>` in a request: client secrets of the external realm."""
        clients = self.realms.get("sivalabs", {}).get("clients", [])
        return {f"SECRET_OF_{client['clientId']}": client["secret"] for client in clients if client.get("secret")}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The placeholders that a transcript writes for the ids of users and realms in the files."""
        found = {}
        for name, rep in self.realms.items():
            found[rep.get("id", "")] = f"<id of realm {name}>"
            for user in rep.get("users", []):
                found[user.get("id", "")] = f"<id of {user.get('username')}>"
        found.pop("", None)
        return found

    @cached_property
    def key_material(self) -> Mapping[str, str]:
        """The placeholders that a transcript writes for the certificates in the files."""
        return {
            config["certificate"][0]: f"<certificate of {name}: {provider['providerId']}>"
            for name, rep in self.realms.items()
            for provider in rep.get("components", {}).get(PROVIDERS, [])
            if "certificate" in (config := provider["config"])
            and not provider.get("name", "").endswith(PREGENERATED_SUFFIX)
        }


@cache
def prepared(address: str = "", own_folder: Path | None = None, *, live: bool = False) -> Prepared:
    """Return the realm files, with the keys that they need.

    For a `live` Keycloak, realms without keys get pre-generated ones.

    Notifications to clients go to a listener at `address`. Files for an address other than the usual one are written to
    `own_folder`.
    """
    folder = make_folder(PROCESS_FOLDER / "realms")
    told_at = address or f"127.0.0.1:{usual_port()}"
    own = (
        "corners",
        "logins",
        "desk",
        "exchange",
        "switched-off",
        "devices",
        "matrices",
        "accounts",
        "brokers",
        "administered",
    )
    files = [with_keys(OWN / "workshop.json", folder), *(OWN / f"{name}.json" for name in own)]
    with_names = [OWN / "signatures.json", OWN / "assertions.json", FACTS, *SHAPES]
    files += [with_keypairs(file, folder) for file in with_names]
    files += [write_json(folder / f"{name}.json", mapper_matrix.realm(name)) for name in mapper_matrix.CASES]
    files.append(write_json(folder / f"{certificates.REALM}.json", certificates.realm()))
    sealed = write_json(folder / f"{encryption_realm.REALM}.json", encryption_realm.realm())
    files.append(listener.fill_in_address(sealed, own_folder or folder, told_at))
    made_here = (
        *organizations.realms(),
        *signing_realms.realms(),
        *otp_realms.realms(),
        *edge_case_realms.realms(),
        changing_realms.realm(),
        sequence_realm.realm(),
        sequence_realm.realm(sequence_realm.WRITTEN),
        sequence_realm.rotating_realm(),
        sequence_realm.realm_with_actions(),
        *brute_force_realms.realms(),
        *profile_realms.realms(),
        *registration_realms.realms(),
    )
    files += [write_json(folder / f"{rep['realm']}.json", rep) for rep in made_here]
    files.append(listener.fill_in_address(OWN / "leaving.json", own_folder or folder, told_at))
    files.append(listener.fill_in_address(with_keypairs(OWN / "requests.json", folder), own_folder or folder, told_at))
    if (OWN / "workshop.toml").exists():
        files.append(as_json(OWN / "workshop.toml", folder))
    return Prepared([*(with_pregenerated_keys(files) if live else files), *external_files()])


def sivalabs_file() -> Path | None:
    """Return the tutorial's realm export, or None if it is not in the folder MOCKAUTH_REALMS."""
    return next((file for file in external_files() if file.name == SIVALABS), None)


def with_keys(file: Path, folder: Path) -> Path:
    """Write the export with keys, which are generated once and kept in a folder that git ignores."""
    rep = json.loads(file.read_text(encoding="utf-8"))
    keys = folder / "keys.json"
    if not keys.exists():
        keys.write_text(json.dumps([key_provider(rep["realm"], kind) for kind in KEY_USES]), encoding="utf-8")
    rep["components"]["org.keycloak.keys.KeyProvider"] = json.loads(keys.read_text(encoding="utf-8"))
    return write_json(folder / file.name, rep)


def with_keypairs(file: Path, folder: Path) -> Path:
    """Write the realms with the keys that they name (see `keypairs`)."""
    rep = json.loads(fill_in_keys(file.read_text(encoding="utf-8")))
    return write_json(folder / file.name, rep)


def as_json(file: Path, folder: Path) -> Path:
    """Write the registry as realm JSON that Keycloak can import."""
    from mockauth.realms import files

    loaded = files.load([file])
    return write_json(folder / f"{file.stem}-of-toml.json", *loaded.representations.values())


def write_json(file: Path, *realms: Any) -> Path:
    """Write realms as JSON."""
    return write_atomically(file, json.dumps(realms if len(realms) > 1 else realms[0], ensure_ascii=False))
