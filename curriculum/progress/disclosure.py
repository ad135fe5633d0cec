"""Which figures of a table must be hidden, so that none about fewer than five people is shown or can be
worked out.

A table has parts (classes) and their total (the school), and perhaps a total of totals (several schools).
Every part of fewer than five people is hidden. Since a total less the parts shown gives the rest, the rest
must be at least five people: else the smallest part still shown is hidden too, and when there is none left,
the total.

What this does not do: when *everybody* in a shown group has the same mark, the figures tell it, whatever the
group's size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SMALLEST_GROUP = 5


def is_small(size: int) -> bool:
    """A group about which nothing may be shown. An empty group is nobody: its figures say nothing of
    anyone."""
    return 0 < size < SMALLEST_GROUP


def hidden_parts(sizes: Sequence[int], forced: Iterable[int] = ()) -> frozenset[int]:
    """Positions of the parts to hide below a shown total: the small ones, those in ``forced``, and as few
    others as keep the rest from being small. When even all of them are too few, the total must be hidden too."""
    hidden = {position for position, size in enumerate(sizes) if is_small(size)} | set(forced)
    while is_small(sum(sizes[position] for position in hidden)):
        shown = [position for position, size in enumerate(sizes) if size and position not in hidden]
        if not shown:
            break
        hidden.add(min(shown, key=lambda position: (sizes[position], position)))
    return frozenset(hidden)


def total_is_hidden(sizes: Sequence[int], hidden: Iterable[int]) -> bool:
    """Whether a total must be hidden because its hidden parts, taken together, are a small group."""
    return is_small(sum(sizes[position] for position in hidden))
