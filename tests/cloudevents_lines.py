"""CloudEvents 1.0 by its text: for each attribute, what its member may be in a line and what it may not.

A member stands as JSON, since `1.0` and `1e2` are numbers that differ on paper alone; an empty one is missing.
"""

EVENT = {
    "specversion": '"1.0"',
    "id": '"e-1"',
    "source": '"/talks"',
    "type": '"meeting.reported"',
    "subject": '"qatar-talks"',
    "time": '"2026-11-23T10:00:00Z"',
    "salt": '"mJ1x0n0i7b2Jq0sQ3cXx5A"',
    "data": '{"fact":{"title":"Talks in Qatar"},"source":"paper"}',
}

VALID: dict[str, dict[str, str]] = {
    "id": {
        "uuid": '"019c9a10-0002-7000-8000-000000000002"',
        "any text": '"row 17/ü"',
        "escaped": '"\\u00fc\\ud83d\\ude00"',
    },
    "source": {
        "path": '"/talks"',
        "https": '"https://example.org/talks?of=2018#qatar"',
        "urn": '"urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66"',
        "mailto": '"mailto:desk@example.org"',
        "name": '"talks"',
        "escaped": '"/t%C3%A4lks"',
        "IPv6": '"//[2001:db8::7]:80/"',
    },
    "time": {
        "tenths": '"2026-11-23T10:00:00.5Z"',
        "nanoseconds": '"2026-11-23T10:00:00.123456789Z"',
        "leap second": '"2016-12-31T23:59:60Z"',
        "leap day": '"2024-02-29T00:00:00Z"',
        "first of all": '"0001-01-01T00:00:00Z"',
        "last of all": '"9999-12-31T23:59:59Z"',
    },
    "authid": {"handle": '"ana"', "another script": '"أحمد"', "null": "null", "missing": ""},
    "dataschema": {"https": '"https://example.org/meeting/2"', "urn": '"urn:example:meeting:2"', "null": "null"},
    "datacontenttype": {"JSON": '"application/json"', "null": "null"},
    "comment": {
        "text": '"seen by ana"',
        "empty": '""',
        "blank": '" "',
        "beyond 16 bits": '"\U0001f600"',
        "private use": '"\ue000"',
        "replacement": '"\ufffd"',
        "line separator": '"x\u2028y"',
        "true": "true",
        "false": "false",
        "zero": "0",
        "largest": "2147483647",
        "smallest": "-2147483648",
        "null": "null",
    },
    "2nd": {"begins with a digit": '"x"'},
    "traceparent": {"known extension": '"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"'},
    "anameofmorethantwentycharacters": {"long name": "1"},
}

NARROWED: dict[str, dict[str, str]] = {
    "id": {"blank": '" "'},
    "type": {"reverse DNS": '"org.example.meeting.reported"'},
    "subject": {"missing": "", "path": '"talks/qatar.txt"'},
    "time": {
        "missing": "",
        "offset": '"2026-11-23T14:30:00+04:30"',
        "offset of nothing": '"2026-11-23T10:00:00+00:00"',
        "small letters": '"2026-11-23t10:00:00z"',
    },
    "datacontenttype": {"charset": '"application/json; charset=utf-8"', "text": '"text/plain"'},
    "data": {"missing": "", "text": '"Talks in Qatar"', "list": "[]", "number": "1"},
}
"""Events by CloudEvents, but not in a log: its own rules ask for more."""

CHARACTERS = {
    "NUL": '"\\u0000"',
    "bell": '"x\\u0007"',
    "newline": '"x\\n"',
    "tab": '"x\\t"',
    "delete": '"x\x7f"',
    "C1 control": '"x\x85"',
    "noncharacter": '"x\ufffe"',
    "noncharacter, Arabic block": '"x\ufdd0"',
    "last noncharacter": '"x\U0010ffff"',
}
INVALID: dict[str, dict[str, str]] = {
    "specversion": {"missing": "", "null": "null", "empty": '""', "other": '"0.3"', "number": "1.0", "blank": '"1.0 "'},
    "id": {"missing": "", "null": "null", "empty": '""', "number": "17", "list": '["e-1"]', **CHARACTERS},
    "source": {
        "missing": "",
        "null": "null",
        "empty": '""',
        "number": "1",
        "blank inside": '"our talks"',
        "bare percent": '"/100%"',
        "backslash": '"\\\\talks"',
        "two fragments": '"a#b#c"',
        "not ASCII": '"/tälks"',
        "colon without scheme": '"1:b"',
        "port in words": '"//host:port"',
        "half an address": '"http://[::1"',
    },
    "type": {"missing": "", "null": "null", "empty": '""', "number": "5", "no verb": '"meeting"'},
    "subject": {"empty": '""', "number": "1"},
    "time": {
        "empty": '""',
        "number": "1795428000",
        "no zone": '"2026-11-23T10:00:00"',
        "no time": '"2026-11-23"',
        "30 February": '"2026-02-30T10:00:00Z"',
        "29 February": '"2026-02-29T10:00:00Z"',
        "month 13": '"2026-13-01T10:00:00Z"',
        "day 0": '"2026-11-00T10:00:00Z"',
        "hour 24": '"2026-11-23T24:00:00Z"',
        "minute 60": '"2026-11-23T10:60:00Z"',
        "second 61": '"2016-12-31T23:59:61Z"',
        "leap second at noon": '"2016-12-31T12:00:60Z"',
        "no seconds": '"2026-11-23T10:00Z"',
        "dot alone": '"2026-11-23T10:00:00.Z"',
        "fuzzy": '"1984?"',
        "blank for T": '"2026-11-23 10:00:00Z"',
        "other digits": '"٢٠٢٦-11-23T10:00:00Z"',
        "in words": '"yesterday"',
    },
    "authid": {"empty": '""', "number": "1", "lone control": '"\\u001b"'},
    "dataschema": {
        "empty": '""',
        "relative": '"meeting/2"',
        "path": '"/meeting/2"',
        "no scheme": '"//example.org/meeting/2"',
        "blank inside": '"https://example.org/meeting 2"',
        "number": "2",
    },
    "datacontenttype": {"empty": '""', "junk": '"junk"', "half": '"application/"', "number": "1"},
    "data_base64": {"beside data": '"e30="', "bad base64": '"e30"', "no base64": '"%"'},
    "comment": {
        "float": "1.5",
        "integer as float": "1.0",
        "integer with exponent": "1e2",
        "33 bits": "2147483648",
        "33 bits below": "-2147483649",
        "100 bits": "1267650600228229401496703205376",
        "list": "[]",
        "object": "{}",
        **CHARACTERS,
    },
    **{
        name: {"name": '"x"'}
        for name in ("Comment", "commentBy", "comment_by", "comment-by", "comment.by", "", "ä", "٣")
    },
}
NO_LINE = {
    "lone surrogate": '"comment":"\\ud800"',
    "surrogates the wrong way": '"comment":"\\udc00\\ud800"',
    "NaN": '"comment":NaN',
    "infinity": '"comment":1e999',
    "the same twice": '"comment":1,"comment":1',
    "id twice": '"id":"e-2"',
    "leading zero": '"comment":01',
}
"""Members for which the line is no JSON."""


def line(attribute: str, member: str) -> bytes:
    """The event with that member, or without it."""
    members = EVENT | {attribute: member}
    return ("{" + ",".join(f'"{name}":{value}' for name, value in members.items() if value) + "}").encode()
