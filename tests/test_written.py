"""Dates as people write them: what they become, and what is refused rather than guessed."""

from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.test_edtf_properties import likely
from tests.test_edtf_properties import read as edtf_or_none
from timeline import edtf
from timeline.edtf.written import read

READ = [
    ("18 Oct 2018", "2018-10-18"),
    ("Thursday, October 18th, 2018", "2018-10-18"),
    ("18-Oct-2018", "2018-10-18"),
    ("2018, Oct. 18", "2018-10-18"),
    ("20181018", "2018-10-18"),
    ("2018/10/18", "2018-10-18"),
    ("Sept. 2018", "2018-09"),
    ("Nov. 14–16, 2018", "2018-11-14/2018-11-16"),  # noqa: RUF001  # as printed
    ("from 14 to 16 November 2018", "2018-11-14/2018-11-16"),
    ("28 December 2018 - 3 January 2019", "2018-12-28/2019-01-03"),
    ("November—December 2018", "2018-11/2018-12"),
    ("2015-2018", "2015/2018"),
    ("2015 to the present", "2015/.."),
    ("since March 2015", "2015-03/.."),
    ("until 2018", "/2018"),
    ("between 14 and 16 November 2018", "[2018-11-14..2018-11-16]"),
    ("14 or 15 November 2018", "[2018-11-14,2018-11-15]"),
    ("14 and 15 November 2018", "{2018-11-14,2018-11-15}"),
    ("before 18 Nov 2018", "[..2018-11-17]"),
    ("by 18 Nov 2018", "[..2018-11-18]"),
    ("after 2015", "[2016..]"),
    ("after the 1990s", "[2000..]"),
    ("2015 or later", "[2015..]"),
    ("summer 2018", "2018-22"),
    ("winter 2018/19", "2018-24"),
    ("Q3 2018", "2018-35"),
    ("the second half of 2018", "2018-41"),
    ("the 1990s", "199X"),
    ("19th century", "18XX"),
    ("c. 1990", "1990~"),
    ("about March 1990", "1990-03~"),
    ("probably 2 July 2018", "2018-07-02?"),
    ("c. 1990?", "1990%"),
    ("c. 1990-1995", "1990~/1995~"),
    ("44 BC", "-0043"),
    ("AD 79", "0079"),
    ("2018-11-14 00:00:00", "2018-11-14"),
    ("2018-11-14 10:30:00", "2018-11-14T10:30:00"),
    ("2018-11-14T10:30:00.125Z", "2018-11-14T10:30:00Z"),
    ("1 January 1753", "1753-01-01"),
    ("[..2018-11-18]", "[..2018-11-18]"),
    ("unknown", None),
    (" ", None),
]
WORKED_OUT = [
    ("late March 2018", "[2018-03-15..2018-03-31]"),
    ("early March 2018", "[2018-03-01..2018-03-10]"),
    ("mid-2018", "[2018-05-01..2018-08-31]"),
    ("first week of August 2018", "[2018-08-01..2018-08-07]"),
    ("2018-11-14 10:30", "2018-11-14"),
]
REFUSED = [
    ("2018-11-16/2018-11-14", "the interval ends before it begins"),
    ("[2018-11-16..2018-11-14]", "the interval ends before it begins"),
    ("1753-01-01 00:00:00", "databases write so that a day is missing"),
    ("10/11/2018", "state whether the day or the month comes first"),
    ("25/12/2018", "state whether the day or the month comes first"),
    ("10/11/18", "all its digits"),
    ("18-Oct-18", "all its digits"),
    ("43422", "spreadsheet"),
    ("Friday, 18 October 2018", "2018-10-18 was a Thursday"),
    ("31 September 2018", "September 2018 has 30 days"),
    ("29 Feb. 2019", "February 2019 has 28 days"),
    ("16 to 14 November 2018", "ends before it begins"),
    ("14 November", "the year is missing"),
    ("14 2018", "the month is missing"),
    ("13 Octember 2018", "'octember' is no day, month or year"),
    ("last week", "depends on the day on which it was written"),
    ("yesterday", "depends on the day on which it was written"),
    ("early summer 2018", "no days are agreed"),
    ("early 1990s", "no days are agreed"),
    ("winter 2018-20", "ends in the year behind 2018"),
    ("2018-13", "months have two digits, 01 to 12"),
    ("after 9999", "no days are counted"),
    ("Monday, October 2018", "a weekday needs its day"),
    ("2018-11-14 24:00", "hour 24"),
]


@pytest.mark.parametrize(("text", "date"), READ)
def test_it_becomes_what_the_words_say(text: str, date: str | None) -> None:
    assert read(text) == (date, None)


@pytest.mark.parametrize(("text", "date"), WORKED_OUT)
def test_what_was_worked_out_says_so(text: str, date: str) -> None:
    made, basis = read(text)
    assert made == date
    assert basis is not None
    assert basis.startswith(f"written {text!r}; ")


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_nothing_is_guessed(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match="is not a date that can be told: ") as refusal:
        read(text)
    assert reason in str(refusal.value)
    assert str(refusal.value).startswith(repr(text))


def test_the_order_of_a_date_in_numbers_is_stated() -> None:
    assert read("10/11/2018", "dmy").date == "2018-11-10"
    assert read("10.11.2018 - 12.11.2018", "dmy").date == "2018-11-10/2018-11-12"
    assert read("10/11/2018", "mdy").date == "2018-10-11"
    with pytest.raises(ValueError, match="month 25, if the order is mdy"):
        read("10/25/2018".replace("10/25", "25/10"), "mdy")


@given(
    st.dates(min_value=date(1000, 1, 1)),
    st.sampled_from(["{0:%B} {1}, {2}", "{0:%A}, {1} {0:%b} {2}", "{2} {0:%B} {1}"]),
)
def test_every_day_in_words_is_that_day(day: date, form: str) -> None:
    assert read(form.format(day, day.day, day.year)) == (day.isoformat(), None)


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)))
def test_what_we_say_of_two_ends_is_read_as_those(one: date, other: date) -> None:
    first, last = sorted((one, other))
    for form in ("{}/{}", "[{}..{}]"):
        text = form.format(first, last)
        assert read(edtf.parse(text).words()).date in (text, first.isoformat())


@given(likely)
@example("2015/..")
@example("[2016..]")
def test_what_is_edtf_stays_as_it_is(text: str) -> None:
    """Open ends too; but for the day that means none."""
    assume(edtf_or_none(text) and text != "1753-01-01")
    assert read(text) == (text, None)


@given(st.text(st.sampled_from("0123456789 -/.,?~[]{}XYcabt") | st.characters(), max_size=40))
@example("9999-12-31 or later - 0000")
def test_it_is_edtf_or_a_refusal(text: str) -> None:
    try:
        made = read(text).date
    except ValueError as refusal:
        assert "is not a date that can be told" in str(refusal)  # noqa: PT017  # either may come
    else:
        assert made is None or edtf.parse(made)
