"""Vega, Vega-Lite and vega-embed as one script."""

from functools import cache

from dashboards.errors import PreviewError

__all__ = ["vega"]


@cache
def vega() -> str:
    """Give the script, 0.9 MB, as it may stand in a page of HTML.

    Raises:
        PreviewError: The library that brings it is not installed.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise PreviewError(
            "previews need Vega, which is not installed; pip install 'engagement-pipeline[previews]'"
        ) from error
    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")).replace("</script", "<\\/script")
