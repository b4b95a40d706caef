"""The ASGI application that uvicorn serves."""

import asyncio
import gc
import os
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

Scope = dict[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]


def at_most(limit: int, application: Application) -> Application:
    """Let ``limit`` HTTP requests into ``application`` at once; the others wait their turn.

    Each request has a thread and a database connection of its own, so without a bound a burst would take more
    connections than PostgreSQL gives.
    """
    places = asyncio.Semaphore(limit)

    async def bounded(scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        async with places:
            await application(scope, receive, send)

    return bounded


django_application = at_most(settings.HTTP_CONCURRENCY, get_asgi_application())

# Its models can be imported only now that Django is set up.
from collab.socket import DocumentSockets  # noqa: E402

sockets = DocumentSockets()

# What is imported stays. Looking through all of it for garbage holds every thread, for 90 ms in the middle of a word.
get_resolver().url_patterns  # noqa: B018 (imports the pages)
gc.collect()
gc.freeze()


async def application(scope: Scope, receive: Any, send: Any) -> None:
    """Pages to Django, live documents to ``collab``; when the server ends, what was received is written first."""
    if scope["type"] == "websocket":
        await sockets(scope, receive, send)
    elif scope["type"] == "lifespan":
        await live(receive, send)
    else:
        await django_application(scope, receive, send)


async def live(receive: Any, send: Any) -> None:
    while True:
        event = await receive()
        if event["type"] == "lifespan.shutdown":
            await sockets.stop()
        await send({"type": f"{event['type']}.complete"})
        if event["type"] == "lifespan.shutdown":
            return
