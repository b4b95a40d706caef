"""The bound on concurrent requests."""

import asyncio

from config.asgi import at_most


def test_no_more_requests_than_the_limit_are_inside_at_once():
    inside, most = 0, 0

    async def slow(_scope, _receive, _send):
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        await asyncio.sleep(0.01)
        inside -= 1

    async def burst():
        application = at_most(3, slow)
        await asyncio.gather(*(application({"type": "http"}, None, None) for _ in range(12)))

    asyncio.run(burst())
    assert most == 3


def test_what_is_no_request_does_not_wait():
    async def forever(scope, _receive, _send):
        if scope["type"] == "http":
            await asyncio.sleep(60)

    async def both():
        application = at_most(1, forever)
        blocker = asyncio.create_task(application({"type": "http"}, None, None))
        await asyncio.sleep(0)
        await asyncio.wait_for(application({"type": "websocket"}, None, None), timeout=1)
        blocker.cancel()

    asyncio.run(both())
