"""How well the rules tell apart what judges people from what tells what happened."""

import json
from pathlib import Path

import pytest

from postmortems.language import check
from postmortems.language.evaluating import evaluate, labelled
from postmortems.language.prose import prose, sentences

pytestmark = pytest.mark.once

HERE = Path(__file__).parent
OURS = sorted(file.stem for file in HERE.glob("*.json"))
SAMPLES = HERE.parents[3] / "shared" / "samples"


@pytest.mark.parametrize("name", OURS)
def test_our_own_sentences_are_told_apart(name):
    score = evaluate(labelled((HERE / f"{name}.json").read_text()))
    assert score.precision >= 0.95, score.wrong
    assert score.recall >= 0.95, score.missed


def test_the_sample_of_labelled_sentences_is_told_apart():
    file = SAMPLES / "blameless-dev.json"
    if not file.exists():
        pytest.skip("The samples are not there.")
    score = evaluate(labelled(file.read_text()))
    assert score.precision >= 0.9, score.wrong
    assert score.recall >= 0.8, score.missed


def test_real_postmortems_are_mostly_left_alone():
    files = sorted((SAMPLES / "postmortems").glob("*.md"))
    if not files:
        pytest.skip("The samples are not there.")
    found = spoken = 0
    for file in files:
        text = file.read_text()
        plain = prose(text)
        spoken += sum(any(map(str.isalpha, plain[start:end])) for start, end in sentences(plain))
        found += len(check(text))
    assert 0 < found / spoken < 0.012


def test_labels_are_counted_by_category():
    score = evaluate(
        labelled(
            json.dumps(
                [
                    {"sentence": "Bob forgot it.", "label": "blameful", "category": "forgot"},
                    {"sentence": "The pod restarted.", "label": "blameful", "category": "forgot"},
                    {"sentence": "The pod restarted.", "label": "neutral", "category": "fact"},
                ]
            )
        )
    )
    assert (score.precision, score.recall) == (1.0, 0.5)
    assert score.right["blameful", "forgot"] == 1
    assert score.missed == ["The pod restarted."]
