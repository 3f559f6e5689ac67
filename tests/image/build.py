"""Build the image without a container engine: a root file system with debootstrap, and an OCI layout.

The base is what Docker's `debian:bookworm-slim` is: Debian's minimal base without documentation. The steps of the
Dockerfile run in it with bubblewrap, which needs no daemon.
"""

import gzip
import hashlib
import json
import os
import platform
import shutil
import subprocess
import tarfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from image import dockerfile

CACHE = dockerfile.TOP / ".cache" / "image"
ROOT = CACHE / "root"
LAYOUT = CACHE / "oci"
_BASE = CACHE / "base"
_MIRROR = "http://deb.debian.org/debian"
# What Debian's slim images leave out.
_LEFT_OUT = [
    "usr/share/doc",
    "usr/share/man",
    "usr/share/locale",
    "usr/share/info",
    "usr/share/lintian",
    "var/cache/apt",
]
# Container engines mount files over these, which are empty in images.
_FROM_ENGINE = ["etc/resolv.conf", "etc/hosts", "etc/hostname"]
# Settings of this machine for the network, which the build uses and the image does not contain.
_NETWORK = ["/etc/resolv.conf", "/etc/hosts", "/etc/apt/apt.conf.d"]
_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
_CERTIFICATES_INSIDE = "/tmp/ca-certificates.crt"
_TOOLS = ["debootstrap", "bwrap"]
_OCI = "application/vnd.oci.image"
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# Layers are the same for the same content, whenever they are built.
_TIME = 1_767_182_400


class Unavailable(Exception):
    """The image cannot be built here; the message says why."""


def build() -> None:
    """Build the root file system and the OCI layout."""
    missing = [tool for tool in _TOOLS if not shutil.which(tool)]
    if missing:
        raise Unavailable(f"not installed: {', '.join(missing)} (for example: apt-get install {' '.join(missing)})")
    if os.geteuid():
        raise Unavailable("only root can build a root file system: sudo make image")
    _bootstrap()
    shutil.rmtree(ROOT, ignore_errors=True)
    subprocess.run(["cp", "-a", _BASE, ROOT], check=True)
    for step in dockerfile.steps():
        if step.instruction == "COPY":
            _copy(*step.words)
        elif step.instruction == "RUN":
            inside(["/bin/sh", "-c", step.text])
    for name in _LEFT_OUT:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    for name in _FROM_ENGINE:
        (ROOT / name).unlink(missing_ok=True)
        (ROOT / name).touch()
    _write_layout()


def size(file: Path) -> int:
    """Return the bytes of a file or of all files in a folder."""
    if not file.is_dir():
        return file.stat().st_size
    return sum(it.lstat().st_size for it in file.rglob("*") if it.is_file() and not it.is_symlink())


def inside(command: Sequence[str]) -> None:
    """Run a step of the build in the root file system, as root, with this machine's network."""
    binds = [word for name in _NETWORK if Path(name).exists() for word in ("--ro-bind", name, name)]
    created = [ROOT / name.lstrip("/") for name in _NETWORK if not (ROOT / name.lstrip("/")).exists()]
    system = ["--bind", str(ROOT), "/", "--dev", "/dev", "--proc", "/proc", "--perms", "1777", "--tmpfs", "/tmp"]
    if _CERTIFICATES.exists():
        binds += ["--ro-bind", str(_CERTIFICATES), _CERTIFICATES_INSIDE]
        binds += [
            word for name in ("PIP_CERT", "REQUESTS_CA_BUNDLE") for word in ("--setenv", name, _CERTIFICATES_INSIDE)
        ]
    done = subprocess.run(["bwrap", "--cap-add", "ALL", *system, *binds, "--die-with-parent", *command], check=False)
    if done.returncode:
        raise Unavailable(f"`{' '.join(command)}` failed with {done.returncode}")
    for place in created:
        # The places where the settings of this machine were.
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)


def _bootstrap() -> None:
    if (_BASE / "etc" / "debian_version").exists():
        return
    CACHE.mkdir(parents=True, exist_ok=True)
    suite = dockerfile.one("FROM").text.partition(":")[2].removesuffix("-slim")
    draft = _BASE.with_name("base.draft")
    shutil.rmtree(draft, ignore_errors=True)
    subprocess.run(["debootstrap", "--variant=minbase", suite, str(draft), _MIRROR], check=True)
    draft.rename(_BASE)


def _copy(*names: str) -> None:
    *sources, target = names
    for name in sources:
        source, place = dockerfile.TOP / name, ROOT / target.lstrip("/")
        place = place if not target.endswith("/") else place / source.name
        place.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, place)


def _write_layout() -> None:
    """Write the OCI image layout: one layer, its configuration, a manifest, and the index."""
    shutil.rmtree(LAYOUT, ignore_errors=True)
    blobs = LAYOUT / "blobs" / "sha256"
    blobs.mkdir(parents=True)
    plain, layer = CACHE / "layer.tar", CACHE / "layer.tar.gz"
    with tarfile.open(plain, "w", format=tarfile.PAX_FORMAT) as archive:
        for file in _files(ROOT):
            archive.add(file, file.relative_to(ROOT).as_posix(), recursive=False, filter=_normalized)
    with plain.open("rb") as tar, layer.open("wb") as packed, gzip.GzipFile("", "wb", 6, packed, _TIME) as out:
        shutil.copyfileobj(tar, out)
    diff_id = f"sha256:{_digest(plain)}"
    plain.unlink()
    machine = platform.machine()
    content = _blob(blobs, {
        "architecture": _ARCHITECTURES.get(machine, machine),
        "os": "linux",
        "config": dockerfile.config(),
        "rootfs": {"type": "layers", "diff_ids": [diff_id]},
    }, f"{_OCI}.config.v1+json")  # fmt: skip
    described = {"mediaType": f"{_OCI}.layer.v1.tar+gzip", "digest": f"sha256:{_digest(layer)}", "size": size(layer)}
    layer.rename(blobs / _digest(layer))
    manifest_type = f"{_OCI}.manifest.v1+json"
    manifest = _blob(
        blobs, {"schemaVersion": 2, "mediaType": manifest_type, "config": content, "layers": [described]}, manifest_type
    )
    tagged = {**manifest, "annotations": {"org.opencontainers.image.ref.name": "latest"}}
    (LAYOUT / "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [tagged]}), encoding="utf-8")
    (LAYOUT / "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}', encoding="utf-8")


def _files(folder: Path) -> Iterable[Path]:
    for file in sorted(folder.iterdir()):
        yield file
        if file.is_dir() and not file.is_symlink():
            yield from _files(file)


def _normalized(info: tarfile.TarInfo) -> tarfile.TarInfo | None:
    if info.ischr() or info.isblk() or info.isfifo():
        return None
    info.mtime = _TIME
    info.uname = info.gname = ""
    return info


def _blob(blobs: Path, document: object, media_type: str) -> dict[str, Any]:
    """Write a document, and return its descriptor."""
    content = json.dumps(document, separators=(",", ":")).encode()
    digest = hashlib.sha256(content).hexdigest()
    (blobs / digest).write_bytes(content)
    return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content)}


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
