"""A login's step on the wire: a redirect, or a page with the headers of pages."""

from mockauth.protocol import cookies
from mockauth.protocol.context import Context
from mockauth.protocol.pages import Redirect, Step
from mockauth.web.answers import Answer


def answer(ctx: Context, step: Step) -> Answer:
    """Give the answer that a step is."""
    if isinstance(step, Redirect):
        return Answer(302, headers={"Location": step.location}, cookies=[*ctx.cookies.lines.values()])
    # Templates are read when the first page is wanted: a service's token needs none.
    from mockauth.web import pages

    user = ctx.accounts.by_id(ctx.realm, step.user_id)
    locale = pages.locale_of(
        ctx.realm,
        chosen=step.chosen_locale,
        user_attributes=user.attributes if user else None,
        ui_locales=step.ui_locales,
        cookie=cookies.get(ctx, cookies.LOCALE),
        accept_language=ctx.accept_language,
    )
    body, kind = pages.render(step, ctx.realm, locale, ctx.base_url), pages.content_type(step)
    headers = {"Content-Language": locale.tag} if step.template != "form_post" else {}
    return Answer(step.status, body, kind, headers, [*ctx.cookies.lines.values()])
