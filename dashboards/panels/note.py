"""A few words on what a board is for; at most one, and on an overview only."""

from dashboards.sdk import text as sdk
from dashboards.sdk import text_models
from dashboards.text import Language, Text

__all__ = ["note"]


def note(language: Language, title: Text, description: Text, content: Text) -> sdk.Panel:
    """Show a text in Markdown."""
    return (
        sdk.Panel()
        .title(title.in_(language))
        .description(description.in_(language))
        .mode(text_models.TextMode.MARKDOWN)
        .content(content.in_(language))
    )
