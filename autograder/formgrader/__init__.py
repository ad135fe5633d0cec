"""nbgrader's formgrader in the teacher's language, and without what a pupil's work could do in the teacher's browser.

A Jupyter Server extension (``autograder.formgrader``), for the notebook server of a course. It changes no file of
nbgrader's: when everything is loaded it puts another template loader into formgrader's two Jinja environments
(``words``), and cleans what the grading page shows of a submission (``safe``). The language is that of the server,
``BARMAJA_LANGUAGE``.

What stays English, because it is written in formgrader's 13 scripts and not in its templates: the contents of the
tables on *Manage assignments* (states, tooltips of the buttons), *Manage submissions* and *Manage students* (states,
"needs manual grading"), all dialogs (add and edit an assignment or student, results and logs of a run), and on the
grading page "Saved", the keyboard help and the button "Show All Names" once pressed. Numbers and dates there are
the scripts' too, and so is the paging of tables ("Showing 1 to 10 of 24 entries", "Search:"). Of
the templates, the long instructions and the warning about a missing exchange stay English.
"""

from autograder.formgrader.extension import (
    _jupyter_server_extension_points,
    _load_jupyter_server_extension,
    _start_jupyter_server_extension,
)

__all__ = [
    "_jupyter_server_extension_points",
    "_load_jupyter_server_extension",
    "_start_jupyter_server_extension",
]
