"""TLS, as a client wants it."""

import ssl
from pathlib import Path

from connections.errors import ServiceRefusedError

__all__ = ["tls_context"]


def tls_context(ca_file: Path | None, setting: str) -> ssl.SSLContext:
    """Return a context that takes only certificates of an authority: of the file, or of the system's where it is None.

    Raises:
        ServiceRefusedError: the file cannot be read or holds no certificate; it names the setting.
    """
    try:
        context = ssl.create_default_context(cafile=None if ca_file is None else str(ca_file.expanduser()))
    except (OSError, ssl.SSLError) as error:
        reason = error.strerror or error
        raise ServiceRefusedError(
            f"{setting}={ca_file} cannot be used: {reason}; name a file of PEM certificates"
        ) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
