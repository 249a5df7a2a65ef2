"""`flask signatures verify FILE`: words, JSON and an exit code for each verdict."""

import json

import pytest

from tests.signatures.making import LATER
from tests.signatures.test_public_verdict import trust
from workflow.core import clock
from workflow.core.db import db
from workflow.signatures.engine.report import Report
from workflow.signatures.states import Verdict


@pytest.fixture
def verify(app, database, tmp_path):
    clock.move_to(LATER)
    db.session.commit()

    def run(content, *options):
        (tmp_path / "van-ban.pdf").write_bytes(content)
        command = ["signatures", "verify", str(tmp_path / "van-ban.pdf"), *options]
        done = app.test_cli_runner().invoke(args=command)
        return done.exit_code, done.output

    return run


def test_each_verdict_has_its_words_and_its_exit_code(verify, maker, sealed, prepared):
    untrusted = verify(sealed["LTA"])
    trust(maker.authorities)
    db.session.commit()
    found = [verify(sealed["LTA"]), verify(sealed["LTA"] + b"\n%"), verify(prepared)]
    code, told = verify(sealed["LTA"], "--json")

    assert (untrusted[0], "KHÔNG XÁC ĐỊNH ĐƯỢC" in untrusted[1]) == (3, True)
    assert [code for code, _said in found] == [0, 4, 5]
    assert "KẾT LUẬN: HỢP LỆ\n" in found[0][1]
    assert "KẾT LUẬN: CHƯA CÓ CHỮ KÝ SỐ\n" in found[2][1]
    assert "Người ký: Nguyễn Văn An" in found[0][1]
    assert "byte lạ được nối vào cuối tệp" in found[1][1]
    assert "không phải bản đã ký lưu" in found[0][1]
    assert (code, Report.from_data(json.loads(told)).verdict) == (0, Verdict.VALID)
