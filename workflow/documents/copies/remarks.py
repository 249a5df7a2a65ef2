"""What has changed of a paper since it went out, for its copies to say.

The domain a paper belongs to tells it: what a line is, documents do not know.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from workflow.documents.models import Paper


@dataclass(frozen=True)
class Remarks:
    """By the printed number of a line; `letters` correct the paper, `of_words` its own words."""

    taken_back: Collection[int] = ()
    corrected: Mapping[int, str] = field(default_factory=dict)
    letters: Collection[str] = ()
    of_words: Collection[str] = ()


Teller = Callable[[Paper], Remarks]
_tellers: dict[str, Teller] = {}


def register_remarks(owner_kind: str, teller: Teller) -> None:
    """Let a domain tell what has changed of its papers. Saying it twice changes nothing."""
    _tellers[owner_kind] = teller


def remarks_of(paper: Paper) -> Remarks:
    teller = _tellers.get(paper.owner_kind or "")
    return teller(paper) if teller else Remarks()


def void_in(remarks: Remarks, lines: Collection[int] | None) -> str:
    """Return which of the lines no longer hold; None stands for the whole paper."""
    gone = sorted(n for n in remarks.taken_back if lines is None or n in lines)
    told = ", ".join(f"{n:02d}" for n in gone)
    return f"Khen thưởng ở dòng {told} của danh sách đã bị hủy bỏ." if told else ""


def corrected_in(remarks: Remarks, lines: Collection[int] | None) -> str:
    """Return what letters made of the lines, or of the whole paper which letters there are."""
    if lines is None:
        letters = "; ".join(remarks.letters)
        return f"Văn bản này được đính chính tại Công văn {letters}." if letters else ""
    said = [f"Dòng {n:02d}: {remarks.corrected[n]}." for n in sorted(lines)
            if n in remarks.corrected]  # fmt: skip
    if remarks.of_words:
        said.append(f"Phần lời được đính chính tại Công văn {'; '.join(remarks.of_words)}.")
    return " ".join(said)
