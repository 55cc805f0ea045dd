"""The routes of the entrance: personal links, name and password, signing out.

Looking at a page changes nothing, so that a program that previews links uses nothing up; what
changes something is a form that was made by us for this very browser. Every use case runs in a
thread: a password takes a while to compare, and the app is not to stand still for it.
"""

from collections.abc import Callable
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dashboard import i18n, oidc
from dashboard.access import PUBLIC
from dashboard.entering import Entered, Halfway
from dashboard.entrance import cookies, pages, tokens
from dashboard.entrance.places import local
from dashboard.errors import DashboardError, StaleFormError, WrongPasswordError
from dashboard.service import Service
from data.errors import DataError, InvitationError

MOST = 16 * 1024
"""Bytes of a form."""
FIELDS = 20
"""Fields of a form, at most."""
_AT_ONCE = 2
"""Passwords compared at the same time: each takes 64 MiB."""


def routes(opened: Callable[[], Service]) -> list[Route]:
    """Give the routes; `opened` gives the campaign, and is called in a thread."""
    entrance = Entrance(opened)
    return [
        Route("/entrer/{token}", entrance.link, methods=["GET", "POST"]),
        Route("/connexion", entrance.name, methods=["GET", "POST"]),
        Route("/sortir", entrance.leave, methods=["GET", "POST"]),
        Route(pages.STYLE, pages.static, methods=["GET"]),
        Route(pages.SCRIPT, pages.static, methods=["GET"]),
    ]


class Visit:
    """One request to the entrance, with what all of them need."""

    def __init__(self, request: Request, service: Service, form: dict[str, str]) -> None:
        self.request, self.form = request, form
        self.entering = service.acting(PUBLIC).entering
        self.campaign = i18n.text(service.campaign().name)
        self.cookies = self.entering.cookies()
        self.nonce = request.cookies.get(cookies.FORM) or cookies.new_nonce()
        self.next = local(form.get("next") or request.query_params.get("next"))
        self.device = tokens.device(request.headers.get("user-agent", ""))
        self.address = request.client.host if request.client else ""

    @property
    def sent(self) -> bool:
        """A form was sent."""
        return self.request.method == "POST"

    def require_ours(self) -> None:
        """Make sure that the form is one of ours, sent from our own page.

        Raises
        ------
        StaleFormError
            It is not.
        """
        kept = self.request.cookies.get(cookies.FORM)
        if not same_site(self.request) or not self.cookies.ours(kept, self.form.get("form", "")):
            raise StaleFormError()

    def page(
        self, template: str, *, problem: Exception | None = None, **values: object
    ) -> Response:
        """Make a page with a form."""
        message, mend = i18n.explain(problem) if problem else ("", "")
        response = pages.page(
            template,
            status=200 if problem is None else 403,
            campaign=self.campaign,
            form=self.cookies.form_token(self.nonce),
            next=self.next,
            message=message,
            mend=mend,
            **values,
        )
        secure = self.request.url.scheme == "https"
        response.set_cookie(
            cookies.FORM, self.nonce, httponly=True, samesite="strict", secure=secure
        )
        return response

    def entered(self, entered: Entered) -> Response:
        """Send somebody on who came in; their browser keeps the cookie."""
        response = RedirectResponse(self.next, 303, pages.HEADERS)
        secure = self.request.url.scheme == "https"
        value = self.cookies.value(entered.token)
        cookies.keep(response, self.cookies.name, value, secure=secure)
        return response

    def token(self) -> str | None:
        """Give the token of who is signed in with this browser, None where nobody seems to be."""
        held = self.cookies.read(self.request.cookies.get(self.cookies.name))
        return held.token if held else None


class Entrance:
    """Answers the routes."""

    def __init__(self, opened: Callable[[], Service]) -> None:
        self._opened = opened
        self._limiter = CapacityLimiter(_AT_ONCE)

    async def link(self, request: Request) -> Response:
        """Answer a personal link or one for once: a page with a button, then the way in."""
        return await self._answer(request, _link)

    async def name(self, request: Request) -> Response:
        """Answer who comes in by name and password, and by a code after it."""
        return await self._answer(request, _name)

    async def leave(self, request: Request) -> Response:
        """Sign a browser out."""
        return await self._answer(request, _leave)

    async def _answer(self, request: Request, answer: Callable[[Visit], Response]) -> Response:
        form = await _form(request) if request.method == "POST" else {}
        language = pages.language(request)

        def work() -> Response:
            with i18n.using(language):
                try:
                    return answer(Visit(request, self._opened(), form))
                except (DataError, DashboardError) as problem:
                    message, mend = i18n.explain(problem)
                    return pages.page("problem", status=503, message=message, mend=mend)

        return await to_thread.run_sync(work, limiter=self._limiter)


def _link(visit: Visit) -> Response:
    token = visit.request.path_params["token"]
    try:
        account = visit.entering.invited(token)
        if visit.sent:
            visit.require_ours()
            return visit.entered(visit.entering.by_link(token, device=visit.device))
    except InvitationError as problem:
        return visit.page("refused", problem=problem)
    except StaleFormError as problem:
        return visit.page("link", name=account.name, problem=problem)
    return visit.page("link", name=account.name)


def _name(visit: Visit) -> Response:
    form, typed = visit.form, visit.form.get("name", "")
    if not visit.sent:
        return visit.page("name", name="")
    ticket = form.get("ticket", "")
    try:
        visit.require_ours()
        where = {"address": visit.address, "device": visit.device}
        if ticket:
            return visit.entered(visit.entering.by_code(ticket, form.get("code", ""), **where))
        came = visit.entering.by_password(typed, form.get("password", ""), **where)
        if isinstance(came, Halfway):
            return visit.page("code", ticket=came.ticket)
        return visit.entered(came)
    except DashboardError as problem:
        again = ticket and not isinstance(problem, WrongPasswordError | StaleFormError)
        if again:
            return visit.page("code", ticket=ticket, problem=problem)
        return visit.page("name", name=typed, problem=problem)


def _leave(visit: Visit) -> Response:
    token = visit.token()
    if not visit.sent:
        return visit.page("leave")
    try:
        visit.require_ours()
    except StaleFormError as problem:
        return visit.page("leave", problem=problem)
    if token is not None:
        visit.entering.leave(token)
    response = _left(visit)
    response.delete_cookie(visit.cookies.name)
    return response


def _left(visit: Visit) -> Response:
    """Lead on after signing out: by way of the provider, where one vouched for this browser.

    A page in between, for a form may not lead to another site.
    """
    if oidc.NOTED in visit.request.cookies:
        return pages.page("left", campaign=visit.campaign, leaving=oidc.LEAVING)
    return RedirectResponse("/", 303, pages.HEADERS)


def same_site(request: Request) -> bool:
    """Say whether a form was sent from a page of ours, as far as the browser tells."""
    told = request.headers.get("sec-fetch-site")
    if told is not None:
        return told in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or origin.partition("://")[2] == request.headers.get("host", "")


async def _form(request: Request) -> dict[str, str]:
    """Read what a form sent, as far as it is one of ours; nothing of what is too long for one."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST:
            return {}
    text = body.decode("utf-8", "replace")
    if text.count("&") >= FIELDS:
        return {}
    given = parse_qs(text, keep_blank_values=True)
    return {name: values[0] for name, values in given.items()}
