"""The mails that an installation without a mail server keeps."""

import os
from email.message import EmailMessage
from urllib.parse import quote

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

from notifications.mail_files import END, LATEST
from notifications.views.dev_mail import FILES
from tests.factories import make_admin

pytestmark = pytest.mark.django_db
MAILS = "/dev/mail/"


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.MAIL_DIR = FILES, tmp_path / "mail"
    settings.EMAIL_FILE_PATH = settings.MAIL_DIR
    return settings.MAIL_DIR


@pytest.fixture
def admin(client, folder):
    client.force_login(make_admin())
    return client


def send(subject="Limit the retries", *, html="<p>It is <b>late</b></p>"):
    mail = EmailMultiAlternatives(subject, "It is late: http://testserver/actions/ACT-1/", to=["ada@example.org"])
    if html:
        mail.attach_alternative(html, "text/html")
    get_connection(FILES).send_messages([mail])


def put(folder, name, content):
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)


def subjects(response):
    return [mail.subject for mail in response.context["mails"]]


def names(admin):
    return [mail.name for mail in admin.get(MAILS).context["mails"]]


def test_the_newest_comes_first(admin, folder):
    put(folder, "20261101-080000-1.log", b"Subject: older\n\nText" + END)
    put(folder, "20261102-080000-1.log", b"Subject: newer\n\nText" + END)
    assert subjects(admin.get(MAILS)) == ["newer", "older"]


def test_a_mail_that_was_sent_is_shown_with_its_parts(admin):
    send()
    (name,) = names(admin)
    page = admin.get(f"{MAILS}{name}/").content.decode()
    assert '<a href="http://testserver/actions/ACT-1/"' in page
    assert "Limit the retries" in page
    assert "ada@example.org" in page
    assert f'src="{MAILS}{name}/html/"' in page


def test_its_html_is_shut_in(admin):
    send()
    (name,) = names(admin)
    response = admin.get(f"{MAILS}{name}/html/")
    policy = response["Content-Security-Policy"]
    assert response.content == b"<p>It is <b>late</b></p>"
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "frame-ancestors 'self'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_only_its_own_page_may_frame_it(admin):
    send()
    (name,) = names(admin)
    assert "frame-src 'self'" in admin.get(f"{MAILS}{name}/")["Content-Security-Policy"]
    assert "frame-src" not in admin.get(MAILS)["Content-Security-Policy"]


def test_two_mails_in_one_file_are_two(admin, folder):
    get_connection(FILES).send_messages(
        [EmailMultiAlternatives(subject, "Text", to=["ada@example.org"]) for subject in ("first", "second")]
    )
    assert subjects(admin.get(MAILS)) == ["second", "first"]
    assert [admin.get(f"{MAILS}{quote(name)}/").status_code for name in names(admin)] == [200, 200]


class TestWhatIsInTheFolder:
    def test_nothing_yet_is_said(self, admin):
        assert "No mail yet." in admin.get(MAILS).content.decode()

    def test_a_mail_still_on_its_way_to_the_disk_waits(self, admin, folder):
        put(folder, "20261101-080000-1.log", b"Subject: whole\n\nText" + END + b"Subject: ha")
        assert subjects(admin.get(MAILS)) == ["whole"]

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe\x00",
            b"Subject: =?utf-8?b?////?=\nDate: yesterday\n\nText",
            b"Subject: x\nContent-Type: text/plain; charset=martian\n\n\xff\xfe",
            b"Content-Type: multipart/alternative; boundary=x\n\n--x\n",
            b'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n!!!',
            b"Subject: a\n b\nTo: <<<>>>,,;\nDate: Mon, 99 Foo 2026 99:99:99 +9999\nMessage-ID: <\n\nText",
        ],
    )
    def test_whatever_it_is_the_pages_open(self, content, admin, folder):
        put(folder, "20261101-080000-1.log", content + END)
        assert admin.get(MAILS).status_code == 200
        for name in names(admin):
            assert admin.get(f"{MAILS}{name}/").status_code == 200
            assert admin.get(f"{MAILS}{name}/html/").status_code == 200

    def test_markup_in_headers_and_text_is_text(self, admin, folder):
        mail = EmailMessage()
        mail["Subject"] = "<script>alert(1)</script>"
        mail.set_content("<img src=x>")
        put(folder, "20261101-080000-1.log", mail.as_bytes() + END)
        for address in (MAILS, f"{MAILS}20261101-080000-1.log/"):
            page = admin.get(address).content.decode()
            assert "<script>alert" not in page
            assert "<img" not in page

    def test_only_the_latest_are_shown(self, admin, folder):
        for number in range(LATEST + 5):
            put(folder, f"20261101-08{number:04}-1.log", b"Subject: %d\n\nText" % number + END)
        shown = subjects(admin.get(MAILS))
        assert len(shown) == LATEST
        assert shown[0] == str(LATEST + 4)

    def test_other_files_folders_and_links_are_none_of_it(self, admin, folder, tmp_path):
        put(folder, "20261101-080000-1.txt", b"Subject: x\n\nText" + END)
        put(folder, ".hidden.log", b"Subject: x\n\nText" + END)
        (folder / "folder.log").mkdir()
        put(tmp_path, "secret.log", b"Subject: secret\n\nText" + END)
        os.symlink(tmp_path / "secret.log", folder / "link.log")
        assert subjects(admin.get(MAILS)) == []


@pytest.mark.parametrize(
    "name",
    [
        "20261101-080000-9.log",
        "..%2Fsecret.log",
        "%2Fetc%2Fpasswd",
        "..",
        "secret",
        "link.log",
        "20261101-080000-1.log@7",
        "20261101-080000-1.log%00",
    ],
)
def test_a_name_that_no_mail_has_is_not_there(name, admin, folder, tmp_path):
    put(tmp_path, "secret.log", b"Subject: secret\n\nText" + END)
    put(folder, "20261101-080000-1.log", b"Subject: x\n\nText" + END)
    os.symlink(tmp_path / "secret.log", folder / "link.log")
    for address in (f"{MAILS}{name}/", f"{MAILS}{name}/html/"):
        assert admin.get(address).status_code == 404


class TestWhoMayLook:
    def test_admins_only(self, client, ada, folder):
        send()
        name = next(folder.iterdir()).name
        client.force_login(ada)
        for address in (MAILS, f"{MAILS}{name}/", f"{MAILS}{name}/html/"):
            assert client.get(address).status_code == 404

    def test_nobody_where_mail_is_really_sent(self, admin, settings):
        send()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        assert admin.get(MAILS).status_code == 404
