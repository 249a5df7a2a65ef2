"""A certificate printed onto a printed sheet: its square stands where the office set it."""

from dataclasses import replace

from tests.check.conftest import certificate, code_of
from tests.documents.engine.test_marking import fields, pixels
from workflow.decisions.printing import overlay, working
from workflow.decisions.printing.stock import CHECK_CODE, KEYS, Stock, usual_stock
from workflow.documents.codes.lettering import grouped
from workflow.documents.engine.marking import matrix_of
from workflow.documents.engine.pages import text_of


def test_the_square_is_printed_once_a_place_is_set_for_it(decision, tmp_path):
    first = certificate(decision)
    values = {CHECK_CODE: working._codes([first])[first.item_id]}
    former = usual_stock().as_json()
    former["places"] = [one for one in former["places"] if one["key"] != CHECK_CODE]
    usual = usual_stock()
    own = replace(usual, dx=2.0, places=tuple(
        replace(one, printed=True) if one.key == CHECK_CODE else one for one in usual.places
    ))  # fmt: skip
    drawn = [overlay.draw(stock, [values], title="") for stock in (Stock.of(former), usual, own)]
    wanted = matrix_of(values[CHECK_CODE].split("\n")[0])

    assert [one.key for one in Stock.of(former).places] == list(KEYS)
    assert [text_of(pdf).strip() for pdf in drawn[:2]] == ["", ""]
    assert grouped(code_of("certificate", first.id)) in text_of(drawn[2])
    assert fields(pixels(drawn[2], tmp_path), 24 + 2, 171 - 13, len(wanted)) == wanted
