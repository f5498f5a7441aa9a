"""What the pages point at exists."""

from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, anchors_of, links_of


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    """Each link within the repository names a file that is there, and a heading in it."""
    for link in links_of(page.read_text(encoding="utf-8")):
        if link.startswith("https://"):
            continue
        target, _, anchor = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        assert path.is_file(), f"{link} leads nowhere"
        if anchor:
            assert anchor in anchors_of(path.read_text(encoding="utf-8")), f"{link}: no such heading"


def test_every_page_can_be_reached_from_the_readme() -> None:
    """Whoever begins at README finds each page by links."""
    seen: set[Path] = set()
    ahead = [ROOT / "README.md"]
    while ahead:
        page = ahead.pop()
        if page not in seen:
            seen.add(page)
            links = (link.partition("#")[0] for link in links_of(page.read_text(encoding="utf-8")))
            ahead += [(page.parent / link).resolve() for link in links if link.endswith(".md") and "://" not in link]
    assert set(PAGES) <= seen


def test_the_readme_is_short_and_shows_a_board() -> None:
    """At most 150 lines, with a picture; the rest is a link away."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert any(link.endswith(".png") for link in links_of(text))
