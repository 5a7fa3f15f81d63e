"""The file of --map: YAML in which a text stays the text that it looks like, and nothing is said twice."""

import re
from typing import Any

import yaml

from timeline.errors import Problem, Refused
from timeline.fact import Json


class _Plain(yaml.SafeLoader):
    """YAML without its surprises: `NO` is Norway, 1753-01-01 a text, `12:30` no number; a key twice is refused."""


_Plain.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("merge", r"<<", "<"),
):
    _Plain.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_form})$"), list(_first))


def _once(loader: _Plain, node: yaml.MappingNode) -> Any:
    """An object, its keys told apart."""
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.constructor.ConstructorError(None, None, f"{key!r} is there twice", node.start_mark)
    return loader.construct_mapping(node, deep=True)


_Plain.add_constructor("tag:yaml.org,2002:map", _once)


def read(file: Any) -> Json:
    """What the file says; raises Refused."""
    try:
        told = yaml.load(file, _Plain)
    except (yaml.YAMLError, RecursionError, UnicodeDecodeError) as error:
        raise Refused([Problem("--map", "", f"is no YAML: {' '.join(str(error).split())}")]) from error
    known_as = told.get("known_as", {}) if isinstance(told, dict) else None
    if not isinstance(known_as, dict) or not all(isinstance(slug, str) for slug in known_as.values()):
        raise Refused([Problem("--map", "", "is no mapping; `known_as` has a slug for each name")])
    return {**{str(name): value for name, value in told.items()}, "known_as": {str(n): s for n, s in known_as.items()}}
