"""Write the goldens of every shipped paper anew; say which changed, to be looked at one by one."""

from __future__ import annotations

from tools.golden_papers.drawing import all_names, all_samples, drawn
from tools.golden_papers.golden import GOLDENS, golden_of, path_of


def main() -> None:
    """Draw all papers in one run of LibreOffice; remove goldens no template is left for."""
    changed = 0
    for name, paper in drawn(all_samples()).items():
        path, told = path_of(name), golden_of(paper)
        before = path.read_text("utf-8") if path.exists() else None
        if before != told:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(told, encoding="utf-8")
            print("new    " if before is None else "changed", name)
            changed += 1
    kept = {path_of(name) for name in all_names()}
    for path in sorted(GOLDENS.rglob("*.txt")):
        if path not in kept:
            path.unlink()
            print("removed", path.relative_to(GOLDENS).with_suffix(""))
            changed += 1
    print(f"{changed} changed, {len(kept)} in all")


if __name__ == "__main__":
    main()
