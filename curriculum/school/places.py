"""Morocco's regions and provinces: ``regions.csv``, by ISO 3166-2 code. The names are the ministry's to
change."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from curriculum.school.model import Place


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    text = (files("curriculum.school") / "regions.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def regions() -> Mapping[str, Place]:
    """Every region by code, in the order of the file (north to south)."""
    return MappingProxyType(
        {row["region_code"]: Place(row["region_code"], row["region_fr"], row["region_ar"]) for row in _rows()}
    )


@cache
def provinces(region_code: str) -> Mapping[str, Place]:
    """The provinces of a region by code; none for an unknown region."""
    return MappingProxyType(
        {
            row["province_code"]: Place(row["province_code"], row["province_fr"], row["province_ar"])
            for row in _rows()
            if row["region_code"] == region_code
        }
    )


def region_of(province_code: str) -> Place | None:
    """The region that a province lies in, or ``None`` for an unknown province."""
    return next((region for region in regions().values() if province_code in provinces(region.code)), None)
