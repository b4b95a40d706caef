"""The language check, for programs."""

from accounts.models import ApiToken
from tests.api.conftest import Program

TEXT = "🙂 We should have tested it."


def test_findings_count_code_points(api):
    answer = api.post("/language/check", {"text": TEXT})
    assert answer.status == 200
    [finding] = answer.data["findings"]
    assert TEXT[finding["start"] : finding["end"]] == "should have tested"
    assert finding["rule"] == "counterfactual"
    assert finding["why"]
    assert finding["ask"].endswith("?")


def test_the_scope_read_is_enough(api):
    ApiToken.objects.update(scope="read")
    assert api.post("/language/check", {"text": TEXT}).status == 200


def test_a_text_without_end_is_refused(api):
    assert api.post("/language/check", {"text": "x" * 200_001}).pointers == ["#/text"]
    assert api.post("/language/check", {}).pointers == ["#/text"]


def test_a_token_is_needed(db):
    assert Program("").post("/language/check", {"text": TEXT}).status == 401
