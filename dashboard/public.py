"""What the public is shown: the release that stands, else the number of doors and nothing more."""

from collections.abc import Mapping
from functools import cache

from starlette.middleware import Middleware

from dashboard import settings
from dashboard.access import PUBLIC
from dashboard.publication.serving import PublicResults
from dashboard.service import Service


def public_results() -> Middleware:
    """Make the middleware that serves the results; the database is opened at the first request."""

    @cache
    def service() -> Service:
        return Service.open(settings.load()).acting(PUBLIC)

    return Middleware(
        PublicResults,
        revision=lambda: service().revision,
        files=lambda: files(service()),
    )


def files(service: Service) -> Mapping[str, bytes]:
    """Make all files that the public may see now, by name."""
    from dashboard.publication.bundle import build, doors_only

    release = service.publishing.shown()
    if release is not None:
        return build(release).files
    return doors_only(service.publishing.preface())
