"""Answers that are sent while they are made."""

from itertools import count, islice

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncRequestFactory, RequestFactory

from core.streams import LINES, stream

AS = {"content_type": "text/plain", "filename": "lines.txt"}


def test_a_download_has_a_name_and_is_kept_by_nobody():
    answer = stream(RequestFactory().get("/"), iter(["a\n", "b\n"]), **AS)
    assert answer["Content-Disposition"] == 'attachment; filename="lines.txt"'
    assert answer["Cache-Control"] == "no-store"
    assert b"".join(answer) == b"a\nb\n"


@pytest.mark.once
def test_under_asgi_lines_are_made_no_earlier_than_they_are_sent():
    made = count()
    answer = stream(AsyncRequestFactory().get("/"), (f"{number}\n" for number in islice(made, LINES * 3)), **AS)

    async def first_part():
        return await anext(aiter(answer))

    assert answer.is_async
    assert async_to_sync(first_part)().startswith(b"0\n1\n")
    assert next(made) == LINES
