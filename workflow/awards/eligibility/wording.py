"""Say a rule and what came of it in the words of the office, a line for each condition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from workflow.awards.catalogue_texts import amount_text
from workflow.awards.eligibility.counting import Counted, longest_run
from workflow.awards.eligibility.facts import Source
from workflow.awards.eligibility.frames import Criterion
from workflow.awards.eligibility.rules import (
    Among,
    Any,
    Condition,
    Elsewhere,
    Free,
    Held,
    Initiatives,
    Lasting,
    NoDiscipline,
    Performed,
    Ranked,
    Rule,
    Share,
    Span,
    Then,
    Works,
)
from workflow.awards.eligibility.verdicts import Verdict
from workflow.awards.models import Ground
from workflow.awards.states import Scope
from workflow.awards.wording import ground_name
from workflow.core.i18n import _
from workflow.recipients.states import Grade

Names = Mapping[str, str]  # an award's code to its name
_REACHED = frozenset({Verdict.ELIGIBLE, Verdict.REVIEW})


@dataclass(frozen=True)
class Line:
    """One condition as a person reads it, with the data it was judged by."""

    verdict: Verdict
    title: str
    detail: str
    sources: tuple[Source, ...] = ()
    depth: int = 0  # under how many headings it stands
    heads: bool = False  # a heading: what follows one deeper is what it speaks of
    spare: bool = False  # another way than the one that is met: nobody has to meet it too

    @property
    def sentence(self) -> str:
        """Return the condition and what was found of it as one: “05 năm …: thiếu năm 2014”."""
        return f"{self.title}: {lowered(self.detail)}" if self.detail else self.title


def lowered(text: str) -> str:
    """Return the text as it goes on inside a sentence."""
    return text[:1].lower() + text[1:]


def lines(criterion: Criterion, names: Names, ground: Ground) -> list[Line]:
    """Return every condition in the order of the legal text, those not met where they stand."""
    if criterion.parts:
        return _under_headings(criterion, names, ground)
    if isinstance(criterion.rule, Any):  # none of the alternatives is for this ground
        title = _("Không xét theo loại khen thưởng “%(ground)s”", ground=ground_name(ground))
        return [Line(criterion.verdict, title, "", criterion.used)]
    asks = asked(criterion.rule, names)
    return [Line(criterion.verdict, asks, _detail(criterion), criterion.used)]


def _under_headings(criterion: Criterion, names: Names, ground: Ground) -> list[Line]:
    """Alternatives stand under a heading of their own: one of them is enough, not each."""
    rule, parts, said = criterion.rule, criterion.parts, list[Line]()
    if isinstance(rule, Any) and len(parts) > 1:
        for part in parts:
            said += _alternative(part, criterion.verdict, lines(part, names, ground))
        above = Line(criterion.verdict, _("Một trong các điều kiện:"), "", heads=True)
        return [above, *map(_deeper, said)]
    if isinstance(rule, Then):
        first, rest = parts
        later = [_deeper(one) for one in lines(rest, names, ground)]
        head = Line(rest.verdict, _("Tính từ sau đó:"), "", heads=True)
        return [*lines(first, names, ground), head, *later]
    return [line for part in parts for line in lines(part, names, ground)]


def _alternative(part: Criterion, reached: Verdict, said: list[Line]) -> list[Line]:
    """Say one of several ways; one of many conditions has a heading, else they would mix."""
    if reached in _REACHED and part.verdict is not reached:
        said = [replace(one, spare=True) for one in said]
    if sum(not one.depth for one in said) > 1:
        spare = said[0].spare
        head = Line(part.verdict, _("Đủ các điều kiện:"), "", heads=True, spare=spare)
        return [head, *map(_deeper, said)]
    return said


def _deeper(line: Line) -> Line:
    return replace(line, depth=line.depth + 1)


def grade_name(grade: Grade) -> str:
    """Return what the yearly grade is called (Decree 90/2020 Art 3)."""
    return {
        Grade.EXCELLENT: _("Hoàn thành xuất sắc nhiệm vụ"),
        Grade.WELL: _("Hoàn thành tốt nhiệm vụ"),
        Grade.DONE: _("Hoàn thành nhiệm vụ"),
        Grade.NOT_DONE: _("Không hoàn thành nhiệm vụ"),
    }[grade]


def scope_name(scope: Scope) -> str:
    return {
        Scope.GRASSROOTS: _("cơ sở"), Scope.MINISTRY_PROVINCE: _("bộ, ban, ngành, tỉnh"),
        Scope.NATIONAL: _("toàn quốc"),
    }[scope]  # fmt: skip


def _over(span: Span) -> str:
    return {
        Span.CONSECUTIVE: _("liên tục"), Span.WINDOW: _("trong cùng thời gian"),
        Span.SAME_YEAR: _("cùng năm"), Span.ANY: "",
    }[span]  # fmt: skip


def _two(count: int) -> str:
    """Return the number as papers write it: 02."""
    return f"{count:02d}"


def asked(rule: Rule | None, names: Names) -> str:
    """Return what the condition asks for."""
    match rule:
        case Held() | Among() | Share():
            words = _of_titles(rule, names)
        case Performed() | Initiatives() | Works():
            words = _of_work(rule)
        case Ranked() | Lasting() | Condition():
            words = _of_standing(rule)
        case NoDiscipline() | Free() | Elsewhere():
            words = _FIXED[rule.level if isinstance(rule, NoDiscipline) else rule]()
        case _:
            words = _("Danh mục chưa ghi điều kiện của hình thức này")
    return words


def _of_titles(rule: Held | Among | Share, names: Names) -> str:
    name = names.get(rule.code, rule.code)
    match rule:
        case Share(ratio=ratio):
            percent = f"{float(ratio) * 100:g}"
            return _("Ít nhất %(n)s%% thành viên đạt “%(name)s”", n=percent, name=name)
        case Among(count=count):
            return _("Có ít nhất %(n)s thành viên đạt “%(name)s”", n=_two(count), name=name)
        case Held(count=1, span=Span.ANY):
            return _("Đã được tặng “%(name)s”", name=name)
        case Held(count=1, span=Span.SAME_YEAR):
            return _("Đạt “%(name)s” cùng năm", name=name)
        case _:
            words = _("%(n)s năm đạt “%(name)s”", n=_two(rule.count), name=name)
            return f"{words} {_over(rule.span)}".rstrip()


def _of_work(rule: Performed | Initiatives | Works) -> str:
    match rule:
        case Performed(grade=grade, count=1):
            words = _("%(grade)s trở lên", grade=grade_name(grade))
            return words if grade is not Grade.EXCELLENT else grade_name(grade)
        case Performed(grade=grade):
            words = _("%(grade)s %(n)s năm", grade=grade_name(grade), n=_two(rule.count))
        case Initiatives(scope=scope):
            words = _(
                "%(n)s sáng kiến được công nhận ở cấp %(scope)s",
                n=_two(rule.count), scope=scope_name(scope),
            )  # fmt: skip
        case Works(kind="TOPIC"):
            words = _("%(n)s đề tài, đề án khoa học đã nghiệm thu", n=_two(rule.count))
        case _:
            words = _("Mưu trí, sáng tạo trong chiến đấu")
    return f"{words} {_over(rule.span)}".rstrip()


def _of_standing(rule: Ranked | Lasting | Condition) -> str:
    match rule:
        case Ranked(best_of_leaders=True):
            words = _("Tiêu biểu nhất trong các đơn vị dẫn đầu cụm, khối thi đua")
        case Ranked():
            words = _("Dẫn đầu cụm, khối thi đua")
        case Lasting(years=None):
            words = _("Đủ thời gian công tác theo quy định riêng")
        case Lasting(kind="TENURE"):
            words = _("Ít nhất %(n)s năm công tác", n=_two(rule.years or 0))
        case Lasting():
            words = _("Phong trào thi đua kéo dài ít nhất %(n)s năm", n=_two(rule.years or 0))
        case Condition(kind="CONSULT"):
            words = _("Đã lấy ý kiến công khai (%(n)s)", n=amount_text(rule.parameter))
        case Condition(kind="QUOTA"):
            words = _("Không vượt số lượng được tặng (%(n)s)", n=amount_text(rule.parameter))
        case _:
            words = _("Chưa từng được tặng")
    return words


_FIXED: dict[str, Callable[[], str]] = {
    "any": lambda: _("Không bị kỷ luật"),
    "khientrach": lambda: _("Không bị kỷ luật từ khiển trách trở lên"),
    "canhcao": lambda: _("Không bị kỷ luật từ cảnh cáo trở lên"),
    Free.FREE: lambda: _("Điều kiện do thủ trưởng đơn vị quy định"),
    Free.MOVEMENT: lambda: _("Thành tích xuất sắc trong phong trào thi đua"),
    Free.PM_MOVEMENT: lambda: _("Thành tích xuất sắc trong phong trào do Thủ tướng phát động"),
    Free.SUDDEN: lambda: _("Thành tích xuất sắc đột xuất"),
    Free.CONTRIBUTION: lambda: _("Có đóng góp lớn"),
    Free.DEVOTION: lambda: _("Có quá trình cống hiến"),
    Free.EXTERNAL: lambda: _("Có đóng góp về đối ngoại"),
    Elsewhere.UNVERIFIED: lambda: _("Điều kiện chưa được kiểm chứng với văn bản gốc"),
    Elsewhere.SPECIAL_DECREE: lambda: _("Xét theo nghị định riêng"),
    Elsewhere.SPECIAL_LAW: lambda: _("Xét theo pháp lệnh, luật riêng"),
}


def _years(years: tuple[int, ...]) -> str:
    return ", ".join(str(year) for year in years)


def _used(criterion: Criterion) -> str:
    return "; ".join(source.text for source in criterion.used if source.text)


def _graded(source: Source) -> str:
    """Return where a grade stands and what it was: two of one year are told apart by that."""
    if source.value not in set(Grade):
        return source.text
    return f"{source.text}, {grade_name(Grade(source.value)).lower()}"


def _for_a_person(criterion: Criterion) -> str:
    """Return what a person has to look at."""
    others = "; ".join(source.text for source in criterion.used if source.of_another)
    if others:
        return _(
            "Chỉ đủ nếu tính cả của tập thể trước khi sáp nhập, chia tách (%(used)s)", used=others
        )
    unclear = "; ".join(source.text for source in criterion.used if source.unclear)
    if unclear:
        return _(
            "Chỉ đủ nếu là khen công trạng (%(used)s); sổ chưa ghi loại khen thưởng", used=unclear
        )
    if isinstance(criterion.rule, Performed):
        used = "; ".join(_graded(one) for one in criterion.used if one.text)
        return _("Có hai kết quả xếp loại cho cùng một năm (%(used)s)", used=used)
    counted = criterion.counted
    if counted.short and counted.beside:
        return _(
            "Mới có %(n)s, đang đề nghị %(soon)s trong đợt này, còn chờ kết quả",
            n=_two(counted.found), soon=_two(counted.beside),
        )  # fmt: skip
    if counted.short:
        return _("Còn chờ kết quả đề nghị trong đợt này")
    return _("Người có thẩm quyền xem xét")


def _longest(counted: Counted) -> tuple[int, str] | None:
    """Return how long the longest run is and its years; a single year is no run."""
    run = longest_run(counted.held)
    return (len(run), f"{run[0]}–{run[-1]}") if len(run) > 1 else None


def _unknown(counted: Counted) -> str:
    if counted.beside:
        return _(
            "Mới có %(n)s, cần thêm %(m)s; trong đợt này đang đề nghị %(soon)s; sổ khen thưởng năm "
            "đó chưa ghi là đã đủ",
            n=_two(counted.found), m=_two(counted.short), soon=_two(counted.beside),
        )  # fmt: skip
    if not counted.unknown:
        return _("Chưa có dữ liệu để kiểm tra")
    years, run = _years(counted.unknown), _longest(counted)
    if run is None and counted.found and not counted.held:
        return _("Mới có %(n)s, chưa có dữ liệu năm %(years)s", n=_two(counted.found), years=years)
    if run is None:
        return _("Chưa có dữ liệu năm %(years)s", years=years)
    return _(
        "Dài nhất %(n)s năm liên tục (%(run)s), chưa có dữ liệu năm %(years)s",
        n=run[0], run=run[1], years=years,
    )  # fmt: skip


def _missing(counted: Counted) -> str:
    """Say how far the run goes and where it breaks: 2013 and 2015–2018 are four years, not five."""
    years, run = _years(counted.missing), _longest(counted)
    if run is None:
        return _("Thiếu năm %(years)s", years=years)
    return _(
        "Dài nhất %(n)s năm liên tục (%(run)s), thiếu năm %(years)s",
        n=run[0], run=run[1], years=years,
    )  # fmt: skip


def _detail(criterion: Criterion) -> str:
    """Return what was found or what lacks: “Thiếu năm 2021”, “Mới có 01, cần thêm 01”."""
    counted, verdict = criterion.counted, criterion.verdict
    if verdict is Verdict.UNKNOWN:
        return _unknown(counted)
    if verdict is Verdict.REVIEW:
        return _for_a_person(criterion)
    if counted.missing:
        return _missing(counted)
    if counted.short and counted.beside:
        return _(
            "Mới có %(n)s, cần thêm %(m)s; trong đợt này đang đề nghị %(soon)s",
            n=_two(counted.found), m=_two(counted.short), soon=_two(counted.beside),
        )  # fmt: skip
    if counted.short:
        return _("Mới có %(n)s, cần thêm %(m)s", n=_two(counted.found), m=_two(counted.short))
    return _used(criterion)
