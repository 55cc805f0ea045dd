"""What is said at the doors, on the planning page: edited, previewed, saved, in both languages."""

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import printing
from data.errors import DatabaseUnreachableError
from tests.pages.appenv import AppEnv, texts

SAVE = "Enregistrer ces textes"


def begin(env: AppEnv, **query: str) -> AppTest:
    at = env.open("planning", **query)
    assert not at.exception and not at.error
    return at


def save_button(at: AppTest):
    return at.button(key="texts-save")


def papers(at: AppTest) -> list[str]:
    """Give the previews: both texts in one language, then in the other."""
    bodies = (str(element.proto.body) for element in at.get("html"))
    return [html.unescape(body) for body in bodies if '<figure class="paper' in body]


def test_the_usual_texts_are_there_to_begin_with(app_env: AppEnv) -> None:
    at = begin(app_env)
    assert at.text_input(key="texts-organiser").value == "Poitiers Collectif"
    assert at.text_input(key="texts-contact").value == ""
    assert [tab.label for tab in at.tabs] == ["Français", "English"]
    assert at.text_area(key="texts-notice-fr").value.startswith("Pourquoi")
    assert at.text_area(key="texts-script-en").value.startswith("“Hello!")
    assert "ligne en pointillés" in texts(at)
    assert save_button(at).disabled
    assert "Ce sont les textes enregistrés." in texts(at)


def test_the_preview_is_what_the_paper_says(app_env: AppEnv) -> None:
    at = begin(app_env)
    french = papers(at)[0]
    for part in printing.notice_as_printed(app_env.service.campaign(), "fr"):
        assert str(part) in french
    assert "Qui vous interroge\u202f: Poitiers Collectif." in french and "……" in french
    at.text_input(key="texts-contact").set_value("defi@example.org").run()
    notices = [paper for paper in papers(at) if 'class="paper notice"' in paper]
    assert len(notices) == 2
    assert all("defi@example.org" in paper and "……" not in paper for paper in notices)
    assert "ligne en pointillés" not in texts(at)
    assert app_env.service.campaign().contact == "", "nothing is kept before the button"


def test_all_is_saved_and_said(app_env: AppEnv) -> None:
    at = begin(app_env)
    at.text_input(key="texts-contact").set_value("  defi@example.org ").run()
    at.text_input(key="texts-results").set_value("en mairie").run()
    at.text_area(key="texts-script-fr").set_value("Bonjour.\n- Souriez").run()
    at.text_area(key="texts-script-en").set_value("Hello.\n- Smile").run()
    assert not save_button(at).disabled and "pas encore enregistrés" in texts(at)
    save_button(at).click().run()
    assert not at.exception and not at.error
    assert "Les textes sont enregistrés." in at.success[0].value
    assert save_button(at).disabled
    campaign = app_env.service.campaign()
    assert (campaign.contact, campaign.results_at) == ("defi@example.org", "en mairie")
    assert campaign.script == {"fr": "Bonjour.\n- Souriez", "en": "Hello.\n- Smile"}
    assert campaign.notice == {}, "the usual text stays the usual one"
    assert campaign.goal == 1001
    again = begin(app_env)
    assert again.text_area(key="texts-script-fr").value == "Bonjour.\n- Souriez"
    assert not again.success


def test_one_language_alone_is_pointed_out(app_env: AppEnv) -> None:
    at = begin(app_env)
    assert not at.warning
    at.text_area(key="texts-notice-fr").set_value("Parce que.").run()
    assert "English" in at.warning[0].value
    at.text_area(key="texts-notice-en").set_value("Because.").run()
    assert not at.warning


def test_the_usual_text_can_be_put_back(app_env: AppEnv) -> None:
    at = begin(app_env)
    usual = at.text_area(key="texts-notice-fr").value
    assert at.button(key="texts-notice-fr-usual").disabled
    at.text_area(key="texts-notice-fr").set_value("Parce que.").run()
    save_button(at).click().run()
    assert app_env.service.campaign().notice == {"fr": "Parce que."}
    at.button(key="texts-notice-fr-usual").click().run()
    assert at.text_area(key="texts-notice-fr").value == usual
    save_button(at).click().run()
    assert app_env.service.campaign().notice == {}


def test_a_text_that_is_wiped_out_is_the_usual_one(app_env: AppEnv) -> None:
    at = begin(app_env)
    at.text_area(key="texts-script-fr").set_value("  \n ").run()
    assert save_button(at).disabled
    assert any("Bonjour" in paper for paper in papers(at))


def test_what_is_typed_never_becomes_part_of_the_page(app_env: AppEnv) -> None:
    at = begin(app_env)
    at.text_input(key="texts-organiser").set_value("<script>x</script>").run()
    at.text_area(key="texts-notice-fr").set_value("- <b>gras</b>").run()
    bodies = "".join(str(element.proto.body) for element in at.get("html"))
    assert "&lt;script&gt;x" in bodies and "&lt;b&gt;gras" in bodies
    assert not re.search(r"<script|<b>gras", bodies)


def test_in_english_its_texts_come_first(app_env: AppEnv) -> None:
    at = begin(app_env, lang="en")
    assert [tab.label for tab in at.tabs] == ["English", "Français"]
    assert "What we say at the doors" in texts(at)
    assert "Who asks: Poitiers Collectif." in papers(at)[0]


def test_a_town_without_quartiers_can_write_its_texts(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dashboard import cached

    monkeypatch.setattr(cached, "quartiers", lambda: ())
    assert save_button(begin(app_env)).disabled


def test_a_database_that_fails_leaves_a_message(
    app_env: AppEnv, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = begin(app_env)

    def fail(*_args: object, **_options: object) -> None:
        raise DatabaseUnreachableError(reason="x")

    monkeypatch.setattr(type(app_env.service.planning), "save_texts", fail)
    at.text_input(key="texts-contact").set_value("defi@example.org").run()
    save_button(at).click().run()
    assert not at.exception and at.error and not at.success
    assert at.text_input(key="texts-contact").value == "defi@example.org", "nothing typed is lost"
    assert not save_button(at).disabled
