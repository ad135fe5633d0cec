"""What must hold between the values of ``school.toml``: places, teachers, unique slugs and ids, a scale that
fits.

Works on the raw tables, and looks only at values of the right shape: what is wrong by itself is reported by
``border``, so that both kinds of problem come out of one reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from ipaddress import ip_address
from urllib.parse import urlsplit

from curriculum.school.border import SCHOOL_CODE
from curriculum.school.places import provinces, region_of, regions
from curriculum.school.problems import DOMAIN
from translations import Message

Path = tuple[str | int, ...]
Found = tuple[Path, Message]

EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 (recognised, not listened on)


def consistency_problems(raw: Mapping) -> Iterator[Found]:
    """Every contradiction in the file: the path of the key to change, and a sentence with the remedy."""
    school = _table(raw, "school")
    yield from _places(school)
    yield from _code(school)
    yield from _default_language(school)
    yield from _marks(_table(raw, "marks"))
    yield from _address(_table(raw, "listen"))
    yield from _unique_slugs(raw)
    yield from _unique_ids(raw)
    yield from _class_teachers(raw)


def _table(raw: Mapping, key: str) -> Mapping:
    value = raw.get(key)
    return value if isinstance(value, Mapping) else {}


def _tables(raw: Mapping, key: str) -> list[tuple[int, Mapping]]:
    value = raw.get(key)
    items = value if isinstance(value, list) else []
    return [(position, item) for position, item in enumerate(items) if isinstance(item, Mapping)]


def _places(school: Mapping) -> Iterator[Found]:
    region, province = school.get("region"), school.get("province")
    if isinstance(region, str) and region.strip() and region not in regions():
        values = {"value": region, "valid": _listed(regions())}
        yield ("school", "region"), Message(DOMAIN, "unknown region “{value}”; use one of: {valid}.", values)
    elif isinstance(region, str) and isinstance(province, str) and province not in provinces(region):
        values = {"value": province, "region": region, "valid": _listed(provinces(region))}
        if region_of(province) is None:
            message = Message(DOMAIN, "unknown province “{value}”; those of {region} are: {valid}.", values)
        else:
            values["other"] = region_of(province).code
            message = Message(
                DOMAIN,
                "the province {value} lies in {other}, not in {region}; change the region, "
                "or use one of: {valid}.",
                values,
            )
        if region.strip() and province.strip():
            yield ("school", "province"), message


def _listed(places: Mapping) -> str:
    return ", ".join(f"{place.code} ({place.fr})" for place in places.values())


def _code(school: Mapping) -> Iterator[Found]:
    """Schools have the ministry's code; a training centre or an association may choose its own."""
    code = school.get("code")
    if not isinstance(code, str) or not code.strip():
        return
    if school.get("kind") == "school" and SCHOOL_CODE.fullmatch(code) is None:
        yield (
            ("school", "code"),
            Message(
                DOMAIN,
                "“{value}” is not a school code: five digits and a capital letter, such as 58394W.",
                {"value": code},
            ),
        )
    elif not all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in code):
        yield (
            ("school", "code"),
            Message(
                DOMAIN, "“{value}” cannot be a code; use letters a–z, digits and hyphens.", {"value": code}
            ),
        )


def _default_language(school: Mapping) -> Iterator[Found]:
    languages, default = school.get("languages"), school.get("default_language")
    if isinstance(languages, list) and isinstance(default, str) and default not in languages:
        values = {"value": default, "valid": ", ".join(str(language) for language in languages)}
        yield (
            ("school", "default_language"),
            Message(
                DOMAIN,
                "the default language “{value}” is not one of the school's languages; use one of: {valid}.",
                values,
            ),
        )
    elif isinstance(languages, list) and languages and default is None and "ar" not in languages:
        yield (
            ("school", "languages"),
            Message(
                DOMAIN, "the default language is ar, which is not in this list; add the key default_language."
            ),
        )


def _marks(marks: Mapping) -> Iterator[Found]:
    numbers = {"out_of": 20, "pass_mark": 10, "step": 0.25} | dict(marks)
    out_of, pass_mark, step = (numbers[key] for key in ("out_of", "pass_mark", "step"))
    if not all(isinstance(value, int | float) and 0 < value < 1000 for value in (out_of, pass_mark, step)):
        return
    values = {"out_of": out_of, "pass_mark": pass_mark, "step": step}
    where = [key for key in ("pass_mark", "out_of") if key in marks]
    if pass_mark > out_of:
        yield (
            ("marks", where[0]),
            Message(
                DOMAIN, "the pass mark {pass_mark} is above the highest mark {out_of}; lower it.", values
            ),
        )
    where = [key for key in ("step", "out_of") if key in marks]
    if Fraction(str(out_of)) % Fraction(str(step)):
        yield (
            ("marks", where[0]),
            Message(
                DOMAIN, "steps of {step} do not reach the highest mark {out_of}; use 0.25, 0.5 or 1.", values
            ),
        )


def _address(listen: Mapping) -> Iterator[Found]:
    """Listening on every address leaves open which of them the cards show."""
    if listen.get("host") in EVERY_ADDRESS and "url" not in listen:
        yield (
            ("listen", "host"),
            Message(
                DOMAIN,
                "“{value}” listens on every address of this machine; add the key url with the one that "
                "cards show, such as http://192.168.1.10:8000.",
                {"value": listen["host"]},
            ),
        )
    yield from _address_port(listen)


def _address_port(listen: Mapping) -> Iterator[Found]:
    """Cards must not send people to a port where nothing listens. An address by name may lead elsewhere first."""
    url, port = listen.get("url"), listen.get("port", 8000)
    if not isinstance(url, str) or not isinstance(port, int) or not 0 < port < 2**16:
        return
    try:
        there = urlsplit(url)
        shown = there.port
        if there.hostname != "localhost":
            ip_address(there.hostname or "")
    except ValueError:
        return
    if shown and shown != port:
        yield (
            ("listen", "url"),
            Message(
                DOMAIN,
                "the address {url} says port {shown}, but the school listens on port {port}; write the same number "
                "in both places.",
                {"url": url, "shown": shown, "port": port},
            ),
        )


def _unique_slugs(raw: Mapping) -> Iterator[Found]:
    for key in ("slug", "name"):
        seen: dict[str, int] = {}
        for position, section in _tables(raw, "classes"):
            value = section.get(key)
            if not isinstance(value, str):
                continue
            first = seen.setdefault(value.strip().casefold(), position)
            if first != position:
                values = {"value": value, "first": first + 1}
                yield (
                    ("classes", position, key),
                    Message(
                        DOMAIN,
                        "“{value}” is already a class (number {first} of this file); give this one another.",
                        values,
                    ),
                )


def _unique_ids(raw: Mapping) -> Iterator[Found]:
    seen: set[str] = set()
    for group in ("teachers", "coordinators"):
        for position, person in _tables(raw, group):
            identity = person.get("id")
            if isinstance(identity, str) and identity in seen:
                yield (
                    (group, position, "id"),
                    Message(
                        DOMAIN,
                        "the id “{value}” is already another person's; choose another.",
                        {"value": identity},
                    ),
                )
            elif isinstance(identity, str):
                seen.add(identity)


def _class_teachers(raw: Mapping) -> Iterator[Found]:
    known = [person["id"] for _, person in _tables(raw, "teachers") if isinstance(person.get("id"), str)]
    for position, section in _tables(raw, "classes"):
        named = section.get("teachers")
        for place, teacher in enumerate(named if isinstance(named, list) else []):
            path = ("classes", position, "teachers", place)
            if isinstance(teacher, str) and teacher not in known:
                if known:
                    values = {"value": teacher, "valid": ", ".join(known)}
                    message = Message(
                        DOMAIN,
                        "there is no teacher “{value}”; use one of: {valid}, or add this one under [[teachers]].",
                        values,
                    )
                else:
                    message = Message(
                        DOMAIN,
                        "there is no teacher “{value}”; add this one under [[teachers]].",
                        {"value": teacher},
                    )
                yield path, message
            elif isinstance(teacher, str) and teacher in named[:place]:
                yield (
                    path,
                    Message(
                        DOMAIN, "the teacher “{value}” is named twice; leave one out.", {"value": teacher}
                    ),
                )
