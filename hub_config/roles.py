"""Who may do what in the hub: groups and roles as plain data, from the school.

The law, in four lines. A pupil has one server, their own. A class's course is a hub user of its own that nobody signs in
as; the teachers of that class, and nobody else, may start and open its server (JupyterHub's documented pattern for
shared accounts). A teacher or a coordinator has no server. Nobody has the hub's admin pages, and nobody can make tokens.
"""

from __future__ import annotations

from curriculum.school import School
from hub_config.settings import SERVICE, course_user

PUPILS = "pupils"
TEACHERS = "teachers"
COORDINATORS = "coordinators"
COURSES = "courses"

EVERYONE_SCOPES = ("read:users:name!user", "read:users:groups!user", f"access:services!service={SERVICE}")
"""Narrower than JupyterHub's own ``self``: no server, no tokens, no list of others."""

OWN_SERVER_SCOPES = ("read:users!user", "users:activity!user", "servers!user", "access:servers!user")
COURSE_SCOPES = ("read:users!user", "users:activity!user", "access:servers!user")
SERVER_TOKEN_SCOPES = (
    "users:activity!user",
    "access:servers!server",
    f"access:services!service={SERVICE}",
    "read:users:name!user",
)
"""What a notebook server's own token can do: report activity, let its owner in, and speak to the school service."""

SERVICE_SCOPES = ("list:users", "read:users", "read:servers")


def teaching_group(course_id: str) -> str:
    """The group of the teachers of one class."""
    return f"teachers-of-{course_id}"


def groups_of(school: School, user: str, role: str) -> list[str]:
    """The groups of one hub user, complete: signing in replaces the former ones by these."""
    if role == "pupil":
        return [PUPILS]
    if role == "course":
        return [COURSES]
    if role == "coordinator":
        return [COORDINATORS]
    return [TEACHERS, *(teaching_group(section.course_id) for section in school.sections_of(user))]


def teaching_role(course_id: str) -> dict:
    """The teachers of a class may start, stop and open the server of its course."""
    user = course_user(course_id)
    return {
        "name": f"teach-{course_id}",
        "description": f"Run the course {course_id}",
        "groups": [teaching_group(course_id)],
        "scopes": [
            f"access:servers!user={user}",
            f"servers!user={user}",
            f"read:servers!user={user}",
            f"read:users:name!user={user}",
        ],
    }


def school_roles(school: School) -> list[dict]:
    """Every role of the hub, as ``c.JupyterHub.load_roles`` takes them."""
    return [
        {"name": "user", "description": "Everyone", "scopes": list(EVERYONE_SCOPES)},
        {"name": "server", "description": "A notebook server", "scopes": list(SERVER_TOKEN_SCOPES)},
        {"name": "pupil", "description": "Own server", "groups": [PUPILS], "scopes": list(OWN_SERVER_SCOPES)},
        {
            "name": "course",
            "description": "A class's own account",
            "users": [course_user(section.course_id) for section in school.sections],
            "scopes": list(COURSE_SCOPES),
        },
        *(teaching_role(section.course_id) for section in school.sections),
        {
            "name": "school-service",
            "description": "Pages, events and exchange",
            "services": [SERVICE],
            "scopes": list(SERVICE_SCOPES),
        },
        {
            "name": "idle-culler",
            "description": "Stops servers nobody uses",
            "services": ["idle-culler"],
            "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        },
    ]
