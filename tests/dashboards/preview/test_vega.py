"""What draws the charts is bundled once."""

from pathlib import Path

from dashboards.preview.vega import kept


def test_a_text_is_made_once(tmp_path: Path) -> None:
    """The second time it comes out of the file, and nothing else lies beside it."""
    made: list[str] = []

    def make() -> str:
        made.append("called")
        return "ä script"

    path = tmp_path / "below" / "vega-1.js"
    assert [kept(path, make), kept(path, make)] == ["ä script"] * 2
    assert made == ["called"]
    assert list(path.parent.iterdir()) == [path]


def test_another_version_is_made_anew(tmp_path: Path) -> None:
    """Files of versions do not stand in for each other."""
    assert kept(tmp_path / "vega-1.js", lambda: "one") == "one"
    assert kept(tmp_path / "vega-2.js", lambda: "two") == "two"


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    """As in an image whose files cannot be changed: the text is made each time."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert kept(tmp_path / "file" / "vega-1.js", lambda: "script") == "script"
