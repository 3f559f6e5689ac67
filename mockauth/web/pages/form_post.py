"""The self-submitting page of `response_mode=form_post` (OIDCRedirectUriBuilder).

As Keycloak, which writes it without a template and with the content type `text/html`.
"""

from collections.abc import Mapping

from jinja2.utils import htmlsafe_json_dumps

from mockauth.protocol.java import hash_order

_ESCAPES = str.maketrans({"<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "&": "&amp;"})
_WITHOUT_SCRIPT = "JavaScript is disabled. We strongly recommend to enable it. Click the button below to continue ."


def form_post(action: str, parameters: Mapping[str, str], history_url: str = "") -> str:
    """Return the page that posts the parameters to the redirect URI `action`, in the order of Java's HashMap.

    Unless it is empty, `history_url` replaces the page's address in the browser's history (BrowserHistoryHelper).
    """
    script = (
        f'<SCRIPT>history.replaceState({{}}, "", {htmlsafe_json_dumps(history_url)})</SCRIPT>' if history_url else ""
    )
    fields = "".join(
        f'  <INPUT TYPE="HIDDEN" NAME="{_escaped(name)}" VALUE="{_escaped(parameters[name])}" />'
        for name in hash_order(list(parameters))
    )
    return (
        "<HTML>  <HEAD>    <TITLE>OIDC Form_Post Response</TITLE>  "
        f"{script}</HEAD>"
        '  <BODY Onload="document.forms[0].submit()">'
        f'    <FORM METHOD="POST" ACTION="{_escaped(action)}">{fields}'
        f"      <NOSCRIPT>        <P>{_WITHOUT_SCRIPT}</P>"
        '        <INPUT name="continue" TYPE="SUBMIT" VALUE="CONTINUE" />      </NOSCRIPT>'
        "    </FORM>  </BODY></HTML>"
    )


def _escaped(value: str) -> str:
    """Escape an attribute's value (HtmlUtils.escapeAttribute)."""
    return value.translate(_ESCAPES)
