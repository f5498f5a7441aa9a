"""What the reader of a dashboard may choose. The period is Grafana's own time range."""

from collections.abc import Callable

from dashboards.labels import AGE_BANDS, PROGRAMMES, transform
from dashboards.query import DATASOURCE, PLUGIN
from dashboards.sdk import builder, dashboard, models
from dashboards.statement import statement
from dashboards.text import Language, Text

__all__ = ["Variable", "age_band", "choice", "datasource", "district", "language_constant", "programme"]

Variable = Callable[[Language], builder.Builder[models.VariableModel]]
"""A variable, to be built in a language."""


def datasource(language: Language) -> dashboard.DatasourceVariable:
    """Which ClickHouse is read; the dashboards name no other."""
    return (
        dashboard.DatasourceVariable("datasource")
        .label(Text("Data source", "Tietolähde", "Datakälla").in_(language))
        .type(PLUGIN)
    )


def language_constant(language: Language) -> dashboard.ConstantVariable:
    """Return the variable that names the language, so that one statement serves all: `${language:singlequote}`."""
    return dashboard.ConstantVariable("language").label("Language").value(language)


def programme(language: Language) -> dashboard.QueryVariable:
    """Return the programmes that have numbers in the period."""
    sql = statement("variables/programme", text=transform("programme", PROGRAMMES, language))
    return choice(language, "programme", Text("Programme", "Ohjelma", "Program"), sql)


def district(language: Language) -> dashboard.QueryVariable:
    """Return the districts that the chosen programmes have been in, by name."""
    return choice(language, "district", Text("District", "Alue", "Distrikt"), statement("variables/district"))


def age_band(language: Language) -> dashboard.QueryVariable:
    """Return the age bands that the chosen programmes have met."""
    sql = statement("variables/age_band", text=transform("age_band", AGE_BANDS, language))
    return choice(language, "age_band", Text("Age band", "Ikäryhmä", "Åldersgrupp"), sql)


def choice(
    language: Language, name: str, label: Text, sql: str, *, as_ordered: bool = False
) -> dashboard.QueryVariable:
    """Return a variable of several values or all of them, asked anew when the period changes.

    Of two columns the plugin takes the first for the value and the second for what is shown. Options are in the order
    of the alphabet or, with `as_ordered`, in that of the statement.
    """
    every = models.VariableOption(selected=True, text=["All"], value=["$__all"])
    return (
        dashboard.QueryVariable(name)
        .label(label.in_(language))
        .datasource(DATASOURCE)
        .query(sql)
        .definition(sql)
        .refresh(models.VariableRefresh.ON_TIME_RANGE_CHANGED)
        .sort(models.VariableSort.DISABLED if as_ordered else models.VariableSort.ALPHABETICAL_ASC)
        .multi(True)
        .include_all(True)
        .current(every)
        .allow_custom_value(False)
    )
