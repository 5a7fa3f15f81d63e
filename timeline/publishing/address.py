"""The address that a folder will have, as somebody types it."""

from urllib.parse import quote, urlsplit

_UNCHANGED = "/%:@!$&'()*+,;=~-._"


def base_address(text: str) -> str:
    """The same with a slash at its end and nothing but ASCII in it (RFC 3986); raises ValueError.

    A query, a fragment or a name with a password is refused: no page below such an address could be named.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except (ValueError, UnicodeError) as error:
        raise ValueError(f"{text!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{text!r} is no address such as https://example.org/talks/")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"{text!r}: leave out what is behind ? or #, and any name and password")
    host = f"[{host}]" if ":" in host else host
    path = quote(parts.path, safe=_UNCHANGED).rstrip("/")
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{path}/"
