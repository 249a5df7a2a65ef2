"""Kiểm tra chữ ký số của một tệp PDF bằng chính bằng chứng lưu trong tệp. Không dùng mạng.

Chứng thư gốc tin cậy do người kiểm tra cung cấp (tệp PEM), không lấy từ tệp được kiểm tra.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent / "lib"))
sys.dont_write_bytecode = True

from cryptography import x509  # noqa: E402
from cryptography.hazmat.primitives.serialization import Encoding  # noqa: E402

from workflow.signatures.engine.report import Trust  # noqa: E402
from workflow.signatures.engine.verifying import verify  # noqa: E402
from workflow.signatures.states import TrustClass  # noqa: E402
from workflow.signatures.telling import EXIT_CODES, lines_of  # noqa: E402

_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "urllib.Request")


def _shut_network(event: str, _details: object) -> None:
    """Whatever a file may contain, this process talks to nobody."""
    if event in _NETWORK:
        raise PermissionError(event)


def _certificates(paths: Sequence[Path]) -> Iterator[bytes]:
    for path in paths:
        for certificate in x509.load_pem_x509_certificates(path.read_bytes()):
            yield certificate.public_bytes(Encoding.DER)


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(
        prog="kiem-tra-chu-ky.py", description=__doc__,
        epilog="Mã thoát: 0 hợp lệ; 3 không xác định được; 4 không hợp lệ; 5 không có chữ ký.",
    )  # fmt: skip
    asked.add_argument("file", type=Path, help="tệp PDF đã ký")
    asked.add_argument("--roots", type=Path, action="append", default=[], metavar="PEM",
                       help="chứng thư gốc chuyên dùng công vụ")  # fmt: skip
    asked.add_argument("--public-roots", type=Path, action="append", default=[], metavar="PEM",
                       help="chứng thư gốc công cộng")  # fmt: skip
    asked.add_argument("--intermediates", type=Path, action="append", default=[], metavar="PEM",
                       help="chứng thư trung gian, nếu tệp không kèm")  # fmt: skip
    asked.add_argument("--at", type=datetime.fromisoformat, metavar="NGÀY",
                       help="thời điểm kiểm tra (ISO 8601); không nêu là bây giờ")  # fmt: skip
    asked.add_argument("--json", action="store_true", help="in toàn bộ báo cáo dạng JSON")
    return asked.parse_args()


def main() -> int:
    """Verify one file and say so; return the exit code of the verdict."""
    asked = _asked()
    try:
        trust = Trust(
            {
                TrustClass.OFFICIAL: list(_certificates(asked.roots)),
                TrustClass.PUBLIC: list(_certificates(asked.public_roots)),
            },
            list(_certificates(asked.intermediates)),
        )
        content = asked.file.read_bytes()
    except (OSError, ValueError) as error:
        print(f"Không đọc được: {error}", file=sys.stderr)
        return 1
    sys.addaudithook(_shut_network)
    at = asked.at or datetime.now(UTC)
    report = verify(content, trust, None, at if at.tzinfo else at.astimezone())
    if asked.json:
        print(json.dumps(report.as_data(), ensure_ascii=False, indent=1))
    else:
        print(f"Tệp: {asked.file.name}", *lines_of(report), sep="\n")
    return EXIT_CODES[report.verdict]


if __name__ == "__main__":
    sys.exit(main())
