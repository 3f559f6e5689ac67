"""Lists the operations of Keycloak's Admin REST API by the JAX-RS annotations in its sources, as a data file.

cd tests && python -m contract.record_operations FOLDER

FOLDER holds the unpacked sources of keycloak-services (Maven: org.keycloak:keycloak-services, classifier sources).
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from contract.record_facts import FACTS

_METHODS = ("GET", "POST", "PUT", "DELETE")
# A public method: its return type.
_METHOD = re.compile(r"\s*public (?:static |final )*(?:<[^>]+> )?([\w.]+)(?:<.*?>)?\s+\w+\s*\(")
_PATH = re.compile(r"@Path\(\"([^\"]*)\"\)")
_REGEX = re.compile(r"\{\s*(\w[\w-]*)\s*:[^}]*\}")
ROOT, BELOW = "AdminRoot", "/admin"
# Paths that belong to the admin console, or to extensions.
_LEFT_OUT = ("/console", "{any", "index.", "{extension}", "/admin/realms/{realm}/ui-ext")

# The classes of resources that are created dynamically, by the class and the path that create them.
_CLASSES = {
    ("AdminRoot", "serverinfo"): ["ServerInfoAdminResource"],
    ("PolicyService", "{type}"): ["PolicyTypeService", "PolicyResourceService"],
    ("PermissionService", "{type}"): ["PolicyTypeService", "PolicyResourceService"],
}


def operations(sources: Path) -> Iterator[str]:
    """Yield the operations as `METHOD /path`."""
    files = {file.stem: file for file in sources.rglob("*.java")}
    pending, seen = [(ROOT, BELOW)], set()
    while pending:
        name, prefix = pending.pop()
        if (name, prefix) in seen or name not in files:
            continue
        seen.add((name, prefix))
        text = re.sub(r"/\*.*?\*/", "", files[name].read_text(encoding="utf-8"), flags=re.DOTALL)
        for annotations, returned in _methods(text):
            found = _PATH.search(annotations)
            segment = _REGEX.sub(r"{\1}", found[1]).strip("/") if found else ""
            path = f"{prefix}/{segment}".rstrip("/")
            if any(part in path for part in _LEFT_OUT):
                continue
            method = next((it for it in _METHODS if re.search(rf"@{it}\b", annotations)), None)
            if method:
                yield f"{method} {path}"
            elif found:
                pending += [(it, path) for it in _CLASSES.get((name, segment), [returned])]
        if parent := re.search(rf"class {name}\b[^{{]* extends (\w+)", text):
            pending.append((parent[1], prefix))


def _methods(text: str) -> Iterator[tuple[str, str]]:
    """Yield the public methods of a class: the text of their annotations, and their return types."""
    annotations = ""
    for line in text.splitlines():
        if declared := _METHOD.match(line):
            yield annotations, declared[1]
        is_annotation = line.lstrip().startswith("@") or (annotations and not line.rstrip().endswith((";", "{", "}")))
        annotations = annotations + line if is_annotation else ""


def main() -> None:
    """Write the file."""
    found = sorted({*operations(Path(sys.argv[1]))} - {"GET /admin"}, key=lambda it: (it.split()[1], it))
    (FACTS / "admin_operations.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
