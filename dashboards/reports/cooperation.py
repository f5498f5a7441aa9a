"""How agencies turn up together: presence, dialogues, referrals."""

from collections import Counter

from dashboards.labels import AGENCIES, PROGRAMMES, SECTIONS, THEMES
from dashboards.reports.catalogue import Catalogue
from dashboards.reports.cells import by, largest_first, left_out, named, number, quarter, shown, total
from dashboards.reports.columns import table
from dashboards.reports.model import Cell, Chart, NumberCell, Section, Table
from dashboards.reports.published import Published

__all__ = ["cooperation"]


def cooperation(words: Catalogue, found: Published) -> Section:
    """Return the section of agencies, dialogues and referrals."""
    return Section(
        "cooperation",
        words.text("sections.cooperation.title"),
        words.text("sections.cooperation.introduction"),
        (_agencies(words, found), _dialogues(words, found), _themes(words, found), _referrals(words, found)),
        (Chart("presence", words.text("charts.presence"), "bars", "agencies", "agency", "gatherings"),),
    )


def _agencies(words: Catalogue, found: Published) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for agency, its in by(found["agencies"], lambda row: str(row["agency"])).items():
        hours = [row["hours"] for row in its if row["hours"] is not None]
        rows.append(
            (
                named(AGENCIES, agency, words),
                NumberCell(sum(row["gatherings"] for row in its)),
                number(sum(hours) if hours else None, "hours"),
            )
        )
    return table(words, "agencies", ("agency", "gatherings", "staff_hours"), largest_first(rows, 1))


def _dialogues(words: Catalogue, found: Published) -> Table:
    rows: list[tuple[Cell, ...]] = [
        (
            named(SECTIONS, section, words),
            NumberCell(sum(row["sessions"] for row in its)),
            total(its, "participants"),
            left_out(its),
        )
        for section, its in by(found["dialogue_sections"], lambda row: str(row["section"])).items()
    ]
    return table(words, "dialogues", ("section", "sessions", "participants", "left_out"), largest_first(rows, 1))


def _themes(words: Catalogue, found: Published) -> Table:
    sessions: Counter[str] = Counter()
    for row in found["dialogues"]:
        sessions.update({str(theme): int(count) for theme, count in row["themes"].items()})
    rows: list[tuple[Cell, ...]] = [
        (named(THEMES, theme, words), NumberCell(count)) for theme, count in sessions.most_common()
    ]
    return table(words, "themes", ("theme", "sessions"), rows)


def _referrals(words: Catalogue, found: Published) -> Table:
    rows = [
        (
            quarter(row["quarter"], words),
            named(PROGRAMMES, row["programme"], words),
            named(AGENCIES, row["from_agency"], words),
            named(AGENCIES, row["to_agency"], words),
            shown(row, "people"),
        )
        for row in found["referrals"]
    ]
    names = ("quarter", "programme", "from_agency", "to_agency", "people")
    return table(words, "referrals", names, largest_first(rows, 4))
