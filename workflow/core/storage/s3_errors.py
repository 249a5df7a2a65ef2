"""What an S3 server's errors mean to us."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from minio.error import InvalidResponseError, S3Error, ServerError
from urllib3.exceptions import HTTPError

from workflow.core.errors import StoreRefused, StoreUnavailable
from workflow.core.i18n import _

log = logging.getLogger(__name__)

_ABSENT = {"NoSuchKey", "NoSuchObject", "ResourceNotFound"}
_KEYS = {
    "AccessDenied",
    "InvalidAccessKeyId",
    "SignatureDoesNotMatch",
    "AuthorizationHeaderMalformed",
}
# The server is there and cannot work just now; the wording differs between products.
_BUSY = {
    "InternalError",
    "OperationAborted",
    "RequestTimeout",
    "ServiceUnavailable",
    "SlowDown",
    "XMinioServerNotInitialized",
    "XMinioStorageFull",
}


def is_absent(error: S3Error) -> bool:
    """Whether the server says that there is no such object."""
    return error.code in _ABSENT


@contextmanager
def translated(refusal: Callable[[], StoreUnavailable]) -> Iterator[None]:
    """Turn what the SDK raises into our own errors; the cause goes to the log, not to the page."""
    try:
        yield
    except S3Error as error:
        log.exception("the S3 store answered %s", error.code)
        if error.code in _BUSY:
            raise refusal() from error
        raise _refused(error) from error
    except (HTTPError, InvalidResponseError, ServerError, OSError) as error:
        log.exception("the S3 store does not answer")
        raise refusal() from error


def _refused(error: S3Error) -> StoreRefused:
    if error.code in _KEYS:
        return StoreRefused(
            _(
                "Kho tệp từ chối khoá truy cập của chương trình. "
                "Hãy báo người quản trị kiểm tra BANGVANG_STORAGE_URL."
            )
        )
    return StoreRefused(
        _(
            "Kho tệp từ chối thao tác (%(code)s). Nội dung chưa được lưu; "
            "hãy thử lại, nếu vẫn vậy hãy báo người quản trị.",
            code=error.code,
        )
    )
