"""Messages are formatted as java.text.MessageFormat does, and configured markup is sanitised."""

import pytest

from mockauth.protocol.pages import Message
from mockauth.web.pages.form_post import form_post
from mockauth.web.pages.locales import Locale
from mockauth.web.pages.sanitiser import sanitised
from mockauth.web.pages.texts import Texts

ENGLISH = Texts(Locale("en"))
GERMAN = Texts(Locale("de"))


@pytest.mark.parametrize(
    ("pattern", "arguments", "said"),
    [
        ("Sign in to {0}", ["demo"], "Sign in to demo"),
        ("{1} before {0}", ["a", "b"], "b before a"),
        ("doesn''t", [], "doesn't"),
        ("doesn't {0}", ["x"], "doesnt {0}"),
        ("'{0}' is {0}", ["x"], "{0} is x"),
        ("{0} and {1}", ["x"], "x and {1}"),
        ("{0}", ["{1} ''"], "{1} ''"),
        ("{0} characters", [2048], "2,048 characters"),
        ("{0,choice,0#values|1#value|1<values}", [0], "values"),
        ("{0,choice,0#values|1#value|1<values}", [1], "value"),
        ("{0,choice,0#values|1#value|1<values}", [2], "values"),
        ("${email}", [], "Email"),
        ("{0}", ["${email} of ${nobody}"], "Email of nobody"),
    ],
)
def test_a_message_is_formatted(pattern: str, arguments: list[str | int], said: str) -> None:
    assert ENGLISH.message(pattern, *arguments) == said


def test_numbers_are_grouped_as_usual_in_the_language() -> None:
    assert GERMAN.text(Message("error", "invalidPasswordMinLengthMessage", [2048])).endswith(
        " 2.048 Zeichen lang sein."
    )


def test_an_unknown_message_is_shown_as_its_key() -> None:
    assert ENGLISH.text(Message("error", "it is {0} ''so''", ["x"])) == "it is {0} ''so''"


def test_other_languages_fall_back_to_the_default_of_the_realm_and_then_to_english() -> None:
    assert Texts(Locale("fr", ("de", "en"))).message("doCancel") == "Abbrechen"
    assert Texts(Locale("fr", ("en",))).message("doCancel") == "Cancel"


@pytest.mark.parametrize(
    ("configured", "said"),
    [("${email}", "Email"), ("${nobody}", "nobody"), ("My ${email}", "My ${email}"), ("It''s {0}", "It''s {0}")],
)
def test_a_configured_text_may_refer_to_a_message(configured: str, said: str) -> None:
    assert ENGLISH.advanced(configured) == said


@pytest.mark.parametrize(
    ("configured", "left"),
    [
        ('<div class="logo"><span>Demo</span></div>', '<div class="logo"><span>Demo</span></div>'),
        ("<b>Demo<script>alert(1)</script>", "<b>Demo</b>"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Demo", "Demo"),
        ('<b onclick="x()" id="a b">Demo</b>', "<b>Demo</b>"),
        ('<a href="javascript:x()">Demo</a>', "<a>Demo</a>"),
        ('<a href="https://a.example.org/?x=1">Demo</a>', '<a href="https://a.example.org/?x=1">Demo</a>'),
        ("<form><input></form>Fish & Chips < 5", "Fish &amp; Chips &lt; 5"),
        ("<p><i>Demo</p></i></b>", "<p><i>Demo</i></p>"),
        ("&amp;amp;amp;amp;amp;amp;lt;b&gt;", ""),
    ],
)
def test_only_harmless_markup_is_kept(configured: str, left: str) -> None:
    assert sanitised(configured) == left


def test_a_form_post_page_writes_its_address_as_a_string_of_javascript() -> None:
    page = form_post("https://a.example.org", {}, 'https://b.example.org/?client_data="</script>')
    assert 'replaceState({}, "", "https://b.example.org/?client_data=\\"\\u003c/script\\u003e")' in page


def test_a_form_post_is_escaped_and_ordered_as_in_keycloak() -> None:
    page = form_post(
        "https://a.example.org/?x=1&y=2", {"state": "<\"'&>", "code": "c", "iss": "i", "session_state": "s"}
    )
    assert 'ACTION="https://a.example.org/?x=1&amp;y=2"' in page
    assert 'NAME="state" VALUE="&lt;&quot;&apos;&amp;&gt;"' in page
    assert page.index('"code"') < page.index('"iss"') < page.index('"state"') < page.index('"session_state"')
