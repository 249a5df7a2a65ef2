"""Write the list of routes that `tests/architecture/test_access.py` compares with."""

import json
import tempfile
from pathlib import Path

from workflow.app import create_app
from workflow.settings import read_settings

TARGET = Path(__file__).resolve().parent.parent / "tests/architecture/routes.json"


def list_routes() -> list[str]:
    """Return every route as "GET/POST /path", whatever the settings of this machine are."""
    with tempfile.TemporaryDirectory() as instance:
        settings = read_settings({"BANGVANG_MODE": "test", "BANGVANG_INSTANCE": instance})
        rules = list(create_app(settings).url_map.iter_rules())
    return sorted(
        f"{'/'.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule}"
        for rule in rules
        if rule.endpoint != "static"
    )


def main() -> None:
    """Replace the list with the routes as they are."""
    TARGET.write_text(json.dumps(list_routes(), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
