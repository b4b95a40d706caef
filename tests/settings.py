"""The settings of the tests: the application's own, with a throw-away data directory and a fast hasher.

The environment is set first because `config.settings` reads it on import. Which database and broker are
used is the caller's choice: without `DATABASE_URL` and `REDIS_URL` it is the embedded default, and
`./dev test` runs everything a second time with both pointing at servers of its own (`tests/services.py`).
"""

import atexit
import os
import shutil
import tempfile

_data_dir = tempfile.mkdtemp(prefix="postmortems-tests-")
atexit.register(shutil.rmtree, _data_dir, ignore_errors=True)
os.environ["DATA_DIR"] = _data_dir
os.environ["SECRET_KEY"] = "only-for-tests-" + "x" * 40
os.environ["DEBUG"] = "false"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["BASE_URL"] = "http://testserver"
os.environ["PUBLIC_PAGES_KEPT_SECONDS"] = "0"  # what one test puts live is not to be seen in the next
os.environ.pop("EMAIL_URL", None)

from config.settings import *  # noqa: E402, F403

# Hundreds of users are made in a run; the real hasher is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
