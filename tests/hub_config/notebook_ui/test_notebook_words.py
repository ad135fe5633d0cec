"""What the page and Jupyter's own menus say: receipts, sentences, the Arabic pack, the stored choice."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from autograder.exchange import Receipt, Submission
from hub_config.notebook_ui.choice import ChoiceFiles
from hub_config.notebook_ui.language_pack import pack, write_pack, write_packs
from hub_config.notebook_ui.page import page_option, page_settings, sentences
from hub_config.notebook_ui.receipts import receipt_view
from translations import LANGUAGES

NOON = datetime(2026, 11, 24, 12, 5, tzinfo=UTC)
SOURCE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgctxt "menu"
msgid "Edit"
msgstr "تحرير"

msgid "Save"
msgstr "حفظ"

msgid "Nothing yet"
msgstr ""

#, fuzzy
msgid "Guessed"
msgstr "تخمين"
"""


def receipt(number: str, at: datetime = NOON) -> Receipt:
    return Receipt(number, "2026-tcsf-1", "variables", ("pk3m8w2qza",), "0" * 64, at)


def submission(number: str, *, counts: bool) -> Submission:
    return Submission(receipt(number), "pk3m8w2qza", (), late=not counts, counts=counts)


def test_a_receipt_says_when_in_both_languages_by_moroccos_clock():
    view = receipt_view(receipt("r1"), [submission("r1", counts=True)], NOON + timedelta(days=1))
    assert view["when"] == {"ar": "24 نونبر 2026، 13:05", "fr": "24 novembre 2026, 13:05"}
    assert "25 novembre 2026" in view["deadline"]["fr"]


@pytest.mark.parametrize("counts", [True, False])
def test_a_receipt_says_whether_this_is_the_one_that_counts(counts):
    others = [submission("r0", counts=not counts), submission("r1", counts=counts)]
    assert receipt_view(receipt("r1"), others, None)["counts"] is counts


def test_a_receipt_stands_when_the_list_of_submissions_could_not_be_had():
    view = receipt_view(receipt("r1"), (), None)
    assert (view["id"], view["counts"], view["deadline"]) == ("r1", True, None)


def test_the_page_carries_every_sentence_in_both_languages():
    settings = json.loads(page_option(page_settings("fr", False, "/services/school")))
    assert set(settings["texts"]) == set(LANGUAGES)
    assert settings["texts"]["ar"].keys() == settings["texts"]["fr"].keys()
    assert settings["texts"]["ar"]["Submit"] == "تسليم"
    assert settings["texts"]["fr"]["Submit"] == "Rendre"
    assert settings["home"] == "/services/school/learn"


def test_the_pages_sentences_have_no_plural_forms_and_no_header():
    for language in LANGUAGES:
        assert all(isinstance(text, str) and msgid for msgid, text in sentences(language).items())


def test_the_pack_has_what_is_finished_under_jupyters_keys():
    published = {"Save": ["Sauver"], "Open": ["Ouvrir"], "": {"version": "4"}}
    made = pack(read_po(io.BytesIO(SOURCE.encode()), locale="ar"), "jupyterlab", published)
    assert made[""]["domain"] == "jupyterlab"
    assert made["menu\x04Edit"] == ["تحرير"]
    assert made["Save"] == ["حفظ"], "ours goes before what is published"
    assert made["Open"] == ["Ouvrir"]
    assert "Nothing yet" not in made
    assert "Guessed" not in made


def test_making_the_pack_twice_gives_the_same_files(tmp_path: Path):
    source = tmp_path / "jupyterlab.po"
    source.write_text(SOURCE, encoding="utf-8")
    write_pack("ar", source, tmp_path / "pack")
    first = {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "pack").iterdir()
    }
    write_pack("ar", source, tmp_path / "pack")
    second = {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "pack").iterdir()
    }
    assert set(first) == {"jupyterlab.json", "notebook.json"}
    assert first == second


def test_jupyter_offers_our_arabic():
    from jupyterlab_server.translation_utils import get_language_pack, get_language_packs

    write_packs()
    languages, _ = get_language_packs("ar")
    assert languages["ar"]["nativeName"] == "العربية"
    words, problems = get_language_pack("ar")
    assert problems == ""
    assert words["jupyterlab"]["Restart Kernel?"] == ["إعادة تشغيل Python؟"]


def test_our_french_completes_the_published_one():
    from jupyterlab_server.translation_utils import get_language_pack

    write_packs()
    words, problems = get_language_pack("fr")
    assert problems == ""
    assert words["jupyterlab"]["Restart Kernel?"] == ["Redémarrer Python\u00a0?"]
    assert len(words["jupyterlab"]) > 2000


def test_a_choice_is_remembered_and_can_be_changed(tmp_path: Path):
    choices = ChoiceFiles(settings=tmp_path / "lab", config=tmp_path)
    assert choices.both is False
    choices.store_both(True)
    choices.store_language("fr")
    assert choices.both is True
    setting = tmp_path / "lab" / "@jupyterlab" / "translation-extension" / "plugin.jupyterlab-settings"
    assert json.loads(setting.read_text()) == {"locale": "fr"}
    choices.store_language("ar")
    assert json.loads(setting.read_text()) == {"locale": "ar"}


def test_a_spoilt_choice_is_no_choice(tmp_path: Path):
    (tmp_path / "barmaja.json").write_text("{")
    assert ChoiceFiles(settings=tmp_path, config=tmp_path).both is False
