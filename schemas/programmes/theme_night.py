"""Theme nights: an evening about one thing, at a school or a library."""

from schemas.programmes.profile import PrivacyTerms, Profile
from schemas.text import Text

__all__ = ["THEME_NIGHT"]

THEME_NIGHT = Profile(
    id="theme-night",
    name=Text("Theme night", "Teemailta", "Temakväll"),
    plural=Text("Theme nights", "Teemaillat", "Temakvällar"),
    privacy=PrivacyTerms("To see whether theme nights bring people who do not come on ordinary nights.", 5),
)
