"""What runs in a pupil's kernel: Check, and Python's errors in plain words. Imports nothing heavy."""

from curriculum.learning.checking import check
from curriculum.learning.explain import explain

__all__ = ["check", "explain"]
