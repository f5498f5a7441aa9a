"""The four programmes."""

from dashboards.colours import PROGRAMMES as COLOURS
from dashboards.labels.label import Label, Labels
from dashboards.text import Text
from schemas.programmes import Programme

__all__ = ["PROGRAMMES"]

PROGRAMMES: Labels = {
    programme.value: Label(text, COLOURS[programme])
    for programme, text in {
        Programme.REGIONAL_EVENT: Text("Regional events", "Aluetapahtumat", "Regionala evenemang"),
        Programme.THEME_NIGHT: Text("Theme nights", "Teemaillat", "Temakvällar"),
        Programme.YOUTH_CENTRE: Text("Youth centres", "Nuorisotalot", "Ungdomsgårdar"),
        Programme.POLICE_DIALOGUE: Text("Police dialogue", "Poliisin vuoropuhelu", "Polisens dialog"),
    }.items()
}
