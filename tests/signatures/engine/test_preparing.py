"""One process prepares paper after paper."""

from tests.signatures.making import drawn_paper, prepared_paper


def test_the_second_paper_is_prepared_like_the_first(prepared):
    assert prepared_paper(drawn_paper()) == prepared
