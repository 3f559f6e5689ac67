"""The data files of the pages, read once each."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"


def read_json(name: str) -> Any:
    """Read one of the tables in `texts`."""
    return json.loads((HERE / "texts" / f"{name}.json").read_text(encoding="utf-8"))
