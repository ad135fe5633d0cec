"""Which source files belong to which catalogue. One domain a part of the house, so that two people seldom edit one file."""

from __future__ import annotations

from types import MappingProxyType

DOMAINS = MappingProxyType(
    {
        "translations": ("translations",),
        "authoring": ("curriculum/authoring",),
        "learning": ("curriculum/learning",),
        "school": ("curriculum/school", "curriculum/progress", "curriculum/events"),
        "autograder": ("autograder",),
        "hub": ("hub_config",),
        "pages": ("hub_config/pages",),
        "notebook_ui": ("hub_config/notebook_ui",),
    }
)
"""Domain → source folders or files, relative to the repository; the longest matching prefix owns a file.
The domain ``lessons`` (msgids in French) is extracted by ``barmaja lessons``, not from code."""
