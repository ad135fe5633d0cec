"""Copies what our pages serve from npm's packages into ``static/vendor``: Bootstrap, htmx and the two fonts.

Run by ``make setup``. The code font is cut down to the letters, digits and signs that programs in Arabic and French
use (fontTools), from 340 KB to some 40 KB. Nothing is fetched here.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from fontTools import subset

HUB_CONFIG = Path(__file__).parent.parent
MODULES = HUB_CONFIG / "node_modules"
TARGET = Path(__file__).parent / "static" / "vendor"

COPIES = {
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "bootstrap.rtl.min.css": "bootstrap/dist/css/bootstrap.rtl.min.css",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    **{
        f"fonts/cairo-{script}-{weight}.woff2": f"@fontsource/cairo/files/cairo-{script}-{weight}-normal.woff2"
        for script in ("arabic", "latin", "latin-ext")
        for weight in (400, 600, 700)
    },
}

CODE_LETTERS = "U+20-7E,U+A0-17F,U+2010-2027,U+2030-203A,U+20AC,U+2190-2193,U+2260-2265,U+25CB,U+25D0,U+2713,U+2715,U+60C-61B,U+61F-652,U+660-66C,U+6F0-6F9,U+FE8D-FEFC"

RANGES = {
    "arabic": "U+0600-06FF,U+0750-077F,U+0870-088E,U+0890-0891,U+0897-08E1,U+08E3-08FF,U+200C-200E,U+2010-2011,U+204F,U+2E41,U+FB50-FDFF,U+FE70-FE74,U+FE76-FEFC",
    "latin-ext": "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
}


def font_css() -> str:
    """The ``@font-face`` rules, one a script and weight, so that a page downloads only what it shows."""
    faces = [
        f'@font-face{{font-family:"Cairo";font-weight:{weight};font-display:swap;'
        f'src:url("fonts/cairo-{script}-{weight}.woff2") format("woff2");unicode-range:{letters}}}'
        for script, letters in RANGES.items()
        for weight in (400, 600, 700)
    ]
    faces.append(
        '@font-face{font-family:"DejaVu Sans Mono";font-display:swap;'
        'src:local("DejaVu Sans Mono"),url("fonts/dejavu-sans-mono.woff2") format("woff2")}'
    )
    return "\n".join(faces) + "\n"


def write_code_font(source: Path, target: Path) -> None:
    """The subset of ``source`` with ``CODE_LETTERS``, as WOFF2."""
    subset.main(
        [
            str(source),
            f"--unicodes={CODE_LETTERS}",
            "--flavor=woff2",
            "--layout-features=*",
            "--drop-tables+=FFTM",
            f"--output-file={target}",
        ]
    )


def main() -> None:
    (TARGET / "fonts").mkdir(parents=True, exist_ok=True)
    for name, source in COPIES.items():
        shutil.copyfile(MODULES / source, TARGET / name)
    write_code_font(
        MODULES / "dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf", TARGET / "fonts/dejavu-sans-mono.woff2"
    )
    (TARGET / "fonts.css").write_text(font_css(), encoding="utf-8")


if __name__ == "__main__":
    main()
