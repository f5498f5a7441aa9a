"""A report as a tagged PDF (PDF/UA-1), out of its page of HTML."""

from dashboards.errors import ReportError
from dashboards.reports.as_html import as_html
from dashboards.reports.model import Report

__all__ = ["as_pdf"]


def as_pdf(report: Report) -> bytes:
    """Return the report on A4, with headings, tables and the words for charts as tags that a screen reader follows.

    Raises:
        ReportError: Pango, which sets the letters, is not installed on this machine.
        ModuleNotFoundError: WeasyPrint is not installed.
    """
    try:
        from weasyprint import HTML
    except OSError as error:
        raise ReportError(
            f"PDF needs Pango, which this machine lacks ({error}); apt-get install libpango-1.0-0 libpangoft2-1.0-0, "
            "or take --format html and print it"
        ) from error
    page = HTML(string=as_html(report).decode(), base_url=None)
    made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=report.id.encode())
    return made
