"""Runs a pupil's program apart: in a copy of the variables, with its input given, its output kept, its time limited.

Laws: the pupil's variables are never changed; nothing reaches the screen; KeyboardInterrupt passes through. Part of every test
cell: see ``marking``.
"""

import ast
import builtins
import contextlib
import copy
import io
import signal
import sys
import threading
import types

LIMIT = 5.0
"""Seconds a test may take."""
MOST = 100_000
"""Characters a program may show in one test."""
CELL, CALL, TEST = "<cell>", "<call>", "<test>"
"""What stands for a file name in the code of the pupil's cell, of a test's call, of a test's own Python."""


def N_(msgid):
    """Marks a msgid of the domain ``learning`` that is translated later."""
    return msgid


class Stop(BaseException):
    """The program is stopped; its text says why. Not an ``Exception``: a pupil's ``except`` must not catch it."""


class Output(io.StringIO):
    """What a program shows, up to ``MOST`` characters."""

    def write(self, text):
        if self.tell() + len(text) > MOST:
            raise Stop(N_("The program shows too much and was stopped: does a loop never end?"))
        return super().write(text)


class Run:
    """What happened: the text shown, the value of the call, the error or the reason of the stop, the variables left."""

    def __init__(self, variables):
        self.variables = variables
        self.output = Output()
        self.called_at = 0
        self.value = self.error = self.stop = None
        self.in_call = False
        self.asked_too_often = False

    @property
    def shown(self):
        return self.output.getvalue()[self.called_at :]


def shell():
    """The notebook's IPython, if there is one."""
    interactive = sys.modules.get("IPython.core.interactiveshell")
    if interactive and interactive.InteractiveShell.initialized():
        return interactive.InteractiveShell.instance()
    return None


def variables_for(source, call, namespace):
    """A copy of ``namespace`` in which ``source`` may do what it likes: what it names is copied deep, functions move along."""
    variables = dict(namespace)
    for name in ("exit", "quit"):
        if name in variables:
            variables[name] = sys.exit
    names, memo, todo = set(), {}, [code_of(source, "exec"), code_of(call, "eval")]
    while todo:
        code = todo.pop()
        if code is None:
            continue
        todo += [inner for inner in code.co_consts if isinstance(inner, types.CodeType)]
        for name in set(code.co_names) - names:
            names.add(name)
            value = namespace.get(name)
            if isinstance(value, types.FunctionType) and value.__globals__ is namespace:
                todo.append(value.__code__)
                moved = types.FunctionType(
                    value.__code__, variables, value.__name__, value.__defaults__, value.__closure__
                )
                moved.__kwdefaults__ = value.__kwdefaults__
                variables[name] = moved
            elif type(value) in (list, dict, set, bytearray) or type(value).__module__ == "__main__":
                with contextlib.suppress(Exception):  # what cannot be copied is shared
                    variables[name] = copy.deepcopy(value, memo)
    return variables


def code_of(source, mode):
    try:
        return compile(source, CELL, mode, dont_inherit=True) if source else None
    except (SyntaxError, ValueError):
        return None


def python_of(source):
    """Python of a cell: a line that begins with ``%`` or ``!`` means here what it means in the notebook."""
    here = shell()
    return here.transform_cell(source) if here else source


def has_instruction(source):
    """Whether there is more than blanks and comments."""
    try:
        return bool(ast.parse(source).body)
    except (SyntaxError, ValueError):
        return True


class Quiet:
    """While it lasts: what is shown goes to ``output``, ``input()`` reads ``lines``, and the time is limited."""

    def __init__(self, run, lines, seconds):
        self.run, self.lines, self.seconds = run, list(lines), seconds
        self.timed = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()

    def typed(self, prompt="", /):
        str(prompt)
        if not self.lines:
            self.run.asked_too_often = True
            raise EOFError("input()")
        return self.lines.pop(0)

    def late(self, _signal, frame):
        while frame and frame.f_code.co_filename not in (CELL, CALL, TEST):
            frame = frame.f_back
        if frame:
            raise Stop(N_("The program does not end and was stopped: does a loop never end?"))

    def __enter__(self):
        here = shell()
        self.kept = sys.stdout, sys.stderr, builtins.input, here, here and here.display_pub
        sys.stdout, sys.stderr, builtins.input = self.run.output, io.StringIO(), self.typed
        if here:
            here.display_pub = sys.modules["IPython.core.displaypub"].CapturingDisplayPublisher()
        if self.timed:
            self.handler = signal.signal(signal.SIGALRM, self.late)
            signal.setitimer(signal.ITIMER_REAL, self.seconds, 0.05)

    def __exit__(self, *_):
        if self.timed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self.handler)
        sys.stdout, sys.stderr, builtins.input, here, publisher = self.kept
        if here:
            here.display_pub = publisher


def perform(source, namespace, lines=(), call=None, seconds=LIMIT):
    """Runs ``source``, then evaluates ``call``, in a copy of ``namespace``."""
    try:
        program = python_of(source)
    except SyntaxError:
        program = source
    run = Run(variables_for(program, call, namespace))
    try:
        with Quiet(run, lines, seconds):
            with contextlib.suppress(SystemExit):
                exec(compile(program, CELL, "exec", dont_inherit=True), run.variables)  # noqa: S102 - its purpose
            if call:
                run.called_at, run.in_call = run.output.tell(), True
                run.value = eval(compile(call, CALL, "eval", dont_inherit=True), run.variables)  # noqa: S307
    except Stop as stop:
        run.stop = str(stop)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a pupil's program raises
        run.error = error
    return run


def line_of(error):
    """The line of the pupil's cell an error points at, or ``None``."""
    if isinstance(error, SyntaxError):
        return error.lineno
    line, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == CELL:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
