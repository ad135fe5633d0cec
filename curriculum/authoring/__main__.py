"""``python -m curriculum.authoring``: the lessons' commands without the rest of Barmaja."""

from curriculum.authoring.cli import lessons

if __name__ == "__main__":
    lessons(prog_name="python -m curriculum.authoring")
