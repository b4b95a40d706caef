"""The real application with a kind of document of its own, and a client that speaks the protocol byte by byte."""

import pytest

from tests.collab.installation import Installation
from tests.processes import application


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    with application(tmp_path_factory.mktemp("collab"), DJANGO_SETTINGS_MODULE="tests.collab.settings") as app:
        installation = Installation(app)
        yield installation
        installation.stop()
