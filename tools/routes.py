"""Write the list of routes that `tests/architecture/test_access.py` compares with."""

import json
from pathlib import Path

from workflow.app import create_app

TARGET = Path(__file__).resolve().parent.parent / "tests/architecture/routes.json"


def main() -> None:
    rules = [rule for rule in create_app().url_map.iter_rules() if rule.endpoint != "static"]
    lines = sorted(
        f"{'/'.join(sorted((rule.methods or set()) - {'HEAD', 'OPTIONS'}))} {rule.rule}"
        for rule in rules
    )
    TARGET.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
