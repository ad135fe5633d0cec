"""What can go wrong in the notebook's interface, as sentences a person reads."""

from __future__ import annotations

from translations import BarmajaError


class NotebookInterfaceError(BarmajaError):
    """Any failure of this package that a person is told about."""
