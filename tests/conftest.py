"""What any test may use: a Chromium; and one language for the command line, English."""

from __future__ import annotations

import os
import shutil

import pytest

os.environ["BARMAJA_LANG"] = "en"  # before any command is imported: its help is put into words then

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def chromium():
    """Debian's Chromium, driven by Playwright; each test opens contexts of its own in it.

    A module's, not the run's: while Playwright is at work no other event loop may run in this thread.
    """
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path, "Chromium is missing. Run: sudo apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
