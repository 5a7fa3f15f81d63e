"""Dates as people read them: in plain English, and no surer than they are."""

import pytest

from timeline.edtf import parse

DATES = [
    ("2018-11-19", "19 November 2018"),
    ("2018-11", "some day in November 2018"),
    ("2018", "some day in 2018"),
    ("0800", "some day in AD 800"),
    ("0000", "some day in 1 BC"),
    ("-0044-03-15", "15 March 45 BC"),
    ("2018-11-19T10:30:00", "19 November 2018 at 10:30:00"),
    ("2018-11-19T10:30:00Z", "19 November 2018 at 10:30:00 UTC"),
    ("2018-11-19T10:30:00+04:30", "19 November 2018 at 10:30:00 UTC+04:30"),
    ("2018-22", "some day in summer 2018"),
    ("2018-24", "some day in the winter beginning December 2018"),
    ("2018-31", "some day in southern autumn 2018"),
    ("2018-36", "some day in the fourth quarter of 2018"),
    ("2018-41", "some day in the second half of 2018"),
    ("Y17000", "some day in the year 17,000"),
    ("Y-17E7", "some day in the year 170,000,001 BC"),
    ("1950S2", "some day in a year from 1900 to 1999, estimated 1950"),
    ("-1950S2?", "some day in a year from 2000 BC to 1901 BC, estimated 1951 BC (uncertain)"),
]

QUALIFIED = [
    ("2018-11-19?", "19 November 2018 (uncertain)"),
    ("2018~", "some day in about 2018"),
    ("2018-11%", "some day in about November 2018 (uncertain)"),
    ("2004?-06-~11", "11 June 2004 (year uncertain, day approximate)"),
    ("2004-06~-11", "11 June 2004 (year approximate, month approximate)"),
    ("?2004-06~", "some day in June 2004 (year uncertain and approximate, month approximate)"),
    ("2018-~22", "some day in summer 2018 (season approximate)"),
    ("?-0044~", "some day in about 45 BC (uncertain)"),
    ("Y-17E7~", "some day in about the year 170,000,001 BC"),
]

UNSPECIFIED = [
    ("201X", "some day in the 2010s"),
    ("200X", "some day in the years 2000 to 2009"),
    ("20XX", "some day in the years 2000 to 2099"),
    ("-01XX", "some day in the years 200 BC to 101 BC"),
    ("-156X", "some day in the years 1570 BC to 1561 BC"),
    ("-000X", "some day in a year written -000X (X unknown)"),
    ("XXXX", "some day in an unknown year"),
    ("-XXXX-12", "some day in December in an unknown year BC"),
    ("20X8", "some day in a year written 20X8 (X unknown)"),
    ("2018-11-XX", "some day in November 2018"),
    ("2018-XX", "some day in 2018 (month unknown)"),
    ("2018-XX-XX", "some day in 2018 (month unknown)"),
    ("156X-12-25", "25 December in the 1560s"),
    ("2018-XX-25", "a day written 2018-XX-25 (X unknown)"),
    ("2018-1X", "some day in a month written 2018-1X (X unknown)"),
    ("2018-X1", "some day in a month written 2018-X1 (X unknown)"),
    ("201X-22", "some day in a season written 201X-22 (X unknown)"),
]

INTERVALS = [
    ("2018-11-14/2018-11-16", "from 14 to 16 November 2018"),
    ("2018-10-30/2018-11-02", "from 30 October to 2 November 2018"),
    ("2018-12-30/2019-01-02", "from 30 December 2018 to 2 January 2019"),
    ("2018-11/2018-12", "from November to December 2018"),
    ("2018-11-01/2018-11", "from 1 November 2018 to November 2018"),
    ("2018/2018", "from 2018 to 2018"),
    ("-0200/0200", "from 201 BC to AD 200"),
    ("2018-11-14/2018-11-16?", "from 14 November 2018 to 16 November 2018 (uncertain)"),
    ("2001~/..", "from about 2001, not ended"),
    ("2001/", "from 2001 to an unknown day"),
    ("/2001-05", "from an unknown day to May 2001"),
    ("../2001", "from an open beginning to 2001"),
    ("../..", "from an open beginning, not ended"),
]

SETS = [
    ("[2018-11-14]", "14 November 2018"),
    ("[2018-11-14,2018-11-16]", "14 or 16 November 2018"),
    ("{2018-11-14,2018-11-16}", "14 and 16 November 2018"),
    ("[2018-10,2018-11,2019-01]", "some day in October 2018, November 2018 or January 2019"),
    ("[2018-11-14,2018-12]", "14 November 2018 or some day in December 2018"),
    ("[2018-11-01..2018-11-19]", "some day from 1 to 19 November 2018"),
    ("[..2018-11-18]", "18 November 2018 or before"),
    ("[2018-11-14,2018-11-18..]", "14 November 2018 or 18 November 2018 or later"),
    ("[..1984]", "some day in 1984 or before"),
    ("{1667,1668,1670..1672}", "1667, 1668 and every year from 1670 to 1672"),
    ("{2018-11-14..2018-11-16}", "every day from 14 to 16 November 2018"),
    ("{..1984}", "every year up to 1984"),
    ("{1760-12..}", "every month from December 1760 on"),
]

PERIODS = [
    ("2018", "2018"),
    ("2018-11", "November 2018"),
    ("2018-11-19", "19 November 2018"),
    ("2018~", "about 2018"),
    ("201X", "the 2010s"),
    ("2018-06/2018-08", "from June to August 2018"),
    ("[2018-10,2018-11]", "October or November 2018"),
    ("[2018-10..2018-12]", "some month from October to December 2018"),
]


@pytest.mark.parametrize(("text", "words"), DATES + QUALIFIED + UNSPECIFIED + INTERVALS + SETS)
def test_words(text: str, words: str) -> None:
    assert parse(text).words() == words


@pytest.mark.parametrize(("text", "words"), PERIODS)
def test_words_for_the_period_that_a_figure_counts(text: str, words: str) -> None:
    assert parse(text).words(period=True) == words
