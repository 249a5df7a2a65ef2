"""How decisions name posts."""

import pytest

from workflow.decisions.wording import post_of


@pytest.mark.parametrize(
    ("title", "head_post", "post"),
    [
        ("Cục trưởng", "Cục trưởng", "Cục trưởng"),
        ("Phó Cục trưởng", "Cục trưởng", "Phó Cục trưởng"),
        ("Phó Cục trưởng, Chủ tịch CĐCS", "Cục trưởng", "Phó Cục trưởng"),
        ("Phó Cục trưởng, Chủ tịch CĐCS", "Chủ tịch", "Chủ tịch"),
        ("", "", "Thủ trưởng"),
    ],
)
def test_a_man_who_is_deputy_here_and_head_there_signs_each_as_what_he_is(
    make_organisation, title, head_post, post
):
    assert post_of(title, make_organisation(head_post=head_post)) == post
