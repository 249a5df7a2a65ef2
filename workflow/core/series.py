"""Which number book a kind of administrative paper belongs to (Decree 30/2020, Art 15, PL III).

Councils and copies never come here: their books are always their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

# The abbreviations of PL III; a công văn has none and is kept under CV.
KINDS: Mapping[str, str] = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định",
    "TC": "Thông cáo", "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình",
    "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo",
    "BB": "Biên bản", "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu", "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển",
    "PB": "Phiếu báo", "CV": "Công văn",
}  # fmt: skip
COPIES: Mapping[str, str] = {"SY": "Sao y", "TrS": "Trích sao", "SL": "Sao lục"}
COMMON = "VB"
MOST_GROUPS = 6


class Way(StrEnum):
    """How an office divides its administrative papers over books."""

    COMMON = "common"
    BY_KIND = "by_kind"
    GROUPS = "groups"


@dataclass(frozen=True)
class Scheme:
    """The books of one office: groups of kinds with a book each, everything else in `VB`."""

    way: Way
    groups: tuple[tuple[str, ...], ...] = ()

    def series_of(self, kind: str) -> str:
        """Return the word the book of this kind goes by."""
        if self.way is Way.BY_KIND:
            return kind
        if self.way is Way.GROUPS:
            return next((group[0] for group in self.groups if kind in group), COMMON)
        return COMMON

    def kinds_in(self, series: str) -> list[str]:
        return [kind for kind in KINDS if self.series_of(kind) == series]

    @property
    def series(self) -> list[str]:
        """Return the books there may be, in the order of the kinds."""
        return list(dict.fromkeys(self.series_of(kind) for kind in KINDS))


# Where nobody said anything: the common practice.
USUAL = Scheme(Way.GROUPS, (("QĐ", "CT", "QC"),))


def symbol_for(kind: str, agency: str, unit: str = "") -> str:
    """Return what follows the slash: `QĐ-CQLTT`; of a công văn `CQLTT-TCHC`, which names no type.

    `unit` is the unit that drafted it and stands on a công văn alone (PL I II.3.b).
    """
    if kind == "CV":
        return f"{agency}-{unit}" if unit else agency
    return f"{kind}-{agency}" if agency else kind


def touched(before: Scheme, after: Scheme) -> list[str]:
    """Return the books a change gives papers to, or takes papers from."""
    moved = [(before.series_of(kind), after.series_of(kind)) for kind in KINDS]
    return list(dict.fromkeys(name for pair in moved if pair[0] != pair[1] for name in pair))


def is_administrative(series: str) -> bool:
    """Whether a paper drafted for this book is numbered by its office's scheme."""
    return series == COMMON or series in KINDS


def faults_of(groups: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return the kinds nobody knows, and those named in two groups."""
    named = [kind for group in groups for kind in group]
    unknown = [kind for kind in named if kind not in KINDS]
    return unknown, sorted({kind for kind in named if named.count(kind) > 1})


def as_typed(text: str) -> list[list[str]]:
    """Read “QĐ, CT, QC” a line: the abbreviations of one book; case is put right."""
    known = {kind.casefold(): kind for kind in KINDS}
    lines = ([part.strip() for part in line.replace(";", ",").split(",")]
             for line in text.splitlines())  # fmt: skip
    return [
        [known.get(part.casefold(), part) for part in line if part] for line in lines if any(line)
    ]


def written_out(groups: Iterable[Iterable[str]]) -> str:
    """Return groups as they are typed."""
    return "\n".join(", ".join(group) for group in groups)
