"""What is told of a received file's signatures, in a few sentences a clerk acts on."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflow.core.i18n import _
from workflow.core.text import fold
from workflow.signatures.engine.reasons import Code, Reason
from workflow.signatures.engine.report import Finding, Report, Role
from workflow.signatures.shown import line, when, whole
from workflow.signatures.states import Verdict
from workflow.signatures.words import TRUST_CLASSES, sentence_of

_NOBODYS_WORD = {Code.SAME_NAME, Code.UNTRUSTED, Code.SELF_SIGNED}  # no trusted authority vouches
_SHORT = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"))


@dataclass(frozen=True)
class Said:
    """One answer; key as in lists of checks: ok, no, ask (look at it) or wait (nothing to say)."""

    key: str
    head: str
    lines: Sequence[str] = ()
    is_waiting: bool = False  # a worker has yet to judge the file

    @property
    def is_bad(self) -> bool:
        return self.key == "no"

    @property
    def body(self) -> str:
        return " ".join(self.lines)

    @property
    def text(self) -> str:
        return f"{self.head}. {self.body}".strip()


def said_of(report: Report | None) -> Said:
    """Return what is told: the verdict, who signed when, why it is no better, what to do."""
    if report is None:
        told = _("Máy chủ sẽ kiểm tra trong ít phút; kết quả hiện ở trang của văn bản.")
        return Said("wait", _("Chưa kiểm tra chữ ký số"), (told,), is_waiting=True)
    concluded, lines = whole(report), tuple(dict.fromkeys([*_lines(report), *_advice(report)]))
    if concluded.key == "ok" and _is_unsealed(report):
        return Said("ask", _("Chữ ký số hợp lệ, nhưng không thấy con dấu số của cơ quan"), lines)
    return Said(concluded.key, concluded.head, lines)


def why(report: Report) -> str:
    """Return the reasons alone that weigh as much as the verdict."""
    return " ".join(dict.fromkeys(_told(report.every_reason, report.verdict)))


def other_name(report: Report, issuer: str) -> str:
    """Return a hint where no certificate names the office the sheet was entered under."""
    named = [
        name for one in report.signatures if one.holder is not None
        for name in (one.holder.organisation or one.holder.name,) if name
    ]  # fmt: skip
    if not named or not issuer or any(_alike(name, issuer) for name in named):
        return ""
    return _("Chứng thư ghi “%(named)s”, còn cơ quan ban hành ghi “%(issuer)s”: nên đối chiếu.",
             named="”, “".join(dict.fromkeys(named)), issuer=issuer)  # fmt: skip


def _alike(one: str, other: str) -> bool:
    short, long = sorted((_plain(one), _plain(other)), key=len)
    return short in long


def _plain(name: str) -> str:
    said = " ".join(fold(name).split())
    for words, letters in _SHORT:
        said = said.replace(words, letters)
    return said


def _lines(report: Report) -> Iterator[str]:
    if report.verdict is Verdict.NONE:
        return  # odd bytes behind a scan frighten a clerk for nothing
    yield from _told(report.reasons)
    for one in report.signatures:
        whole = [_("Nội dung không đổi từ khi ký.")] if one.verdict is Verdict.VALID else []
        yield " ".join([_signature(one), *_told(one.reasons), *whole])


def _told(reasons: Iterable[Reason], weight: Verdict | None = None) -> list[str]:
    return [
        sentence_of(one) for one in reasons
        if one.weight is not Verdict.VALID and weight in {None, one.weight}
    ]  # fmt: skip


def _signature(one: Finding) -> str:
    """Return who signed when, with a certificate of which class."""
    who = one.holder.names if one.holder is not None else one.field
    named = _("Chữ ký ghi tên %(name)s", name=who)
    unproven = any(reason.code in _NOBODYS_WORD for reason in one.reasons)
    believed = one.verdict is not Verdict.INVALID and not unproven
    parts = [line(one.role, who) if believed else named, when(one)]
    if one.root is not None:
        parts.append(_("chứng thư %(kind)s", kind=TRUST_CLASSES[one.root]))
    return "; ".join(parts) + "."


def _is_unsealed(report: Report) -> bool:
    """Whether people alone signed: what a file is cut back to bears no trace of its seal."""
    roles = {one.role for one in report.signatures}
    return roles == {Role.PERSON}


def _advice(report: Report) -> Iterator[str]:
    if report.verdict is not Verdict.INVALID and _is_unsealed(report):
        yield _("Tệp chỉ có chữ ký của người, không có con dấu số của cơ quan: có thể là bản chưa "
                "đóng dấu, hoặc dấu đã bị gỡ. Với văn bản của cơ quan, hãy xin bản đã đóng dấu; "
                "với đơn, thư của cá nhân thì như vậy là bình thường.")  # fmt: skip
    if report.verdict is Verdict.NONE:
        yield _("Với bản quét thì như vậy là bình thường.")
    if report.verdict is Verdict.INVALID:
        yield _("Đừng dùng làm căn cứ: hãy hỏi cơ quan ban hành và xin lại bản đúng, hoặc trả lại "
                "nơi gửi.")  # fmt: skip
    if report.verdict is Verdict.UNKNOWN:
        if any(reason.code is Code.SAME_NAME for reason in report.every_reason):
            yield _("Có thể tổ chức ấy đã đổi khóa, cũng có thể chữ ký là giả: hãy hỏi cơ quan ban "
                    "hành trước khi dùng.")  # fmt: skip
        else:
            yield _("Không có nghĩa là văn bản giả; khi cần, hãy đối chiếu với cơ quan ban hành.")
