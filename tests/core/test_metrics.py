"""Who may read the figures."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def test_this_machine_reads_them_where_no_token_is_set(client):
    answer = client.get("/metrics")

    assert answer.status_code == 200
    assert b"process_start_time_seconds" in answer.content


@pytest.mark.parametrize("given", [{"REMOTE_ADDR": "192.0.2.1"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}])
def test_for_others_there_is_nothing(client, given):
    assert client.get("/metrics", **given).status_code == 404


@pytest.mark.parametrize(("shown", "status"), [("Bearer secret", 200), ("Bearer wrong", 404), ("", 404)])
def test_with_a_token_it_is_the_token_that_counts(client, settings, shown, status):
    settings.METRICS_TOKEN = "secret"

    assert client.get("/metrics", HTTP_AUTHORIZATION=shown).status_code == status
