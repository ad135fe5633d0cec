"""school.toml: what is read, and what is said when it is wrong."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.school import (
    DEMO_SCHOOL,
    Bilingual,
    Listen,
    MarksScale,
    SchoolError,
    parse_school,
    read_school,
)
from curriculum.school.places import provinces, region_of, regions
from curriculum.school.template import school_file

GOOD = """\
[school]
code = "58394W"
kind = "school"
name = { fr = "Lycée", ar = "ثانوية" }
region = "MA-11"
province = "MA-LAA"
year = "2026-2027"

[[classes]]
slug = "tcsf-1"
name = "TCSF-1"
level = "TCSF"
teachers = ["s.a"]

[[teachers]]
id = "s.a"
name = { fr = "S", ar = "س" }
"""


def problems(text: str) -> list[str]:
    with pytest.raises(SchoolError) as caught:
        parse_school(text)
    return [str(problem.text("en")) for problem in caught.value.problems]


def test_a_short_file_is_a_whole_school_with_the_usual_values():
    school = parse_school(GOOD)
    assert school.sections[0].course_id == "2026-tcsf-1"
    assert (school.languages, school.default_language) == (("ar", "fr"), "ar")
    assert school.marks == MarksScale(20, 10, 0.25)
    assert school.listen == Listen("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert school.names_on_sign_in
    assert not school.demo
    assert school.region.fr == "Laâyoune-Sakia El Hamra"


def test_who_is_who():
    assert [DEMO_SCHOOL.role(user) for user in ("s.elidrissi", "n.chakir", "nobody")] == [
        "teacher",
        "coordinator",
        None,
    ]
    assert [section.slug for section in DEMO_SCHOOL.sections_of("s.elidrissi")] == ["tcsf-1"]
    assert DEMO_SCHOOL.sections_of("n.chakir") == ()
    assert DEMO_SCHOOL.section("2026-tclsh-1").name == "TCLSH-1"
    assert DEMO_SCHOOL.section("2025-tclsh-1") is None


# (what is replaced in GOOD, by what, the line, words of the sentence)
WRONG = [
    ("[[classes]]", '[listen]\nport = 8010\nurl = "http://127.0.0.1:8000"\n[[classes]]', 11, ["port 8000", "port 8010"]),
    ('kind = "school"', 'kind = "shcool"', 3, ["unknown kind “shcool”", "school, centre, association"]),
    ('kind = "school"', 'kind = "school"\nfoo = 1', 4, ["unknown key “foo”", "names_on_sign_in"]),
    ('code = "58394W"', 'code = "58394w"', 2, ["five digits and a capital letter"]),
    ('code = "58394W"', "code = 58394", 2, ["“code” must be text"]),
    ('code = "58394W"\n', "", 1, ["the key “code” is missing"]),
    ('ar = "ثانوية"', 'ar = " "', 4, ["empty"]),
    (', ar = "ثانوية"', "", 4, ["the key “ar” is missing"]),
    (', ar = "ثانوية"', ', ar = "ا", en = "x"', 4, ["unknown key “en”", "fr, ar"]),
    ('name = { fr = "Lycée", ar = "ثانوية" }', 'name = "Lycée"', 4, ["“name” must be a table"]),
    ('region = "MA-11"', 'region = "MA-13"', 5, ["unknown region “MA-13”", "MA-11 (Laâyoune"]),
    ('province = "MA-LAA"', 'province = "MA-XXX"', 6, ["unknown province “MA-XXX”", "MA-BOD (Boujdour)"]),
    ('province = "MA-LAA"', 'province = "MA-GUE"', 6, ["lies in MA-10, not in MA-11", "MA-TAF"]),
    ('year = "2026-2027"', 'year = "2026-2028"', 7, ["not a school year"]),
    ('year = "2026-2027"', 'year = "2026/2027"', 7, ["such as 2026-2027"]),
    ('year = "2026-2027"', 'year = "2026-2027"\nlanguages = ["ar", "en"]', 8, ["unknown language “en”", "ar, fr"]),
    ('year = "2026-2027"', 'year = "2026-2027"\nlanguages = []', 8, ["at least one"]),
    ('year = "2026-2027"', 'year = "2026-2027"\nlanguages = ["fr"]', 8, ["default language is ar"]),
    ('year = "2026-2027"', 'year = "2026-2027"\nlanguages = ["fr"]\ndefault_language = "ar"', 9, ["use one of: fr"]),
    ('year = "2026-2027"', 'year = "2026-2027"\nnames_on_sign_in = "yes"', 8, ["true or false"]),
    ("[[classes]]", "[listen]\nport = 70000\n[[classes]]", 10, ["70000 is not a port", "1 to 65535"]),
    ("[[classes]]", '[listen]\nport = "8000"\n[[classes]]', 10, ["whole number"]),
    ("[[classes]]", '[listen]\nhost = "a b"\n[[classes]]', 10, ["not an address"]),
    ("[[classes]]", '[listen]\nhost = "0.0.0.0"\n[[classes]]', 10, ["add the key url"]),
    ("[[classes]]", '[listen]\nurl = "school.ma"\n[[classes]]', 10, ["http://192.168.1.10:8000"]),
    ("[[classes]]", "[marks]\npass_mark = 30\n[[classes]]", 10, ["pass mark 30 is above"]),
    ("[[classes]]", "[marks]\nstep = 0.3\n[[classes]]", 10, ["0.25, 0.5 or 1"]),
    ("[[classes]]", "[marks]\nstep = 0\n[[classes]]", 10, ["above 0"]),
    ("[[classes]]", "[marks]\nout_of = nan\n[[classes]]", 10, ["above 0"]),
    ("[[classes]]", "[marks]\nscale = 1\n[[classes]]", 10, ["unknown key “scale”", "out_of, pass_mark, step"]),
    ("[[classes]]", "[mark]\n[[classes]]", 9, ["unknown key “mark”", "school, marks, listen, classes"]),
    ('slug = "tcsf-1"', 'slug = "TCSF 1"', 10, ["small letters"]),
    ('["s.a"]', '["s.a", "z.z"]', 13, ["there is no teacher “z.z”", "use one of: s.a", "[[teachers]]"]),
    ('["s.a"]', '[\n  "s.a",\n  "s.a"]', 15, ["named twice"]),
    ("[[teachers]]", '[[classes]]\nslug = "tcsf-1"\nname = "B"\nlevel = "x"\nteachers = []\n[[teachers]]', 16,
     ["“tcsf-1” is already a class (number 1"]),
    ("[[teachers]]", '[[classes]]\nslug = "b"\nname = "tcsf-1"\nlevel = "x"\nteachers = []\n[[teachers]]', 17,
     ["“tcsf-1” is already a class"]),
    ('id = "s.a"', 'id = "pabcdefghj"', 16, ["there is no teacher", "pupil's id"]),
    ('id = "s.a"', 'id = "course-x"', 16, ["course-"]),
    ("[[teachers]]", '[[coordinators]]\nid = "s.a"\nname = { fr = "S", ar = "س" }\n[[teachers]]', 16,
     ["already another person's"]),
    ("[school]", "[school", 1, ["not TOML"]),
    ('slug = "tcsf-1"', 'slug = "tcsf-1', 10, ["not TOML", "quotation mark"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "words"), WRONG, ids=[f"{line}-{new[:24]}" for _, new, line, _ in WRONG]
)
def test_a_wrong_value_is_told_with_its_line_and_remedy(old, new, line, words):
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    text = "\n".join(found)
    assert any(problem.startswith(f"school.toml:{line}: ") for problem in found), text
    assert all(word in text for word in words), text


def test_all_problems_come_at_once_and_in_order():
    text = (
        GOOD.replace('kind = "school"', 'kind = "x"\nfoo = 1')
        .replace("2026-2027", "1")
        .replace('["s.a"]', '["b", "c"]')
    )
    found = problems(text)
    assert [problem.split(": ")[0] for problem in found] == [
        f"school.toml:{line}" for line in (3, 4, 8, 14, 14)
    ]


def test_a_problem_is_told_in_the_readers_language():
    with pytest.raises(SchoolError) as caught:
        parse_school(GOOD.replace('kind = "school"', "kind = 1"))
    assert "doit être un texte entre guillemets" in caught.value.text("fr")
    assert "نصا بين علامتي اقتباس" in caught.value.text("ar")


def test_a_missing_file_says_how_to_make_one(tmp_path):
    with pytest.raises(SchoolError, match="barmaja school new"):
        read_school(tmp_path / "school.toml")


def test_a_file_in_another_encoding_is_a_problem_not_a_traceback(tmp_path):
    (tmp_path / "school.toml").write_bytes("name = 'é'".encode("cp1252"))
    with pytest.raises(SchoolError, match="UTF-8"):
        read_school(tmp_path / "school.toml")


def test_every_province_lies_in_its_region():
    assert len(regions()) == 12
    for region in regions().values():
        assert provinces(region.code)
        assert all(region_of(code) == region for code in provinces(region.code))
    assert region_of("MA-XXX") is None


texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20).filter(
    lambda text: text == text.strip()
)


@given(
    fr=texts,
    ar=texts,
    name=texts,
    step=st.sampled_from([0.25, 0.5, 1]),
    names=st.booleans(),
    demo=st.booleans(),
    language=st.sampled_from(["ar", "fr", "en"]),
    port=st.integers(1, 65535),
)
def test_a_written_file_reads_as_the_school_it_was_written_for(
    fr, ar, name, step, names, demo, language, port
):
    first, *rest = DEMO_SCHOOL.sections
    school = replace(
        DEMO_SCHOOL,
        name=Bilingual(fr, ar),
        sections=(replace(first, level=name), *rest),
        marks=MarksScale(20, 10, step),
        listen=Listen("127.0.0.1", port, f"http://school.local:{port}"),
        names_on_sign_in=names,
        demo=demo,
    )
    assert parse_school(school_file(school, language)) == school


def test_a_file_in_another_encoding_says_the_line(tmp_path):
    (tmp_path / "school.toml").write_bytes(GOOD.encode("cp1256"))
    with pytest.raises(SchoolError, match=r"school\.toml:4: .*UTF-8"):
        read_school(tmp_path / "school.toml")
