"""What production refuses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"PRODUCTION": "true", "SECRET_KEY": "k3" * 30, "ALLOWED_HOSTS": "postmortems.example.org"}


def load(environment: dict[str, str], tmp_path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_a_key_and_hosts(tmp_path):
    assert load(GOOD, tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "please-change-me-" + "x" * 40}, "Set SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS"),
        ({"DEBUG": "true"}, "unset DEBUG"),
    ],
)
def test_production_refuses_the_conveniences_of_a_trial(change, sentence, tmp_path):
    outcome = load({**GOOD, **change}, tmp_path)
    assert outcome.returncode != 0
    assert sentence in outcome.stderr


def test_a_trial_makes_a_secret_of_its_own_and_keeps_it(tmp_path):
    load({}, tmp_path)
    first = (tmp_path / "secret-key").read_text()
    load({}, tmp_path)
    assert (tmp_path / "secret-key").read_text() == first
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


PROVIDER = {"OIDC_ISSUER": "https://sso.example.org", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}


def test_production_starts_with_a_provider_of_sign_in(tmp_path):
    assert load({**GOOD, **PROVIDER, "OIDC_NEW_PEOPLE": "viewer"}, tmp_path).returncode == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"),
        ({"OIDC_NEW_PEOPLE": "admin"}, "OIDC_NEW_PEOPLE"),
        ({"OIDC_ISSUER": "http://sso.example.org"}, "https"),
    ],
)
def test_half_a_provider_of_sign_in_stops_the_start(change, sentence, tmp_path):
    outcome = load({**GOOD, **PROVIDER, **change}, tmp_path)
    assert outcome.returncode != 0
    assert sentence in outcome.stderr
