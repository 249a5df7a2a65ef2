"""The keyboard reaches what the page has, and nothing else."""

import pytest


@pytest.fixture
def desk(office):
    """The secretary's desk, at the inbox, with the focus on nothing."""
    desk = office("Lê Văn Cường")
    desk.open("/")
    return desk


def press(desk, *keys):
    for key in keys:
        desk.page.keyboard.press(key)


def path(desk):
    return desk.page.evaluate("location.pathname")


def help_lines(desk):
    """Return the lines one sees in the list of keys, or nothing while it is closed."""
    if not desk.page.locator("dialog#keys").is_visible():
        return []
    lines = desk.page.locator("dialog#keys dl > div")
    seen = [line.inner_text().split("\n") for line in lines.all() if line.is_visible()]
    return [" ".join(parts) for parts in seen]


@pytest.mark.parametrize(
    ("keys", "place"), [("gh", "/proposals/incoming"), ("gk", "/archive"), ("gv", "/")]
)
def test_the_letters_after_g_open_the_pages_of_the_rail(desk, keys, place):
    desk.open("/accounts/password")
    with desk.page.expect_navigation():
        press(desk, *keys)

    assert path(desk) == place


@pytest.mark.parametrize("keys", ["gz", "h", "g?h", "jgj"])
def test_other_letters_leave_the_page_as_it_is(desk, keys):
    press(desk, *keys)

    assert path(desk) == "/"


def test_a_question_mark_lists_the_keys_this_page_has(desk):
    assert help_lines(desk) == []
    press(desk, "?")
    assert help_lines(desk) == [
        "/ Đến ô tìm kiếm", "g v Việc cần làm", "g h Hồ sơ đến", "g k Kho lưu trữ",
        "j k Dòng sau, dòng trước trong danh sách", "? Mở bảng này",
    ]  # fmt: skip
    press(desk, "g", "k")
    assert path(desk) == "/"
    press(desk, "Escape")
    assert help_lines(desk) == []


def test_a_page_without_a_list_does_not_offer_to_move_in_one(desk):
    desk.open("/accounts/password")
    press(desk, "?")

    assert not any(line.startswith("j") for line in help_lines(desk))


def test_slash_goes_to_the_search_and_letters_typed_there_do_nothing_else(desk):
    press(desk, "/", "g", "k", "?")

    assert desk.page.locator("#q-global").input_value() == "gk?"
    assert (path(desk), help_lines(desk)) == ("/", [])


def test_j_and_k_walk_through_the_list(desk):
    focused = "document.activeElement.closest('.task')"
    press(desk, "j", "j")
    second = desk.page.evaluate(
        f"Array.from(document.querySelectorAll('.task')).indexOf({focused})"
    )
    press(desk, "k")
    first = desk.page.evaluate(f"Array.from(document.querySelectorAll('.task')).indexOf({focused})")

    assert (first, second) == (0, 1)


def test_the_keys_can_be_switched_off_and_on_again_by_the_mouse(desk):
    press(desk, "?")
    desk.page.get_by_label("Dùng phím tắt trên máy này").uncheck()
    press(desk, "Escape")
    desk.page.reload()
    press(desk, "?", "g", "k")
    assert (path(desk), help_lines(desk)) == ("/", [])

    desk.page.locator("details.account > summary").click()
    desk.page.get_by_role("button", name="Phím tắt").click()
    desk.page.get_by_label("Dùng phím tắt trên máy này").check()
    desk.page.get_by_role("button", name="Đóng").click()
    press(desk, "?")
    assert len(help_lines(desk)) == 6


def test_without_a_script_nothing_of_it_is_seen_and_the_rail_still_leads_on(demo, office):
    plain = office("Phạm Thị Dung", java_script_enabled=False)
    plain.page.locator("details.account > summary").click()
    assert not plain.page.locator("dialog#keys").is_visible()
    assert not plain.page.locator("[data-opens=keys]").is_visible()
    plain.page.locator(".rail").get_by_role("link", name="Kho lưu trữ").click()
    assert plain.page.url.startswith(f"{demo}/archive")
