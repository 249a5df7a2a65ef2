"""Which award a cell means: by its code, its name, or the ways offices shorten it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from workflow.awards.importing.headers import plain
from workflow.awards.models import Award, AwardVersion, Ground
from workflow.awards.queries import fits, line_of
from workflow.awards.states import Scope
from workflow.core.actors import Actor
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.recipients.models import RecipientKind
from workflow.recipients.queries import tree_of
from workflow.recipients.states import Grade

_STEM = re.compile(r"_(cn|tt|hgd)$")
_WAYS = [
    (re.compile(pattern), stem)
    for pattern, stem in (
        (r"(danh hieu )?(lao dong tien tien|ldtt|ld tien tien)", "ldtt"),
        (r"(danh hieu )?(chien si thi dua|cstd) (cap )?(co so|cs)|cstdcs|cstd", "cstdcs"),
        (r"(danh hieu )?(chien si thi dua|cstd) (cap )?(bo|tinh|nganh|thanh pho)( .*)?", "cstdbt"),
        (r"(danh hieu )?(chien si thi dua|cstd) (toan quoc|tq)", "cstdtq"),
        (r"(tap the lao dong|ttld|tt ld) (tien tien|tt)|ttldtt", "ttldtt"),
        (r"(tap the lao dong|ttld|tt ld) (xuat sac|xs)|ttldxs", "ttldxs"),
        (r"(bang khen|bk) (cua )?(thu tuong.*|ttg.*|ttcp)", "bkttg"),
        (
            r"(bang khen|bk) (cua )?(chu tich )?(ubnd|uy ban nhan dan) (tinh|thanh pho|tp)( .*)?",
            "bkbt",
        ),
        (r"(bang khen|bk) (cua )?(bo|bo truong|tinh)( .*)?", "bkbt"),
        (r"co thi dua (cua )?chinh phu", "cocp"),
        (r"co thi dua (cua )?(bo|ubnd|uy ban nhan dan|tinh|nganh)( .*)?", "cobt"),
        (r"(giay khen|gk)( cua)?( .*)?", "gk"),
        (r"(huan chuong lao dong|hcld) hang (ba|iii|3)", "hcld3"),
        (r"(huan chuong lao dong|hcld) hang (nhi|ii|2)", "hcld2"),
        (r"(huan chuong lao dong|hcld) hang (nhat|i|1)", "hcld1"),
    )
]
_GRADES = {
    plain(words): grade
    for grade, listed in (
        (Grade.EXCELLENT, "HTXSNV|hoàn thành xuất sắc nhiệm vụ|hoàn thành xuất sắc|xuất sắc|HTXS"),
        (Grade.WELL, "HTTNV|hoàn thành tốt nhiệm vụ|hoàn thành tốt|tốt|HTT"),
        (Grade.DONE, "HTNV|hoàn thành nhiệm vụ|hoàn thành|HT"),
        (Grade.NOT_DONE, "KHTNV|không hoàn thành nhiệm vụ|không hoàn thành|KHT"),
    )
    for words in listed.split("|")
}
_SCOPES = [
    (re.compile(r"(cap )?(toan quoc|nha nuoc|quoc gia)"), Scope.NATIONAL),
    (re.compile(r"(cap )?(bo|tinh|nganh|thanh pho|bo nganh|bo ban nganh)( .*)?"),
     Scope.MINISTRY_PROVINCE),
    (re.compile(r"(cap )?(co so|don vi)( .*)?"), Scope.GRASSROOTS),
]  # fmt: skip


_GROUNDS = [
    (Ground.MERIT, re.compile(r"\b(cong trang|thuong xuyen)\b")),
    (Ground.SUDDEN, re.compile(r"\bdot xuat\b")),
    (Ground.MOVEMENT, re.compile(r"\b(phong trao|chuyen de)\b")),
    (Ground.DEVOTION, re.compile(r"\bcong hien\b")),
    (Ground.TENURE, re.compile(r"\bnien han\b")),
    (Ground.EXTERNAL, re.compile(r"\bdoi ngoai\b")),
]  # fmt: skip


def read_grade(text: str) -> Grade | None:
    """Return the yearly grade the text tells, or None."""
    return _GRADES.get(plain(text))


def read_ground(text: str) -> Ground | None:
    """Return on which ground of the law an award was given, or None."""
    words = plain(text)
    return next((ground for ground, known in _GROUNDS if known.search(words)), None)


def read_scope(text: str) -> Scope | None:
    """Return how far an initiative is recognised to work, or None."""
    words = plain(text)
    return next((scope for pattern, scope in _SCOPES if pattern.fullmatch(words)), None)


@dataclass(frozen=True)
class Meant:
    """The award a cell means, or why it cannot be told."""

    award_id: int | None = None
    sentence: str = ""


class AwardNames:
    """The catalogue as cells may name it."""

    def __init__(self, versions: Iterable[AwardVersion]) -> None:
        self._by_words: dict[str, list[AwardVersion]] = defaultdict(list)
        self._by_stem: dict[str, list[AwardVersion]] = defaultdict(list)
        self._found: dict[tuple[str, int, RecipientKind], Meant] = {}
        for one in versions:
            code = fold(one.award.code)
            self._by_stem[_STEM.sub("", code)].append(one)
            for words in {plain(code), plain(_STEM.sub("", code)), plain(one.name)}:
                self._by_words[words].append(one)

    def find(self, text: str, year: int, kind: RecipientKind) -> Meant:
        """Return the award meant by the text for the year and the kind of who holds it."""
        key = (text, year, kind)
        if key not in self._found:
            self._found[key] = self._find(text, year, kind)
        return self._found[key]

    def _find(self, text: str, year: int, kind: RecipientKind) -> Meant:
        words = plain(text)
        named = self._by_words.get(words) or self._by_stem.get(
            next((stem for pattern, stem in _WAYS if pattern.fullmatch(words)), ""), []
        )
        day = date(year, 12, 31)
        then = [one for one in named if one.valid_from <= day and not _over(one, day)] or named
        fitting = {one.award_id: one.name for one in then if fits(one, kind)}
        if len(fitting) == 1:
            return Meant(next(iter(fitting)))
        if fitting:
            return Meant(sentence=_(
                "“%(text)s” có thể là %(names)s. Hãy ghi mã của danh mục.",
                text=text, names=", ".join(sorted(set(fitting.values()))),
            ))  # fmt: skip
        if named:
            return Meant(sentence=_("“%(text)s” không dành cho đối tượng này.", text=text))
        return Meant(sentence=_(
            "Danh mục không có “%(text)s”. Hãy ghi đúng tên hoặc mã của danh mục.", text=text
        ))  # fmt: skip


def _over(version: AwardVersion, day: date) -> bool:
    return version.valid_to is not None and version.valid_to < day


def award_names(actor: Actor) -> AwardNames:
    """Return the national catalogue and what the organisations of the actor's line give."""
    line = [one.id for one in line_of(actor.organisation_id or 0)]
    rows = db.session.scalars(
        select(AwardVersion)
        .join(Award)
        .options(joinedload(AwardVersion.award))
        .where(
            or_(
                Award.owner_id.is_(None), Award.owner_id.in_(line),
                Award.owner_id.in_(tree_of(actor.organisation_id)),
            )
        )
        .order_by(AwardVersion.id)
    )  # fmt: skip
    return AwardNames(rows.all())
