"""What was said of a row when it was handed in, and how the data differ since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workflow.awards.eligibility.facts import Source
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.eligibility.wording import Line, grade_name
from workflow.core.i18n import _, on_paper
from workflow.proposals.eligibility.assessing import Assessment, assess_now
from workflow.proposals.eligibility.overrides import Override, override_of
from workflow.proposals.models import Nomination, Proposal
from workflow.recipients.states import Grade

KEY = "eligibility"
_STANDS = ("depth", "heads", "spare")  # where a line stands among the others


@dataclass(frozen=True)
class Kept:
    """The frozen answer as the pages show it, in the words it was given in."""

    verdict: Verdict
    heading: str
    lines: tuple[Line, ...]
    note: str
    legal_basis: str
    override: Override | None = None

    @property
    def asks_for_eyes(self) -> bool:
        """Whether whoever decides should look: not eligible, or somebody insisted."""
        return self.verdict is Verdict.NOT_ELIGIBLE or self.override is not None


def to_keep(answers: Mapping[int, Assessment]) -> dict[int, dict[str, Any]]:
    """Return what is frozen of each row; on paper words, whoever hands in."""
    with on_paper():
        return {key: _plain(one) for key, one in answers.items()}


def _plain(one: Assessment) -> dict[str, Any]:
    version = one.version
    kept: dict[str, Any] = {
        "version": version.id if version else None,
        "rule": version.prerequisite if version else "",
        "legal_basis": one.legal_basis, "verdict": one.verdict.value, "heading": one.heading,
        "lines": [_plain_line(line) for line in one.lines],
        "note": one.note,
    }  # fmt: skip
    if one.override is not None:
        kept["override"] = {**(one.row.override or {}), "void": one.override.void}
    return kept


def _plain_line(line: Line) -> dict[str, Any]:
    """The data it was judged by goes along where the words do not tell it already."""
    used = [text for source in line.sources if (text := _used(source)) not in line.detail]
    plain = {"verdict": line.verdict.value, "title": line.title, "detail": line.detail}
    stands = {key: value for key in _STANDS if (value := getattr(line, key))}
    return plain | ({"used": used} if used else {}) | stands


def _used(source: Source) -> str:
    if source.value in set(Grade) and source.text:
        return f"{source.text}, {grade_name(Grade(source.value)).lower()}"
    return source.text


def kept_of(row: Nomination) -> Kept | None:
    """Return what was frozen; None for a draft, and for what was handed in before this was kept."""
    return kept_from((row.frozen or {}).get(KEY))


def kept_from(frozen: dict[str, Any] | None) -> Kept | None:
    """Return what was frozen anywhere, as the pages show it."""
    if frozen is None:
        return None
    told = tuple(_line(line) for line in frozen["lines"])
    return Kept(
        Verdict(frozen["verdict"]), frozen["heading"], told, frozen["note"],
        frozen["legal_basis"], override_of(frozen.get("override")),
    )  # fmt: skip


def _line(plain: dict[str, Any]) -> Line:
    """Of what is met the detail is the data itself; else it says what lacks."""
    verdict, used = Verdict(plain["verdict"]), plain.get("used", [])
    stands = {key: plain[key] for key in _STANDS if key in plain}
    if used and verdict is Verdict.ELIGIBLE:
        return Line(verdict, plain["title"], "; ".join(used), **stands)
    told = tuple(Source(text) for text in used)
    return Line(verdict, plain["title"], plain["detail"], told, **stands)


def kept_now(answers: Mapping[int, Assessment]) -> dict[int, Kept]:
    """Return what is said now, as it would be frozen."""
    return {key: kept for key, plain in to_keep(answers).items() if (kept := kept_from(plain))}


def is_same(one: Kept, other: Kept) -> bool:
    return (one.verdict, _conditions(one)) == (other.verdict, _conditions(other))


def _conditions(kept: Kept) -> list[Line]:
    """Return what was judged; where it stands under which heading says nothing of the data."""
    return [
        replace(line, depth=0, spare=False) for line in kept.lines if not line.heads
    ]  # fmt: skip


def in_words(one: Kept, beside: Kept) -> str:
    """Say `one` by what tells it from `beside`: its verdict, and its own lines."""
    others = _conditions(beside)
    own = [line for line in _conditions(one) if line not in others]
    said = "; ".join(f"{line.title}: {_shown(line)}" for line in own)
    name = verdict_name(one.verdict)
    return f"{name} ({said})" if said else name


def _shown(line: Line) -> str:
    detail = _with_used(line.detail or verdict_word(line.verdict), line)
    return detail[:1].lower() + detail[1:] if detail[1:2].islower() else detail


def differences(
    proposal: Proposal, rows: Sequence[Nomination], answers: Mapping[int, Assessment] | None = None
) -> dict[int, str]:
    """Return, by row, what the data say now where that is not what was frozen."""
    kept = {row.id: (row.frozen or {}).get(KEY) for row in rows}
    if not any(kept.values()):
        return {}
    now = to_keep(assess_now(proposal, rows) if answers is None else answers)
    return {
        key: _difference(frozen, now[key]) for key, frozen in kept.items()
        if frozen is not None and _told(frozen) != _told(now[key])
    }  # fmt: skip


def _with_used(detail: str, line: Line) -> str:
    used = "; ".join(source.text for source in line.sources if source.text)
    return f"{detail} [{used}]" if used else detail


def _told(frozen: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    return frozen["verdict"], _judged(frozen)


def _judged(frozen: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the conditions without their headings, as they were kept before there were any."""
    return [
        {key: value for key, value in line.items() if key not in _STANDS}
        for line in frozen["lines"] if not line.get("heads")
    ]  # fmt: skip


def _difference(frozen: dict[str, Any], now: dict[str, Any]) -> str:
    """Name the lines that changed; only the verdict where no line did."""
    before = {line["title"]: line for line in _judged(frozen)}
    after = {line["title"]: line for line in _judged(now)}
    changed = [line for title, line in after.items() if before.get(title) != line]
    gone = [title for title in before if title not in after]
    parts = [_changed(line) for line in changed]
    parts += [_("%(title)s: không còn", title=title) for title in gone]
    return "; ".join(parts) or now["heading"]


def _changed(plain: dict[str, Any]) -> str:
    line = _line(plain)
    said = line.detail or verdict_word(line.verdict)
    return f"{line.title}: {_with_used(said, line)}"


def verdict_name(verdict: Verdict) -> str:
    return {
        Verdict.ELIGIBLE: _("đủ điều kiện"), Verdict.NOT_ELIGIBLE: _("chưa đủ điều kiện"),
        Verdict.REVIEW: _("cần xem xét"), Verdict.UNKNOWN: _("chưa kiểm tra được"),
    }[verdict]  # fmt: skip


def verdict_word(verdict: Verdict) -> str:
    return {
        Verdict.ELIGIBLE: _("đáp ứng"), Verdict.NOT_ELIGIBLE: _("không đáp ứng"),
        Verdict.REVIEW: _("cần xem xét"), Verdict.UNKNOWN: _("chưa kiểm tra được"),
    }[verdict]  # fmt: skip
