"""No secret reaches a log line."""

from config.logs import hide_secrets


def test_values_with_a_secret_name_are_blanked():
    event = {"event": "signed in", "password": "x", "api_key": "y", "csrftoken": "z", "user": "ada"}
    assert hide_secrets(None, "info", event) == {
        "event": "signed in",
        "password": "[hidden]",
        "api_key": "[hidden]",
        "csrftoken": "[hidden]",
        "user": "ada",
    }


def test_the_token_of_a_one_time_link_is_cut_out_of_paths():
    event = {"event": "request_started", "request": "GET /join/s3cr3t/"}
    assert hide_secrets(None, "info", event)["request"] == "GET /join/[hidden]/"
