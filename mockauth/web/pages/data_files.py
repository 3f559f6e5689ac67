"""Read the data files of the pages."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"


def read_json(name: str) -> Any:
    """Read a JSON file in `texts` by its name."""
    return json.loads((HERE / "texts" / f"{name}.json").read_text(encoding="utf-8"))
