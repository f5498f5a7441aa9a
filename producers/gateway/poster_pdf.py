"""The poster of a gathering as a PDF of one page, for those who print from a phone or send it to a printing house."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import segno

from producers.errors import PosterFontError
from producers.gateway.languages import LANGUAGES
from producers.gateway.poster import HELP, TITLE, Poster

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.enums import WrapMode

__all__ = ["poster_pdf"]

_WIDTH, _MARGIN, _CODE = 210.0, 18.0, 110.0
_NAMES_HEIGHT = 68.0
_SIZES = (28, 22, 18, 14, 11)
_QUIET = 4
_FONTS = frozenset({b"\0\1\0\0", b"OTTO", b"true"})
"""The first bytes of TrueType and OpenType files."""

_INK = 26
_LINE = 0.48
"""Millimetres a line takes for each point of its letters."""


def poster_pdf(poster: Poster, *, font: Path | None = None) -> bytes:
    """Return a poster on A4.

    Without a font it is set in Helvetica, which every reader of PDF has, and which has the letters of Western Europe
    (cp1252), å, ä and ö among them. A TrueType or OpenType font is embedded, as far as its letters are used.

    Raises:
        PosterFontError: a letter of the name is not in the font, or the file is no font.
    """
    paper, family = _paper(font, [*poster.names, poster.about, poster.id])
    paper.set_title(" / ".join(poster.names))
    paper.add_page()
    paper.set_text_color(_INK)
    size = next((one for one in _SIZES if _height(paper, family, one, poster.names) <= _NAMES_HEIGHT), _SIZES[-1])
    for line in poster.names:
        _centred(paper, family, size, line)
    if poster.about:
        _centred(paper, family, 15, poster.about)
    _draw_code(paper, poster.link)
    for language in LANGUAGES:
        _centred(paper, family, 15, TITLE[language])
        _centred(paper, family, 12, HELP[language])
        paper.ln(2)
    _centred(paper, family, 10, poster.id)
    return bytes(paper.output())


def _paper(font: Path | None, texts: Sequence[str]) -> tuple["FPDF", str]:
    from fpdf import FPDF

    paper = FPDF(format="A4")
    paper.set_margin(_MARGIN)
    paper.set_auto_page_break(False)
    if font is None:
        paper.core_fonts_encoding = "cp1252"
        _refuse_missing(texts, "Helvetica", _is_western)
        return paper, "helvetica"
    try:
        with font.open("rb") as file:
            if file.read(4) not in _FONTS:
                raise ValueError("not the first bytes of a font")  # noqa: TRY301
        paper.add_font("poster", fname=font)
    except Exception as error:  # whatever a broken file makes fontTools raise
        raise PosterFontError(f"{font} is no font that can be used; give a .ttf or .otf file") from error
    has: Collection[int] = getattr(paper.fonts["poster"], "cmap", ())
    _refuse_missing(texts, str(font), lambda letter: ord(letter) in has)
    return paper, "poster"


def _refuse_missing(texts: Sequence[str], font: str, has: Callable[[str], bool]) -> None:
    missing = sorted({letter for text in texts for letter in text if not has(letter)})
    if missing:
        raise PosterFontError(
            f"{font} has no {' '.join(missing[:10])}; give a font that has them with --font FILE.ttf, or print the HTML"
        )


def _is_western(letter: str) -> bool:
    try:
        return letter.isprintable() and bool(letter.encode("cp1252"))
    except UnicodeEncodeError:
        return False


def _centred(paper: "FPDF", family: str, points: float, text: str) -> None:
    paper.set_font(family, size=points)
    paper.multi_cell(0, points * _LINE, text, align="C", new_x="LMARGIN", new_y="NEXT", wrapmode=_wrapped(text))


def _height(paper: "FPDF", family: str, points: float, texts: Sequence[str]) -> float:
    """Return the millimetres that texts take, one below the other."""
    paper.set_font(family, size=points)
    heights = (
        paper.multi_cell(0, points * _LINE, text, dry_run=True, output="HEIGHT", wrapmode=_wrapped(text))
        for text in texts
    )
    return float(sum(heights))  # type: ignore[arg-type]  # a height is a number


def _wrapped(text: str) -> "WrapMode":
    from fpdf.enums import WrapMode

    return WrapMode.WORD if " " in text else WrapMode.CHAR


def _draw_code(paper: "FPDF", link: str) -> None:
    """Draw a code as vectors, a rectangle a run of dark modules, with the quiet zone that readers need."""
    code = segno.make(link, error="q", micro=False)
    rows = list(code.matrix_iter(border=_QUIET))
    side = _CODE / len(rows)
    left, top = (_WIDTH - _CODE) / 2, paper.get_y()
    paper.set_fill_color(0)
    for place, row in enumerate(rows):
        for first, length in _runs([bool(module) for module in row]):
            paper.rect(left + first * side, top + place * side, length * side, side, style="F")
    paper.set_y(top + _CODE)


def _runs(modules: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the runs of dark modules of a row, each by its first place and its length."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(modules):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs
