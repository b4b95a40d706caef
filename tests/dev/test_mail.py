"""Mail leaves by SMTP where `EMAIL_URL` says so, and becomes a file below `DATA_DIR` where nothing is said."""

from tests.processes import RunningApp


def test_email_url_sends_through_that_server(tmp_path, smtp_sink):
    RunningApp(tmp_path, EMAIL_URL=smtp_sink.url).manage("sendtestemail", "ada@example.org")

    [message] = smtp_sink.wait_for(1)
    assert message["To"] == "ada@example.org"


def test_without_it_mail_is_kept_as_files(tmp_path):
    RunningApp(tmp_path).manage("sendtestemail", "ada@example.org")

    [path] = (tmp_path / "mail").iterdir()
    assert "To: ada@example.org" in path.read_text()
