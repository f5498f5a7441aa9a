"""Youth centres, where young people spend their afternoons and evenings."""

from schemas.programmes.profile import PrivacyTerms, Profile
from schemas.text import Text

__all__ = ["YOUTH_CENTRE"]

YOUTH_CENTRE = Profile(
    id="youth-centre",
    name=Text("Youth centre", "Nuorisotalo", "Ungdomsgård"),
    plural=Text("Youth centres", "Nuorisotalot", "Ungdomsgårdar"),
    privacy=PrivacyTerms("To see whether youth centres and outreach reach the young people who need a place to be.", 5),
)
