"""`timeline report` and `register`: one event from options that follow from the model."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from timeline import Log, plugins


def last_event() -> dict[str, object]:
    """The last line of the log."""
    event: dict[str, object] = json.loads(Path("events.jsonl").read_text().splitlines()[-1])
    return event


@pytest.mark.parametrize("kind", list(plugins.kinds(plugins.load())))
def test_help_names_every_field_with_its_meaning(run: Run, kind: str) -> None:
    """The registry is the plan: no field without an option, no option without words."""
    model = plugins.kinds(plugins.load())[kind]
    text = " ".join(run("register" if model.registry else "report", kind, "--help").output.split())
    for name, field in model.model_fields.items():
        assert f"--{name.replace('_', '-')}" in text
        assert str(field.description)[:20] in text


def test_options_become_a_fact(run: Run, log: Log) -> None:
    """Texts, counts, lists, parts, passages and the chain of attribution."""
    result = run(
        *(
            "report",
            "attack",
            "--subject",
            "doha-attack",
            "--title",
            "Attack in Doha",
            "--date",
            "2018-11",
            "--place",
            "doha",
        ),
        *("--killed", '{"low":3}', "--wounded", "5", "--tags", "a", "--tags", "b", "--victims", "taliban:wounded"),
        *("--source", "paper", "--attributed-to", "taliban", "--passage", "10-20", "--note", "Seen."),
    )
    assert (result.exit_code, result.stderr) == (0, "1 appended\nattack doha-attack\n")
    fact = {"title": "Attack in Doha", "date": "2018-11", "place": "doha", "tags": ["a", "b"]}
    fact |= {"victims": [{"actor": "taliban", "harm": "wounded"}], "killed": {"low": 3}, "wounded": 5}
    passages = [{"start": 10, "end": 20}]
    assert last_event()["data"] == {
        "fact": fact, "source": "paper", "attributed_to": ["taliban"], "passages": passages, "note": "Seen."
    }  # fmt: skip


SLUGS = {
    "date and title": (
        ["report", "attack", "--title", "Attack in Doha", "--date", "2018-11-12"],
        "2018-11-12-attack-in-doha",
    ),
    "title alone": (["report", "background", "--title", "A long war"], "a-long-war"),
    "another script": (["report", "background", "--title", "Переговоры в Дохе"], "peregovory-v-dokhe"),
    "taken already": (["report", "attack", "--title", "Kabul attack"], "kabul-attack-2"),
}


@pytest.mark.parametrize(("arguments", "slug"), SLUGS.values(), ids=SLUGS)
def test_a_slug_is_proposed(run: Run, log: Log, arguments: list[str], slug: str) -> None:
    """From date and title, and never one that is taken."""
    assert run(*arguments, "--source", "paper").exit_code == 0
    assert last_event()["subject"] == slug


def test_the_same_id_is_reported_once(run: Run, log: Log) -> None:
    """Even where its slug was proposed, and is taken now by the event itself."""
    arguments = ["report", "background", "--title", "A long war", "--source", "paper", "--id", "war-1"]
    assert run(*arguments).stderr == "1 appended\nbackground a-long-war\n"
    assert run(*arguments).stderr == "0 appended, 1 already there\nbackground a-long-war\n"


def test_nothing_to_make_a_slug_of_is_told(run: Run, log: Log) -> None:
    """Where a title is all of signs."""
    result = run("report", "background", "--title", "!!!", "--source", "paper")
    message = "--subject: has no title or name to make a slug of; give one with --subject\n"
    assert (result.exit_code, result.stderr) == (1, message)


REFUSED = {
    "bad date": (["--date", "2018-13"], "--date: '2018-13' is not an EDTF date (month 13)"),
    "unknown place": (["--place", "doa"], "--place: no place 'doa' is registered; did you mean 'doha'?"),
    "bad passage": (["--passage", "12"], "--passage: '12' is not START-END, two numbers such as 1234-1310"),
    "bad slug": (["--subject", "Doha Attack"], "--subject: 'Doha Attack' is not a slug (1 to 128 of a-z, 0-9 and -)"),
}


@pytest.mark.parametrize(("arguments", "message"), REFUSED.values(), ids=REFUSED)
def test_problems_are_told_by_option(run: Run, log: Log, arguments: list[str], message: str) -> None:
    """In the words that were typed, and the log stays as it was."""
    before = log.path.read_bytes()
    result = run("report", "attack", "--title", "Attack in Doha", "--source", "paper", *arguments)
    assert (result.exit_code, result.stderr) == (1, f"{message}\n")
    assert log.path.read_bytes() == before


def test_an_unknown_kind_names_the_known_ones(run: Run) -> None:
    """And what may have been meant."""
    result = run("report", "atack")
    assert result.exit_code == 1
    assert result.stderr.startswith("'atack' is not a kind; did you mean 'attack'? (kinds: actor, attack,")


def test_an_actor_is_registered_and_not_reported(run: Run) -> None:
    """The message is the right command."""
    assert run("report", "actor").stderr == "actor is registered: timeline register actor\n"
    assert run("register", "attack").stderr == "attack is reported: timeline report attack\n"


def test_who_and_where_may_come_from_the_environment(run: Run, log: Log, tmp_path: Path) -> None:
    """TIMELINE_LOG and TIMELINE_AUTHID stand for --log and --authid."""
    environment = {"TIMELINE_AUTHID": "ana", "TIMELINE_LOG": str(tmp_path / "events.jsonl")}
    result = run("register", "actor", "--name", "Russia", env=environment)
    assert (result.exit_code, last_event()["authid"], last_event()["subject"]) == (0, "ana", "russia")
