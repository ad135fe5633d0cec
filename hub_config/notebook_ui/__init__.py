"""The pupil's notebook: a front-end extension, a server extension, their configuration and an Arabic language pack.

Only ``server_environment`` is needed to use it; Jupyter finds the rest through the variables it gives.
"""

from .environment import LANGUAGE_VARIABLE, ROLES, Role, server_environment

__all__ = ["LANGUAGE_VARIABLE", "ROLES", "Role", "server_environment"]
