"""The sentences of the public page: what the sheet is, and what can be said of its signatures."""

from dataclasses import dataclass

from workflow.check.facts import Facts, Standing, standing_words
from workflow.core.i18n import _, either_language
from workflow.signatures import shown
from workflow.signatures.engine.report import Report

TONES = {
    Standing.GENUINE: "green", Standing.CORRECTED: "gold", Standing.PARTLY_REVOKED: "gold",
    Standing.REISSUED: "gold", Standing.REPLACED: "seal", Standing.REVOKED: "seal",
    Standing.VOID: "seal",
}  # fmt: skip


@dataclass(frozen=True)
class SignatureLine:
    """One line of the list of signatures; key as in the list of checks: ok, ask, no, wait."""

    key: str
    head: str
    note: str = ""


def heading(facts: Facts) -> str:
    """Return the answer in one line."""
    words = {
        Standing.GENUINE: _("%(paper)s này là thật"),
        Standing.CORRECTED: _("%(paper)s này là thật, đã được đính chính"),
        Standing.PARTLY_REVOKED: _("%(paper)s này là thật, một phần đã bị hủy bỏ"),
        Standing.REISSUED: _("%(paper)s này đã được cấp lại"),
        Standing.REPLACED: _("%(paper)s này đã được thay thế"),
        Standing.REVOKED: _("%(paper)s này đã bị hủy bỏ"),
        Standing.VOID: _("%(paper)s này đã bị hủy"),
    }[facts.standing]
    return words % {"paper": noun(facts)}


def compared(facts: Facts, digest: str) -> tuple[str, str]:
    """Return what a file somebody has is to ours, by its digest: a tone and a sentence."""
    if digest not in facts.files:
        told = _("Khác với bản của cơ quan. Tệp có thể đã bị sửa, được lưu lại bằng phần mềm khác, "
                 "hoặc là bản quét do người khác làm.")  # fmt: skip
        return "seal", told
    if digest in facts.unsigned:
        told = _("Đúng từng byte với bản cơ quan lập để in, nhưng tệp này chưa có chữ ký và con "
                 "dấu. Bản có giá trị là tờ giấy đã ký, đóng dấu hoặc tệp đã ký số.")  # fmt: skip
        return "gold", told
    if digest in facts.former:
        told = _(
            "Đúng từng byte với tệp cơ quan đã ký số trước đây, nhưng tệp ấy không còn giá "
            "trị vì nội dung đã được đính chính. Hãy xin cơ quan ban hành tệp mới."
        )
        return "gold", told
    if facts.scan:
        told = _("Đúng từng byte với bản số hóa mà cơ quan đang lưu.")
    else:
        told = _("Đúng từng byte với bản mà cơ quan đã phát hành.")
    if TONES[facts.standing] == "seal":
        return "gold", f"{told} {standing_words(facts.standing)}."
    return "green", told


def noun(facts: Facts) -> str:
    return either_language(facts.noun, facts.english)


def signatures(facts: Facts, report: Report) -> list[SignatureLine]:
    """Return what can be said of each signature, by the names of our own record."""
    names = shown.Names.of(facts.paper)
    if facts.own is not None:
        people = {field: (name, "") for field, name in facts.own.names.items()}
        names = shown.Names(people, names.agency)
    told = shown.whole(report)
    listed = [SignatureLine(one.key, one.line, one.note) for one in shown.signatures(report, names)]
    return [SignatureLine(told.key, told.head, told.note), *listed]
