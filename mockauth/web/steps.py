"""A login's step on the wire: a redirect, or a page with the headers of pages."""

from mockauth.protocol.context import Context
from mockauth.protocol.pages import Redirect, Step
from mockauth.web.answers import Answer

HTML = "text/html;charset=utf-8"


def answer(ctx: Context, step: Step) -> Answer:
    """Give the answer that a step is."""
    if isinstance(step, Redirect):
        return Answer(302, headers={"Location": step.location}, cookies=[*ctx.cookies.lines.values()])
    # Templates are read when the first page is wanted: a service's token needs none.
    from mockauth.web import pages

    locale = pages.locale_of(ctx)
    body = pages.render(step, ctx.realm, locale)
    headers = {"Content-Language": locale.tag}
    return Answer(step.status, body, HTML, headers, [*ctx.cookies.lines.values()])
