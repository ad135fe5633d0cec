"""Where keys stand in a TOML text."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from curriculum.school.toml_lines import key_lines

HARD = '''\
# a comment with [brackets] and = signs
top = "a ] string # not a comment" # a comment
"quoted key" = 'literal "'
dotted.key.deep = 1

[school]
name = { fr = "Lycée, }", ar = """two "" quotes""" }
long = """
[not.a.table]
key = "no" \\""" still inside
"""
raw = \'\'\'
x = 1\'\'\'
list = [
  "one",  # first

  { a = 1, b = [2, 3] },
]

[[classes]]
slug = "a"
[[classes]]
slug = "b"
  [[classes.rooms]]
  number = 1
  [classes.head]
  id = "x"
["odd . table".'sub']
when = 1979-05-27 07:32:00
'''


def test_hard_cases_have_the_lines_a_reader_sees():
    lines = key_lines(HARD)
    assert {path: lines[path] for path in lines if path[:1] != ("school",)} == {
        (): 1,
        ("top",): 2,
        ("quoted key",): 3,
        ("dotted",): 4,
        ("dotted", "key"): 4,
        ("dotted", "key", "deep"): 4,
        ("classes",): 20,
        ("classes", 0): 20,
        ("classes", 0, "slug"): 21,
        ("classes", 1): 22,
        ("classes", 1, "slug"): 23,
        ("classes", 1, "rooms"): 24,
        ("classes", 1, "rooms", 0): 24,
        ("classes", 1, "rooms", 0, "number"): 25,
        ("classes", 1, "head"): 26,
        ("classes", 1, "head", "id"): 27,
        ("odd . table",): 28,
        ("odd . table", "sub"): 28,
        ("odd . table", "sub", "when"): 29,
    }
    assert lines["school", "name", "ar"] == 7
    assert lines["school", "raw"] == 12
    assert lines["school", "list", 0] == 15
    assert lines["school", "list", 1, "b", 1] == 17


def paths(value, path=()):
    """Every path of what tomllib read."""
    yield path
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        return
    for key, inner in items:
        yield from paths(inner, (*path, key))


def test_every_path_of_the_hard_text_is_found_and_no_other():
    assert set(key_lines(HARD)) == set(paths(tomllib.loads(HARD)))


keys = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=6)
scalars = st.one_of(
    st.integers(-9, 10**6),
    st.booleans(),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3)
)
documents = st.dictionaries(
    keys, values | st.lists(st.dictionaries(keys, values, max_size=3), min_size=1, max_size=3), max_size=4
)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def inline(value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ",\n  ".join(map(inline, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{quoted(key)} = {inline(inner)}" for key, inner in value.items()) + " }"
    return quoted(value) if isinstance(value, str) else str(value)


def written(document: dict) -> str:
    """A document as TOML: plain keys first, then tables and arrays of tables."""
    plain, tables = [], []
    for key, value in document.items():
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            for each in value:
                tables += [f"[[{quoted(key)}]] # ]", *(f"{quoted(k)} = {inline(v)}" for k, v in each.items())]
        elif isinstance(value, dict):
            tables += [f"[{quoted(key)}]", *(f"{quoted(k)} = {inline(v)}" for k, v in value.items())]
        else:
            plain.append(f"{quoted(key)} = {inline(value)}")
    return "\n".join([*plain, *tables, ""])


@given(documents)
def test_every_path_of_any_text_is_found_on_a_line_that_has_its_key(document):
    text = written(document)
    read = tomllib.loads(text)
    lines = key_lines(text)
    assert set(lines) == set(paths(read))
    of_text = text.split("\n")
    for path, line in lines.items():
        if path and isinstance(path[-1], str):
            assert quoted(path[-1]) in of_text[line - 1]
