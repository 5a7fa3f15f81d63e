"""What is no EDTF date is refused, and the reason helps the person who typed it."""

import pytest

from timeline.edtf import parse

REFUSED = [
    ("", "a date is missing"),
    ("19 November 2018", "months are numbers, as in 2018-11-19"),
    ("2018-11-19\n", "a blank"),
    ("[2018, 2019]", "a blank"),
    ("٢٠١٨", "the character '٢'"),
    ("2018\0", "the character '\\x00'"),
    ("(2018)", "the character '('"),
    ("19.11.2018", "the year comes first, as in 2018-11-19"),
    ("2018-1-5", "months and days have two digits"),
    ("1XXXX", "a date looks like 2018-11-19, 2018-11 or 2018"),
    ("199", "a year has four digits"),
    ("20181119", "hyphens stand between year, month and day; a longer year as Y17000"),
    ("2018-11-", "a date looks like 2018-11-19, 2018-11 or 2018"),
    ("2018??", "only one of ? ~ % at a time; % is both ? and ~"),
    ("-0000", "year -0000; the year before 0001 is 0000"),
    ("2018-13", "month 13"),
    ("2018-00", "month 00"),
    ("2018-42", "month 42"),
    ("2018-22-01", "month 22"),
    ("2018-11-32", "day 32"),
    ("2019-02-29", "February 2019 has 28 days"),
    ("1900-02-29", "February 1900 has 28 days"),
    ("20XX-04-31", "April 20XX has 30 days"),
    ("2018-11-16/2018-11-14", "the interval ends before it begins"),
    ("2012-24/2012-21", "the interval ends before it begins"),
    ("0001/-0001", "the interval ends before it begins"),
    ("2018-11-14/2018-11", "the end begins before the start: write it as precisely as the start"),
    ("2018-11-14/2018", "the end begins before the start: write it as precisely as the start"),
    ("/", "neither a start nor an end"),
    ("2017/2018/2019", "an interval has one /, as in 2018-11-14/2018-11-16"),
    ("2018-13/2019", "month 13"),
    ("2018..2019", ".. is an open end, as in 2018-11-14/.. or [..2018-11-18]"),
    ("[..]", "neither a start nor an end"),
    ("[]", "a date is missing"),
    ("[2018,]", "a date is missing"),
    ("[2018}", "a set is [A,B] for one of them, {A,B} for all, and stands alone"),
    ("[2019..2018]", "the interval ends before it begins"),
    ("[2018-11..2018-11-19]", "both ends of .. must have the same precision"),
    ("[2017,..2018]", "only the first or the last of a set may be open"),
    ("[2017..,2018]", "only the first or the last of a set may be open"),
    ("2018-11-19T24:00:00", "hour 24"),
    ("2018-11-19T10:60:00", "minute 60"),
    ("2018-11-19T10:30:60", "second 60"),
    ("2018-11-19T10:30:00+14:30", "offset +14:30; they go from -12:00 to +14:00"),
    ("2018-11-19T10:30:0٢", "the character '٢'"),
    ("2018-11-31T10:30:00Z", "November 2018 has 30 days"),
    ("2018-11-19T10:30Z", "a time of day is whole and stands alone, as in 2018-11-19T10:30:00+04:30"),
    ("2018-11-19T10:30:00Z/..", "a time of day is whole and stands alone, as in 2018-11-19T10:30:00+04:30"),
    ("Y2018", "Y begins a year of 5 to 18 digits"),
    ("Y17E17", "Y begins a year of 5 to 18 digits"),
    ("Y17E999999999", "Y begins a year of 5 to 18 digits"),
    ("Y17000/..", "Y begins a year of 5 to 18 digits that stands alone, as in Y17000"),
    ("0000S1", "S follows a year that stands alone, as in 1950S2"),
    ("9" * 5000, "longer than 4,000 characters"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=range(len(REFUSED)))
def test_a_refusal_says_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match="is not an EDTF date") as refusal:
        parse(text)
    assert str(refusal.value).endswith(f" is not an EDTF date ({reason})")


def test_a_refusal_shows_the_beginning_of_a_long_string() -> None:
    with pytest.raises(ValueError, match=rf"^'{'9' * 60}…' is not"):
        parse("9" * 5000)
