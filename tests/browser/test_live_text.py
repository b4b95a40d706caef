"""Several people write in one text at once: nothing is lost or doubled, and the page says where the text is."""

from io import BytesIO
from signal import SIGKILL

from PIL import Image
from playwright.sync_api import WebSocketRoute, expect

from tests.browser.people import People
from tests.browser.visits import axe
from tests.processes import RunningApp

ACKNOWLEDGED = 20


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 20), "teal").save(file, "PNG")
    return file.getvalue()


def test_two_who_write_at_once_see_each_other(people: People, draft: str) -> None:
    ada, ben = people.at("Ada", draft), people.at("Ben", draft)

    ada.type("One from Ada.")
    ben.reads("One from Ada.")
    ben.type(" Two from Ben.")
    ada.page.keyboard.press("Control+Home")
    ada.type("First. ")

    for desk in (ada, ben):
        desk.reads("First. One from Ada. Two from Ben.")
        desk.is_saved()
    expect(ada.page.locator(".caret-name")).to_have_text("Ben Live")
    expect(ada.page.locator("#pm-head [data-live-people] .avatar")).to_have_text(["AL", "BL"])
    expect(ada.page.locator('#outline [data-live-in="summary"]')).to_contain_text("Ben Live writes here")
    expect(ada.page.locator("#outline .is-written")).to_have_count(1)

    ben.page.reload()
    ben.reads("First. One from Ada. Two from Ben.")
    ada.page.goto(f"/postmortems/{draft}/read/")
    expect(ada.page.locator("#summary")).to_contain_text("First. One from Ada. Two from Ben.")


def test_what_changes_beside_the_text_shows_on_every_page(people: People, draft: str) -> None:
    ada, ben = people.at("Ada", draft), people.at("Ben", draft)
    for desk in (ada, ben):
        desk.page.locator("#tab-factors").click()
        desk.page.get_by_role("link", name="Add a factor").wait_for()
    ada.page.get_by_role("link", name="Add a factor").click()
    ada.page.get_by_label("Statement").fill("The queue had no limit")
    ada.page.get_by_role("button", name="Save").click()
    expect(ben.page.locator(".factor")).to_contain_text("The queue had no limit")


def test_sections_put_in_order_by_one_show_on_the_page_of_another(people: People, draft: str) -> None:
    ben, ada = people.at("Ben", draft), people.at("Ada", draft)
    headings = ben.page.locator("[data-section] h2")
    first = headings.all_inner_texts()
    ben.type("I write ")

    ada.page.goto(f"/postmortems/{draft}/outline/")
    ada.page.get_by_label("Another section").fill("For the auditors")
    ada.page.get_by_role("button", name="Add").click()
    expect(headings).to_have_text([*first, "For the auditors"])
    ada.page.locator("#row-for-the-auditors").get_by_role("button", name="Move up").click()
    expect(headings).to_have_text([*first[:-1], "For the auditors", first[-1]])
    ada.page.locator("#row-summary").get_by_role("button", name="Move down").click()
    expect(headings.first).to_have_text(first[1])

    ben.page.keyboard.type("on.")
    ben.reads("I write on.")
    ben.type("Numbers they asked for.", key="for-the-auditors")
    ben.is_saved()
    expect(ben.page.locator("#outline .is-written")).to_have_count(2)
    people.at("Cleo", draft).reads("Numbers they asked for.", key="for-the-auditors")


def test_what_is_written_offline_meets_what_the_others_wrote(people: People, draft: str) -> None:
    ada, ben, cleo = (people.at(name, draft) for name in ("Ada", "Ben", "Cleo"))
    ada.type("Start.")
    for desk in (ben, cleo):
        desk.reads("Start.")

    people.contexts["Cleo"].set_offline(True)
    cleo.type(" Cleo, offline.")
    cleo.says("kept")
    ada.page.keyboard.press("Control+Home")
    ada.type("Ada. ")
    ben.reads("Ada. Start.")

    people.contexts["Cleo"].set_offline(False)
    for desk in (ada, ben, cleo):
        desk.reads("Ada. Start. Cleo, offline.")
        desk.is_saved()


def test_what_was_written_offline_outlives_the_page(people: People, draft: str) -> None:
    ada = people.at("Ada", draft)
    ada.type("Start.")
    ada.is_saved()
    people.contexts["Ada"].set_offline(True)
    ada.type(" Then the train went into a tunnel.")
    ada.says("kept")
    ada.page.close()

    people.contexts["Ada"].set_offline(False)
    again = people.at("Ada", draft)
    again.reads("Start. Then the train went into a tunnel.")
    again.is_saved()


def test_a_killed_server_costs_no_letter(people: People, draft: str, running_app: RunningApp) -> None:
    ada = people.at("Ada", draft)
    ben = people.at("Ben", draft)
    ada.type("Before. ")
    ada.is_saved()

    running_app.stop(SIGKILL)
    ada.type("Meanwhile. ")
    ada.says("kept")
    running_app.start()
    ada.type("After.")

    for desk in (ada, ben):
        desk.reads("Before. Meanwhile. After.")
        desk.is_saved()


def test_saved_is_never_said_before_the_server_says_it(people: People, draft: str) -> None:
    """The server's acknowledgements are withheld, then let through."""
    withheld: list[bytes] = []
    pages: list[WebSocketRoute] = []
    holding = False

    def between(page: WebSocketRoute) -> None:
        server = page.connect_to_server()
        pages.append(page)

        def from_server(message: str | bytes) -> None:
            if holding and isinstance(message, bytes) and message[0] == ACKNOWLEDGED:
                withheld.append(message)
            else:
                page.send(message)

        server.on_message(from_server)

    ada = people.at("Ada", draft, socket=between)
    ada.is_saved()
    holding = True
    ada.type("Is it there?")
    people.at("Ben", draft).reads("Is it there?")
    ada.says("saving")
    assert withheld

    holding = False
    pages[-1].send(withheld[-1])
    ada.is_saved()


def test_a_section_is_written_with_the_keyboard_alone(people: People, draft: str) -> None:
    ada = people.at("Ada", draft)
    page = ada.page
    for _ in range(60):
        page.keyboard.press("Tab")
        if ada.section().evaluate("element => element === document.activeElement"):
            break
    page.keyboard.type("- one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("and bold")
    page.keyboard.press("Control+b")
    expect(ada.section().locator(".md-strong:not(.md-mark)")).to_have_text("bold")

    page.keyboard.press("Alt+F10")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("Escape")
    expect(ada.section()).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(ada.section()).not_to_be_focused()

    page.goto(f"/postmortems/{draft}/read/")
    expect(page.locator("#summary li")).to_have_text(["one", "two"])
    expect(page.locator("#summary strong")).to_have_text("bold")


def test_those_who_only_read_see_it_change_and_cannot_type(people: People, draft: str) -> None:
    vera, ada = people.at("Vera", draft), people.at("Ada", draft)
    vera.says("live")
    ada.type("Now.")
    vera.reads("Now.")

    vera.section().click()
    vera.page.keyboard.type("Mine")
    expect(vera.page.locator(".live-toolbar")).to_have_count(0)
    ada.type(" Later.")
    for desk in (vera, ada):
        desk.reads("Now. Later.")


def test_a_picture_is_put_in(people: People, draft: str) -> None:
    ada = people.at("Ada", draft)
    ada.type("Look: ")
    file = {"name": "graph.png", "mimeType": "image/png", "buffer": picture()}
    ada.page.locator('.live-toolbar input[type="file"]').set_input_files(file)  # type: ignore[arg-type]
    expect(ada.section().locator(".md-picture img")).to_have_attribute("alt", "graph.png")
    assert ada.page.evaluate("document.querySelector('.md-picture img').decode().then(() => true)")
    ada.is_saved()


def test_what_is_missing_follows_the_text(people: People, draft: str) -> None:
    ada, ben = people.at("Ada", draft), people.at("Ben", draft)
    missing = ben.page.locator("#pm-head .pop").first.locator("summary")
    before = missing.inner_text()
    ada.type("A summary.")
    expect(missing).not_to_have_text(before, use_inner_text=True)


def test_undo_takes_back_ones_own_words_alone(people: People, draft: str) -> None:
    ada, ben = people.at("Ada", draft), people.at("Ben", draft)
    ada.type("Ada. ")
    ben.reads("Ada. ")
    ben.type("Ben.")
    ada.reads("Ada. Ben.")

    ada.page.keyboard.press("Control+z")
    for desk in (ada, ben):
        desk.reads("Ben.")


def test_pieces_are_put_in_by_slash_and_tables_by_tab(people: People, draft: str) -> None:
    ada = people.at("Ada", draft)
    page = ada.page
    ada.type("/tim")
    page.get_by_role("option", name="Timeline").click()
    expect(ada.section().locator(".md-live")).to_contain_text("The queue grows")

    page.keyboard.type("/table")
    page.get_by_role("option", name="Table").click()
    for words in ("Cause", "Baskets", "Slow disk", "12"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Control+End")
    expect(ada.section().locator(".md-table td")).to_have_text(["Slow disk", "12", "", ""])

    page.keyboard.type("- [ ] Tell @ben")
    page.get_by_role("option", name="Ben Live").click()
    ada.section().get_by_role("checkbox").click()
    expect(ada.section().get_by_role("checkbox")).to_be_checked()
    ada.is_saved()
    page.goto(f"/postmortems/{draft}/read/")
    expect(page.locator("#summary td")).to_have_text(["Slow disk", "12", "", ""])
    expect(page.locator("#summary .task-list-item")).to_contain_text("Tell @ben-live")


def test_a_comment_follows_its_words_through_the_edits_of_others(people: People, draft: str) -> None:
    ada, ben = people.at("Ada", draft), people.at("Ben", draft)
    ada.type("The queue had no limit.")
    for _ in range(3):
        ada.page.keyboard.press("Control+Shift+ArrowLeft")
    ada.page.keyboard.press("Control+Alt+m")
    expect(ada.page.get_by_role("textbox", name="Comment", exact=True)).to_be_focused()
    ada.page.keyboard.type("Which one would have been right?")
    ada.page.keyboard.press("Control+Enter")
    commented = "[data-thread].commented"
    expect(ben.section().locator(commented)).to_have_text("no limit.")
    expect(ada.page.locator("#part .talk")).to_contain_text("Which one would have been right?")

    ben.section().click()
    ben.page.keyboard.press("Control+Home")
    ben.page.keyboard.type("It is known that ")
    for desk in (ada, ben):
        expect(desk.section().locator(commented)).to_have_text("no limit.")
    ben.is_saved()
    ada.page.reload()
    expect(ada.section().locator(commented)).to_have_text("no limit.")
    expect(ada.section().locator(commented)).to_have_css("cursor", "pointer")

    ben.page.keyboard.press("Control+a")
    ben.page.keyboard.type("Gone.")
    expect(ada.section().locator(commented)).to_have_count(0)
    ben.is_saved()
    ada.page.goto(f"/postmortems/{draft}/comments/")
    expect(ada.page.locator(".talk")).to_contain_text("The text this was about has been removed.")


def test_wording_that_judges_is_asked_about_while_one_writes(people: People, draft: str) -> None:
    ada = people.at("Ada", draft)
    ada.type("First line.\n\nThe engineer should have known better.")
    remarked = ada.section().locator(".remarked")
    expect(remarked).to_contain_text("should have known")
    ada.page.keyboard.press("F8")
    expect(ada.page.locator(".live-remark .remark-ask")).to_contain_text("?")


def test_a_page_whose_person_is_signed_out_says_so_and_keeps_the_text(people: People, draft: str) -> None:
    pages: list[WebSocketRoute] = []

    def between(page: WebSocketRoute) -> None:
        page.connect_to_server()
        pages.append(page)

    ada = people.at("Ada", draft, socket=between)
    ada.type("Kept.")
    ada.is_saved()
    pages[-1].close(code=4401)
    expect(ada.page.get_by_role("alert")).to_contain_text("You are signed out.")
    expect(ada.page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(ada.section()).to_have_attribute("contenteditable", "false")
    ada.reads("Kept.")


def test_an_open_editor_is_accessible(people: People, draft: str) -> None:
    ada, ben = people.at("Ada", draft), people.at("Ben", draft)
    ada.type("### How\n- one\n- [ ] two with [a link](https://example.test)\n\n")
    ben.type("Ben too")
    expect(ada.page.locator(".caret-name")).to_have_count(1)
    ada.page.keyboard.press("Control+f")
    assert axe(ada.page) == []
