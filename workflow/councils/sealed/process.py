"""Start the short-lived process for one order, and say its refusals as the council reads them."""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from workflow.core.errors import BadInput, InvalidStep, Unavailable
from workflow.core.i18n import _
from workflow.councils.sealed.counting import Fault
from workflow.documents.engine.child import isolation
from workflow.settings import ROOT

_START = (
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
    "from workflow.councils.sealed.child import main; main()"
)
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
_SECONDS = 60


def ask(act: str, order: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer. Raises BadInput for a wrong code, InvalidStep for a box not whole."""
    answer = _run(json.dumps({"act": act, **order}))
    if "bad_code" in answer:
        raise BadInput(
            _("Mã thứ %(n)s không đúng: gõ nhầm, gõ hai lần, hoặc là mã của cuộc bỏ phiếu khác. "
              "Hãy xem lại bản ghi của người kiểm phiếu.", n=answer["bad_code"]),
            field=f"code_{answer['bad_code']}",
        )  # fmt: skip
    if "too_few" in answer:
        raise BadInput(_("Cần ít nhất %(n)s mã của ban kiểm phiếu.", n=answer["too_few"]),
                       field="code_1")  # fmt: skip
    if "fault" in answer:
        raise InvalidStep(refusal_of(Fault(answer["fault"])))
    return answer


def _run(order: str) -> dict[str, Any]:
    """Raises Unavailable when the process died or hung: what it was given is told to nobody."""
    try:
        done = subprocess.run(  # noqa: S603  our own program, no shell
            [*isolation(), sys.executable, "-I", "-c", _START], input=order, env=_ENVIRONMENT,
            capture_output=True, text=True, check=True, timeout=_SECONDS,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        raise Unavailable(
            _("Tiến trình mở hòm phiếu không chạy được hoặc bị dừng giữa chừng. Chưa có gì thay "
              "đổi; hãy thử lại.")
        ) from None  # fmt: skip
    return answer


def refusal_of(fault: Fault) -> str:
    """Return what does not agree. The box is kept as it is: an inspection starts from it."""
    told = {
        Fault.KEY: _("khóa ghép từ các mã không phải khóa của cuộc bỏ phiếu này"),
        Fault.MORE: _("trong hòm có nhiều phiếu hơn số người đã bỏ phiếu"),
        Fault.FEWER: _("trong hòm có ít phiếu hơn số người đã bỏ phiếu"),
        Fault.ROOT: _("phiếu trong hòm không còn là những phiếu lúc đóng hòm"),
        Fault.TWICE: _("có phiếu nằm hai lần trong hòm"),
        Fault.RECORD: _("phiếu hoặc khóa không còn là phiếu, khóa đã ghi vào nhật ký lúc bỏ phiếu"),
        Fault.PAPER: _("có phiếu không mở được hoặc không phải phiếu của cuộc này"),
    }[fault]
    return _("Không kiểm phiếu được: %(fault)s. Hòm phiếu giữ nguyên; hãy lập biên bản và báo quản "
             "trị viên.", fault=told)  # fmt: skip
