"""Turn every error into a page with a sentence and a way out; nothing leaks, nothing is lost."""

import logging
import uuid
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, NoResultFound, OperationalError, StatementError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from workflow.core import errors
from workflow.core.db import db
from workflow.core.i18n import _
from workflow.core.unit_of_work import AlreadyDone
from workflow.core.web.limits import MOST_TYPED_BYTES

log = logging.getLogger(__name__)

_STATUS: tuple[tuple[type[errors.WorkflowError], int], ...] = (
    (errors.NotAllowed, 403),
    (errors.NotVisible, 404),
    (errors.TooLarge, 413),
    (errors.BadInput, 422),
    (errors.TooMany, 429),
    (errors.Unavailable, 503),
    (errors.WorkflowError, 409),
)

_SENT_AGAIN = (errors.StaleEdit, errors.InvalidStep, errors.Incomplete, errors.Unavailable)


def status_of(error: errors.WorkflowError) -> int:
    """Return the HTTP status of a business error."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def _sentences() -> dict[int, str]:
    return {
        400: _("Yêu cầu không đúng dạng. Hãy quay lại trang trước và thử lại."),
        401: _("Phiên làm việc đã hết. Hãy đăng nhập lại; nội dung vừa nhập chưa được lưu."),
        403: _("Bạn không có quyền mở trang này. Nếu cần, hãy nhờ quản trị viên cấp vai trò."),
        404: _("Không tìm thấy nội dung này, hoặc nội dung không dành cho bạn."),
        405: _("Trang này không nhận cách gửi đó. Hãy quay lại và dùng nút trên trang."),
        415: _("Máy chủ không đọc được dạng dữ liệu này."),
        422: _("Có chỗ chưa hợp lệ. Hãy xem lại từng ô."),
        429: _("Bạn thao tác quá nhiều lần. Hãy chờ một lát rồi thử lại."),
    }


def page(
    status: int,
    message: str,
    reference: str = "",
    *,
    way_out_url: str = "",
    way_out_label: str = "",
) -> tuple[str, int]:
    """Return the page that refuses, in words."""
    body = render_template(
        "errors/refused.html", status=status, message=message, reference=reference,
        way_out_url=way_out_url, way_out_label=way_out_label,
    )  # fmt: skip
    return body, status


def _refused(error: errors.WorkflowError) -> ResponseReturnValue:
    db.session.rollback()
    if isinstance(error, errors.StaleEdit) and error.differences:
        body = render_template("errors/conflict.html", message=str(error), error=error)
        return body, 409
    if way := error.way_out:
        url, label = url_for(way.endpoint, **way.values), way.label
    else:  # the page the form was sent from shows what is so now, and lets it be sent again
        again = request.method == "POST" and isinstance(error, _SENT_AGAIN)
        url = _page_of_the_form() if again else ""
        label = _("Quay lại trang vừa gửi") if url else ""
    return page(status_of(error), str(error), way_out_url=url, way_out_label=label)


def _overtaken(_error: StaleDataError) -> ResponseReturnValue:
    db.session.rollback()
    message = _("Người khác vừa sửa nội dung này. Hãy tải lại trang để xem bản mới nhất.")
    return _with_way_back(409, message)


def _missing(_error: NoResultFound) -> ResponseReturnValue:
    db.session.rollback()
    return page(404, _sentences()[404])


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error.response, Response):
        return error.response
    code = error.code or 500
    db.session.rollback()
    return page(code, _sentences().get(code, error.description or ""))


def _is_page(path: str) -> bool:
    """Whether the address can be opened, and not only sent to."""
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except HTTPException:
        return False


def _page_of_the_form() -> str:
    """Return the address of the page the form was on, or nothing when it cannot be told.

    A form shown again with what was refused stands at the address of the act: its page lies above.
    """
    came_from = urlsplit(request.referrer or "")
    for path, question, ours in (
        (request.path, request.query_string.decode("ascii", "replace"), True),
        (came_from.path, came_from.query, came_from.netloc == request.host),
    ):
        if ours and _is_page(path):
            return f"{path}?{question}" if question else path
    above = PurePosixPath(request.path).parents
    return next((str(one) for one in above if one.name and _is_page(str(one))), "")


def _with_way_back(status: int, message: str) -> ResponseReturnValue:
    back = _page_of_the_form()
    label = _("Quay lại trang vừa gửi") if back else ""
    return page(status, message, way_out_url=back, way_out_label=label)


def _too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    db.session.rollback()
    message = _(
        "Nội dung gửi lên quá lớn nên chưa được lưu: tệp tối đa %(files)s MB, phần chữ tối đa "
        "%(typed)s KB. Hãy quay lại, chọn tệp nhỏ hơn hoặc rút ngắn nội dung.",
        files=current_app.config["SETTINGS"].max_upload_bytes // 1024**2,
        typed=MOST_TYPED_BYTES // 1000,
    )
    return _with_way_back(413, message)


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    message = _("Trang đã mở quá lâu nên không gửi được. Hãy tải lại trang và gửi lại.")
    return _with_way_back(400, message)


def _bad_statement(error: StatementError) -> ResponseReturnValue:
    """A value the text type refuses is the person's typing; a silent database is our trouble."""
    db.session.rollback()
    if isinstance(error.orig, errors.WorkflowError):
        return page(status_of(error.orig), str(error.orig))
    if isinstance(error, OperationalError) or (
        isinstance(error, DBAPIError) and error.connection_invalidated
    ):
        reference = uuid.uuid4().hex[:8]
        log.error("database error %s: %s", reference, _first_line(error))
        message = _("Cơ sở dữ liệu tạm thời không trả lời. Nội dung chưa được lưu; hãy thử lại.")
        return page(503, message, reference)
    return _unforeseen(error)


def _first_line(error: StatementError) -> str:
    """Return what the database said: a table not there, no connection; never the values sent."""
    said = str(error.orig).strip().partition("\n")[0]
    return f"{type(error).__name__}: {said}"


def _unforeseen(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    reference = uuid.uuid4().hex[:8]
    log.error("unforeseen error %s", reference, exc_info=error)
    message = _("Phần mềm gặp lỗi và chưa lưu gì. Hãy báo quản trị viên mã lỗi bên dưới.")
    return page(500, message, reference)


def register_error_handlers(app: Flask) -> None:
    app.register_error_handler(errors.WorkflowError, _refused)
    app.register_error_handler(StaleDataError, _overtaken)
    app.register_error_handler(NoResultFound, _missing)
    app.register_error_handler(AlreadyDone, lambda done: redirect(done.location or "/"))
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StatementError, _bad_statement)
    if not app.testing:
        app.register_error_handler(Exception, _unforeseen)
