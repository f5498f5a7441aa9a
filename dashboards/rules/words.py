"""What panels say: R12, R13, R15 and R29."""

from collections import Counter
from collections.abc import Iterator, Sequence

from dashboards.queries import panels_of
from dashboards.rules.fault import Dashboard, Fault, language_of
from dashboards.text import LANGUAGES, NOT_SHOWN, SUPPRESSED

__all__ = ["descriptions", "no_value", "titles", "translations"]

_BAD = {
    "en": ("bad", "orange", "red"),
    "fi": ("huono", "oranssi", "punai"),
    "sv": ("dålig", "orange", "röd", "rött"),
}


def titles(dashboard: Dashboard) -> Iterator[Fault]:
    """R12: every panel has a title of its own, of at most 48 characters."""
    found = Counter(panel.get("title") or "" for panel in panels_of(dashboard))
    for title, times in found.items():
        if not title or times > 1 or len(title) > 48:
            wrong = f"{times} panels have the title {title!r} of {len(title)} characters"
            yield Fault(title, wrong, "one plain question or fact each, at most 48 characters")


def descriptions(dashboard: Dashboard) -> Iterator[Fault]:
    """R13: every panel says in 20 characters or more what is counted and what is bad."""
    language = language_of(dashboard)
    for panel in panels_of(dashboard):
        said = panel.get("description") or ""
        if len(said) < 20:
            yield Fault(panel["title"], f"its description has {len(said)} characters", "say what is counted, and how")
        elif panel["type"] != "text" and not any(word in said.lower() for word in _BAD.get(language, ("",))):
            yield Fault(panel["title"], "its description does not say what is bad", f"e.g. {_BAD[language][0]!r}: …")


def no_value(dashboard: Dashboard) -> Iterator[Fault]:
    """R15: where there is no number words stand, and never a 0; a table's say what it means that it has no rows.

    A suppressed number is a row of its table with that state, so a table without rows never means suppressed.
    """
    language = language_of(dashboard)
    wrong = {text.in_(language) for text in (NOT_SHOWN, SUPPRESSED)} if language in LANGUAGES else set()
    for panel in panels_of(dashboard):
        said = panel.get("fieldConfig", {}).get("defaults", {}).get("noValue") or ""
        if panel["type"] != "text" and len(said.split()) < 2:
            yield Fault(panel["title"], f"where no number is stands {said!r}", "give Question a no_value in words")
        elif panel["type"] == "table" and said in wrong:
            yield Fault(
                panel["title"], f"without rows it says {said!r}", "say what did not happen, or nobody wrote down"
            )


def translations(dashboards: Sequence[Dashboard]) -> Iterator[tuple[str, Fault]]:
    """R29: a board has the same panels in each language, each with words of that language.

    Gives each fault with the uid of the dashboard that has it.
    """
    boards: dict[str, list[Dashboard]] = {}
    for dashboard in dashboards:
        boards.setdefault(dashboard["uid"].rpartition("-")[0], []).append(dashboard)
    for first, *others in boards.values():
        for other in others:
            if [panel["id"] for panel in panels_of(first)] != [panel["id"] for panel in panels_of(other)]:
                yield (
                    other["uid"],
                    Fault("", f"its panels are not those of {first['uid']}", "build both from one Board"),
                )
                continue
            for one, its in zip(panels_of(first), panels_of(other), strict=True):
                for key in ("title", "description"):
                    if one[key] == its[key]:
                        fault = Fault(its["title"], f"its {key} is the same as in {first['uid']}", "translate it")
                        yield other["uid"], fault
