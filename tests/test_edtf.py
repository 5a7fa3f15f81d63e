"""EDTF strings are read with the bounds and the kind that the specification gives them."""

import pytest

from timeline.edtf import parse

ONE_DAY = [
    ("2018-11-19", "2018-11-19"),
    ("2020-02-29", "2020-02-29"),
    ("0000-02-29", "0000-02-29"),  # 1 BC is a leap year of the proleptic Gregorian calendar
    ("2018-11-19?", "2018-11-19"),
    ("2018-11~-19", "2018-11-19"),
    ("?2018-11-~19", "2018-11-19"),
    ("2018-?11-%19", "2018-11-19"),
    ("2018-11-3X", "2018-11-30"),
    ("2018-11-19T10:30:00", "2018-11-19"),
    ("2018-11-19T23:59:59Z", "2018-11-19"),
    ("2018-11-19T00:30:00+14:00", "2018-11-19"),
    ("2018-11-19T23:30:00-12", "2018-11-19"),
    ("[2018-11-14]", "2018-11-14"),
    ("{2018-11-14}", "2018-11-14"),
    ("-0044-03-15", None),
]

SOME_DAY = [
    ("2018", "2018-01-01", "2018-12-31"),
    ("0000", "0000-01-01", "0000-12-31"),
    ("2019-02", "2019-02-01", "2019-02-28"),
    ("2018~", "2018-01-01", "2018-12-31"),
    ("2004?-%06", "2004-06-01", "2004-06-30"),
    ("201X", "2010-01-01", "2019-12-31"),
    ("2018-XX", "2018-01-01", "2018-12-31"),
    ("2018-11-XX", "2018-11-01", "2018-11-30"),
    ("2018-XX-XX", "2018-01-01", "2018-12-31"),
    ("XXXX", "0000-01-01", "9999-12-31"),
    ("156X-12-25", "1560-12-25", "1569-12-25"),
    ("1560-XX-25", "1560-01-25", "1560-12-25"),
    ("1984-1X", "1984-10-01", "1984-12-31"),
    ("1984-X1", "1984-01-01", "1984-11-30"),
    ("2018-02-2X", "2018-02-20", "2018-02-28"),
    ("200X-02-29", "2000-02-29", "2008-02-29"),
    ("1950S2", "1900-01-01", "1999-12-31"),
    ("1953S3~", "1950-01-01", "1959-12-31"),
    ("0850S1", "0800-01-01", "0899-12-31"),
    ("[2018-11-14,2018-11-16]", "2018-11-14", "2018-11-16"),
    ("[2018-11-16,2018-10]", "2018-10-01", "2018-11-16"),
    ("[2018-11-01..2018-11-19]", "2018-11-01", "2018-11-19"),
    ("[..2018-11-18]", None, "2018-11-18"),
    ("[1760-01,1760-12..]", "1760-01-01", None),
    ("{1667,1668,1670..1672}", "1667-01-01", "1672-12-31"),
    ("-0044", None, None),
    ("-01XX", None, None),
    ("9999-24", "9999-12-01", None),
    ("Y17000", None, None),
    ("Y-17E7", None, None),
    ("Y171010000S3%", None, None),
]

ALL_DAYS = [
    ("2018-11-14/2018-11-16", "2018-11-14", "2018-11-16"),
    ("2018/2018", "2018-01-01", "2018-12-31"),
    ("2004-02-01/2005", "2004-02-01", "2005-12-31"),
    ("2001~/..", "2001-01-01", None),
    ("2001/", "2001-01-01", None),
    ("../2001", None, "2001-12-31"),
    ("/2001?", None, "2001-12-31"),
    ("../..", None, None),
    ("/..", None, None),
    ("-0200/0200", None, "0200-12-31"),
    ("-01XX/-0150", None, None),
    ("198X/199X", "1980-01-01", "1999-12-31"),
    ("2018-11-12/2018-11-XX", "2018-11-12", "2018-11-30"),  # there is a day in November that follows the 12th
    ("2003-22/2003-23", "2003-06-01", "2003-11-30"),
]

SEASONS = [
    ("21 25 31", "2018-03-01", "2018-05-31"),
    ("22 26 32", "2018-06-01", "2018-08-31"),
    ("23 27 29", "2018-09-01", "2018-11-30"),
    ("24 28 30", "2018-12-01", "2019-02-28"),
    ("33", "2018-01-01", "2018-03-31"),
    ("34", "2018-04-01", "2018-06-30"),
    ("35", "2018-07-01", "2018-09-30"),
    ("36", "2018-10-01", "2018-12-31"),
    ("37", "2018-01-01", "2018-04-30"),
    ("38", "2018-05-01", "2018-08-31"),
    ("39", "2018-09-01", "2018-12-31"),
    ("40", "2018-01-01", "2018-06-30"),
    ("41", "2018-07-01", "2018-12-31"),
]


@pytest.mark.parametrize(("text", "day"), ONE_DAY)
def test_one_day(text: str, day: str | None) -> None:
    date = parse(text)
    assert (date.text, date.earliest, date.latest, date.kind) == (text, day, day, "day")


@pytest.mark.parametrize(("text", "earliest", "latest"), SOME_DAY)
def test_some_day_within_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    date = parse(text)
    assert (date.earliest, date.latest, date.kind) == (earliest, latest, "uncertain")


@pytest.mark.parametrize(("text", "earliest", "latest"), ALL_DAYS)
def test_all_days_between_bounds(text: str, earliest: str | None, latest: str | None) -> None:
    date = parse(text)
    assert (date.earliest, date.latest, date.kind) == (earliest, latest, "extent")


@pytest.mark.parametrize(("codes", "earliest", "latest"), SEASONS)
def test_the_months_of_seasons_are_our_convention(codes: str, earliest: str, latest: str) -> None:
    dates = [parse(f"2018-{code}") for code in codes.split()]
    assert {(date.earliest, date.latest, date.kind) for date in dates} == {(earliest, latest, "uncertain")}


@pytest.mark.parametrize("text", ["2018", "2018~", "-0044", "2018-11", "?2018-11", "2018-22", "201X", "20XX", "Y17E7"])
def test_a_plain_period_is_an_extent(text: str) -> None:
    assert (parse(text).kind, parse(text).period_kind) == ("uncertain", "extent")


@pytest.mark.parametrize("text", ["156X-12-25", "20X8", "XXXX", "2018-XX", "201X-11", "[2017,2018]", "1950S2"])
def test_a_period_with_gaps_or_unknown_stays_uncertain(text: str) -> None:
    assert parse(text).period_kind == "uncertain"


def test_a_day_and_an_interval_are_the_same_as_a_period() -> None:
    assert (parse("2018-11-19").period_kind, parse("2018/2019").period_kind) == ("day", "extent")


@pytest.mark.parametrize(("sign", "expected"), [("", (False, False)), ("?", (True, False)), ("~", (False, True))])
def test_qualifiers(sign: str, expected: tuple[bool, bool]) -> None:
    date, both = parse(f"2018-{sign}11-19"), parse(f"2018-11-14%/2018-11-19{sign}")
    assert (date.uncertain, date.approximate) == expected
    assert (both.uncertain, both.approximate) == (True, True)


def test_a_date_has_its_words() -> None:
    assert (parse("2018-11").words(), parse("2018-11").words(period=True)) == (
        "some day in November 2018",
        "November 2018",
    )
