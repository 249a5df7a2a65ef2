"""The form of every paper signed here: which fields it has, in which order they are filled.

A person signs first, with a certification that lets fields be filled in and nothing else. Number
and date come next, by an incremental update. The agency's seal comes last; its field locks all
others and forbids every later change, but for archival time-stamps (promises E12, E13).

An annex in a file of its own, and a digitised copy of a sheet, carry the agency's seal alone: no
picture, words and the time of sealing in the top right corner (`corner`).
"""

NUMBER, DAY, MONTH, YEAR = "So", "Ngay", "Thang", "Nam"
TEXTS = (NUMBER, DAY, MONTH, YEAR)
TIME = "ThoiGianKy"  # beside a seal without a picture; filled in by the act of sealing
PERSON, SEAL = "NguoiKy", "CoQuan"
RISE, DEPTH = 0.75, 0.3  # of the size: a text field above and below the line letters stand on

LABELS = {  # what a reader's program says of the field
    NUMBER: "Số văn bản", DAY: "Ngày ban hành", MONTH: "Tháng ban hành", YEAR: "Năm ban hành",
    TIME: "Thời gian ký",
    PERSON: "Chữ ký của người có thẩm quyền", SEAL: "Chữ ký số của cơ quan",
}  # fmt: skip


def person_field(ordinal: int = 1) -> str:
    """Return the field of the person who signs in that place; most papers have one."""
    return PERSON if ordinal == 1 else f"{PERSON}{ordinal}"


def label_of(field: str) -> str:
    """Return what a reader's program says of a field: those who sign after the first by place."""
    ordinal = field.removeprefix(PERSON)
    return f"Chữ ký của người ký thứ {ordinal}" if ordinal.isdecimal() else LABELS[field]


def again(field: str, time: int) -> str:
    """Return the name of a field's further place: the annex repeats the decision's number."""
    return field if time == 1 else f"{field}_{time}"


def meaning(name: str) -> str:
    """Return which field of the profile a name stands for, or nothing for a foreign one."""
    field, _, time = name.partition("_")
    known = field in {*TEXTS, TIME, PERSON, SEAL} or field.removeprefix(PERSON).isdecimal()
    return field if known and (not time or (time.isdecimal() and field in TEXTS)) else ""
