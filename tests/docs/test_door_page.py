"""The door's promises are held by tests that exist."""

import re

from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "door.md"


def test_each_promise_names_tests_that_exist() -> None:
    """All eleven, in their order, and each with one at least."""
    rows = re.findall(r"^\| (\d*) \| .+ \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    tests = "".join(file.read_text() for file in (ROOT / "tests" / "producers" / "gateway").glob("test_*.py"))
    assert [number for number, _ in rows if number] == [str(number) for number in range(1, 12)]
    for _, cell in rows:
        named = re.findall(r"`(test_\w+)`", cell)
        assert named
        for name in named:
            assert f"def {name}(" in tests, name
