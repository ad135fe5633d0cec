"""A new lesson to start from: complete in its shape, right in its tests, French words still to be replaced."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from curriculum.authoring.check import FOLDER
from curriculum.authoring.files import lesson_folders, place_of, write_atomically
from curriculum.authoring.problems import N_, LessonError
from translations import Message

TEMPLATE = """---
title: {title}
minutes: 55
objectives:
  - Dire ici ce que l'élève saura faire.
---

## Prédis

:::{{predict}} prediction-1
Lis ce programme sans l'exécuter. Que va-t-il afficher ?

```python
print(2 + 3)
```

- [x] `5`
- [ ] `2 + 3`  <!-- Sans guillemets, Python calcule d'abord. -->
:::

## Exécute

Exécute la cellule. Avais-tu bien prédit ?

```{{example}} exemple-1
print(2 + 3)
```

## Observe

Explique ici l'idée, en peu de mots, avec un exemple que les élèves connaissent.

## Modifie

Change un nombre dans la cellule ci-dessus et exécute-la de nouveau.

## Crée

::::{{exercise}} exercice-1
:title: Le double
:points: 2

Complète la fonction `double` : elle renvoie le double de `nombre`.

```{{starter}}
def double(nombre):
    # Ta réponse ici
    return
```

```{{starter}} ar
def double(nombre):
    # اكتب جوابك هنا
    return
```

```{{solution}}
def double(nombre):
    return nombre * 2
```

```{{tests}}
- call: double(4)
  returns: 8
- call: double(-3)
  returns: -6
  hidden: true
  say: Essaie aussi avec un nombre négatif.
```

```{{wrong}} 1
:say: Quatre et quatre font huit. Et avec un autre nombre ?
def double(nombre):
    return nombre + 4
```

:::{{hint}}
Quelle opération donne le double d'un nombre ?
:::
:::{{hint}}
La multiplication s'écrit avec `*`.
:::
::::
"""


def new_lesson(lessons: Path, title: str) -> Path:
    """Creates the next lesson's folder with a ``lesson.md`` that passes ``check`` but for its Arabic; gives the file."""
    name = slug(title)
    taken = [match for folder in lesson_folders(lessons) if (match := FOLDER.fullmatch(folder.name))]
    if not name:
        raise LessonError(
            Message(
                "authoring",
                N_("“{title}” has no Latin letter for a folder's name; give the French title"),
                {"title": title},
            )
        )
    if any(match[2] == name for match in taken):
        raise LessonError(
            Message(
                "authoring",
                N_("there is a lesson `{name}` in {folder} already"),
                {"name": name, "folder": place_of(lessons)},
            )
        )
    number = max((int(match[1]) for match in taken), default=0) + 1
    path = lessons / f"{number:02}-{name}" / "lesson.md"
    write_atomically(path, TEMPLATE.format(title=title.strip()).encode())
    return path


def slug(title: str) -> str:
    """``"Les boucles : répéter"`` → ``"les-boucles-repeter"``: what may name a lesson; ``""`` when nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-0123456789")[:40].strip("-")
