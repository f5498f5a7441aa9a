"""No file of the collection of people's inputs is left without a test that names it."""

from pathlib import Path


def test_each_file_is_named_by_a_test(cases: Path) -> None:
    """Of whatever package."""
    tests = "".join(file.read_text(encoding="utf-8") for file in Path(__file__).parents[1].rglob("test_*.py"))
    assert [file.name for file in cases.iterdir() if file.suffix != ".md" and file.name not in tests] == []
