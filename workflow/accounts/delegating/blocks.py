"""The signature block as it is printed (Decree 30/2020, Annex I, II.7). Never translated."""

from workflow.accounts.delegating.states import Way

Block = dict[str, str]
USUAL_HEAD = "Thủ trưởng"
_ACTING = ("quyền ", "q. ", "q.")


def block(
    post: str, name: str, *, head_post: str, way: Way | None = None, body: str = ""
) -> Block:  # fmt: skip
    """Return the authority, the post and the name; the head signing alone has no authority line.

    A deputy who signs for a collective signs for its head besides: both lines stand there. An
    acting head is no deputy: “Q.” stands before the post itself.
    """
    return {
        "prefix": authority(post, head_post=head_post, way=way, body=body),
        "post_caps": post.upper(), "name": name,
    }  # fmt: skip


def authority(post: str, *, head_post: str, way: Way | None, body: str = "") -> str:
    """Return “KT. CỤC TRƯỞNG”, “TM. ỦY BAN NHÂN DÂN”, or nothing."""
    if way is None:
        return ""
    if way is not Way.COLLECTIVE:
        return f"{way.value}. {head_post.upper()}"
    stands_in = post.casefold() not in {head_post.casefold(), acting(head_post).casefold()}
    deputy = f"\n{Way.DEPUTY.value}. {head_post.upper()}" if stands_in else ""
    return f"TM. {body.upper()}{deputy}"


def acting(head_post: str) -> str:
    """Return the post of who was given the head's office for the time being: “Q. Cục trưởng”."""
    return f"Q. {head_post}"


def post_of_head(title: str, head_post: str) -> str:
    """Return the post a head signs with: acting where the account's title says so."""
    said = title.casefold()
    post = head_post.casefold()
    is_acting = any(f"{mark}{post}" in said for mark in _ACTING)
    return acting(head_post) if post and is_acting else head_post


def is_heads_title(title: str, head_post: str) -> bool:
    """Tell whether the title is the head's here: “Phó Cục trưởng, Chủ tịch CĐCS” heads a union.

    A person whose title is not noted holds the post the role was given for.
    """
    said, post = title.casefold(), head_post.casefold()
    if said.startswith("phó"):
        return bool(post) and any(f", {mark}{post}" in said for mark in ("", *_ACTING))
    return not said or not post or post in said
