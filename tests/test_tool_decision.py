"""The decision matrix in Python: rules, ranking, trials, turning points, files and DataFrames."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings

from slik import methods, readability, spelling
from slik.paths import ROOT
from slik.tools import decision, decision_frame, decision_words, document
from slik.tools.decision import RULES, Matrix, Rule, Rules, rank, robustness, turning_points
from slik.widgets import DecisionMatrix
from tests.decision_sheets import FIXTURES, matrices, sheet

PAGE = ROOT / "book/verktoy/beslutningsmatrise.md"

# --- the rule table ----------------------------------------------------------------------------


def test_every_rule_has_its_words_once_and_every_source_is_used():
    codes = [rule.code for rule in RULES.rules]
    assert sorted(codes) == sorted(Rule.model_fields["code"].annotation.__args__)
    used = {one.source for one in [*RULES.rules, *(c for start in RULES.starts for c in start.criteria)]}
    assert {source.key for source in RULES.sources} == used - {decision.OWN_JUDGEMENT}


def test_a_new_sheet_has_sliks_four_criteria_and_a_way_to_go_on_as_now():
    blank = decision.blank()
    chapter = (ROOT / "book/4-nyttiggjore/velge-hva-som-skal-testes.md").read_text("utf-8")
    assert [c.name for c in blank.criteria] == re.findall(r"^\d\. \*\*(.+?)\.\*\*", chapter, re.MULTILINE)[:4]
    assert [criterion.weight for criterion in blank.criteria] == [25] * 4
    assert [alternative.name for alternative in blank.alternatives] == ["Fortsette som nå", ""]


def test_numbers_and_names_in_the_rules_are_those_used():
    text = " ".join(rule.text for rule in RULES.rules)
    assert f"{decision_words.decimal(RULES.limits.close_hundredths).rstrip('0')} poeng" in text
    assert f"{RULES.limits.step_points} vektpoeng" in text
    assert [step.points for step in RULES.scale] == [1, 2, 3, 4, 5]
    assert {source.url for source in RULES.sources if source.key != "strategy-guide"} <= {
        source.url for source in methods.load(ROOT)["beslutningsmatrise"].sources
    }


def test_sentences_have_the_places_that_are_filled():
    places = {name: set(re.findall(r"\{(\w+)\}", text)) for name, text in RULES.texts.model_dump().items()}
    assert places["passes"] == places["catches"] == {"criterion", "percent", "now", "rivals"}
    assert places["little_more"] == places["little_less"] == {"criterion", "now", "rivals"}
    assert places["falls"] == places["level_if"] == {"trials"}
    assert places["falls_often"] == places["level_often"] == {"count", "trials"}
    assert places["best"] == places["only"] == places["level"] == {"leaders", "score"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table["starts"][0]["criteria"][0].update(weight=30), "er 105 til sammen"),
        (lambda table: table["rules"][0].update(source="ukjent"), "Kilden «ukjent» står ikke"),
    ],
)
def test_a_rule_table_that_does_not_add_up_is_refused(change, message):
    table = RULES.model_dump()
    change(table)
    with pytest.raises(ValueError, match=message):
        Rules.model_validate(table)


def test_the_page_reads_easily():
    body = PAGE.read_text("utf-8").partition("---\n")[2].partition("---\n")[2]
    plain = re.sub(r"```.*?```|\]\(.*?\)|[#*\[\]]", " ", body, flags=re.DOTALL)
    rules = " ".join(rule.text for rule in RULES.rules)
    assert readability.measure(plain).lix < readability.LIX_CEILING
    assert readability.measure(rules).lix < readability.LIX_CEILING
    assert list(spelling.variants(f"{plain} {rules}")) == []


# --- the answers ---------------------------------------------------------------------------------


@pytest.mark.parametrize("case", FIXTURES, ids=lambda case: case["what"])
def test_answers_worked_out_by_hand(case):
    assert [line.replace("\u00a0", " ") for line in decision_words.summary(sheet(case["criteria"], case["alternatives"]))] == case["summary"]


def test_scores_are_rounded_half_up_and_equal_scores_share_a_place():
    # 625/200 is 3.125 exactly: half up is 3.13, where rounding to even would give 3.12.
    rows = rank(sheet({"a": 25, "b": 175 - 75, "c": 75}, {"x": [3, 3, 3], "y": [4, 3, 3], "z": [4, 3, 3]})).rows
    assert [(row.alternative, row.place, row.hundredths) for row in rows] == [(1, 1, 313), (2, 1, 313), (0, 3, 300)]


def test_even_is_two_tenths_or_less_by_the_exact_numbers():
    [_, even] = rank(sheet({"a": 20, "b": 80}, {"x": [4, 3], "y": [3, 3]})).rows
    [_, apart] = rank(sheet({"a": 21, "b": 79}, {"x": [4, 3], "y": [3, 3]})).rows
    assert (even.close, apart.close) == (True, False)


def test_a_musts_own_weight_and_points_never_count():
    plain = sheet({"a": 60, "b": 40}, {"x": [4, 2], "y": [3, 3]})
    data = plain.model_dump()
    data["criteria"].append({"name": "krav", "top": "", "weight": 100, "must": True})
    for alternative, value in zip(data["alternatives"], (1, 5), strict=True):
        alternative["scores"].append({"points": value, "meets": True, "reason": ""})
    assert rank(Matrix.model_validate(data)) == rank(plain)
    assert turning_points(Matrix.model_validate(data)) == turning_points(plain)


def means(matrix: Matrix, weights: dict[int, Fraction]) -> dict[int, Fraction]:
    """The definition, once more and plainly: Σ w·x / Σ w for every ranked alternative."""
    ranked = sorted(row.alternative for row in rank(matrix).rows if row.place)
    return {
        i: sum(w * matrix.alternatives[i].scores[k].points for k, w in weights.items()) / Fraction(sum(weights.values()))
        for i in ranked
    }


@settings(max_examples=300, deadline=None)
@given(matrices())
def test_ranking_is_the_weighted_mean(matrix):
    ranking = rank(matrix)
    if not ranking.total:
        assert ranking.leaders == []
        return
    scores = means(matrix, {i: Fraction(w) for i, w in matrix.weights.items()})
    for row in ranking.rows:
        if row.place:
            assert row.hundredths == (scores[row.alternative] * 100 + Fraction(1, 2)).__floor__()
            assert row.place == 1 + sum(other > scores[row.alternative] for other in scores.values())
    assert ranking.leaders == [i for i, score in scores.items() if score == max(scores.values())]


def at_share(matrix: Matrix, criterion: int, share: Fraction) -> dict[int, Fraction]:
    """Scores when one criterion has a share of the weight and the others keep their proportions."""
    rest = sum(w for i, w in matrix.weights.items() if i != criterion)
    return means(matrix, {i: share if i == criterion else (1 - share) * w / Fraction(rest) for i, w in matrix.weights.items()})


@settings(max_examples=400, deadline=None)
@given(matrices())
def test_turning_point_is_where_the_leader_is_caught_and_nowhere_nearer(matrix):
    leader = robustness(matrix).leader
    for point in turning_points(matrix):
        if point.all_weight:
            assert point.turn is None and point.now == 100
            continue
        now = Fraction(matrix.weights[point.criterion], sum(matrix.weights.values()))
        if point.turn is None:
            ends = [at_share(matrix, point.criterion, Fraction(end)) for end in (0, 1)]
            assert all(scores[i] < scores[leader] for scores in ends for i in scores if i != leader)
            continue
        turn = point.turn
        at = Fraction(turn.numerator, turn.denominator)
        scores = at_share(matrix, point.criterion, at)
        assert [i for i in scores if scores[i] == scores[leader] and i != leader] == turn.rivals
        assert turn.more == (at > now)
        # Nearer on the same side, and just as near on the other side, the leader is still ahead.
        inside = [now + (at - now) * Fraction(9, 10), now - (at - now) * Fraction(9, 10)]
        for share in inside:
            if 0 <= share <= 1:
                scores = at_share(matrix, point.criterion, share)
                assert all(scores[i] < scores[leader] for i in scores if i != leader)
        # What the sentence says is true for the number that stands in it.
        scores = at_share(matrix, point.criterion, Fraction(turn.percent, 100))
        if turn.percent != point.now:
            assert all((scores[i] == scores[leader]) if turn.level else (scores[i] > scores[leader]) for i in turn.rivals)


@settings(max_examples=200, deadline=None)
@given(matrices())
def test_trials_try_something_and_are_counted_right(matrix):
    tried = robustness(matrix)
    assert tried.held == sum(trial.outcome == "holds" for trial in tried.trials)
    assert bool(tried.untried) == (tried.trials == [])
    for trial in tried.trials:
        assert (trial.outcome == "holds") == (trial.best == [tried.leader])
        assert (trial.outcome == "falls") == (tried.leader not in trial.best)
    if tried.leader is not None and len(matrix.weighted) > 1:
        assert len(tried.trials) <= 3 * len(matrix.weighted) + 1


def test_weights_that_are_alike_are_not_tried_as_alike():
    kinds = [trial.kind for trial in robustness(sheet({"a": 25, "b": 25}, {"x": [4, 2], "y": [1, 1]})).trials]
    assert kinds == ["leave_out", "leave_out", "more", "less", "more", "less"]


# --- files ----------------------------------------------------------------------------------------


@given(matrices())
def test_any_sheet_survives_a_round_trip(matrix):
    text = document.dump(matrix)
    assert document.dump(document.parse(text, Matrix)) == text


BAD = {
    "score missing": (lambda c: c["alternatives"][1]["scores"].pop(), "Alternativ 2 skal ha 4 poeng"),
    "criterion missing": (lambda c: c["criteria"].pop(), "Alternativ 1 skal ha 3 poeng"),
    "too heavy": (lambda c: c["criteria"][0].update(weight=101), r"criteria\[0\]\.weight"),
    "half a point": (lambda c: c["alternatives"][0]["scores"][0].update(points=2.5), r"alternatives\[0\]\.scores\[0\]\.points"),
    "six points": (lambda c: c["alternatives"][0]["scores"][0].update(points=6), r"alternatives\[0\]\.scores\[0\]\.points"),
    "yes as text": (lambda c: c["alternatives"][0]["scores"][0].update(meets="ja"), r"alternatives\[0\]\.scores\[0\]\.meets"),
    "no alternatives": (lambda c: c["alternatives"].clear(), "alternatives"),
    "too many": (lambda c: c.update(alternatives=c["alternatives"] * 5), "alternatives"),
}


def bad_file(name: str) -> str:
    saved = json.loads(document.dump(decision.blank()))
    BAD[name][0](saved["content"])
    return json.dumps(saved)


@pytest.mark.parametrize("name", BAD)
def test_bad_file_is_refused_with_what_is_wrong(name):
    with pytest.raises(document.ToolFileError, match=BAD[name][1]):
        document.parse(bad_file(name), Matrix)


# --- DataFrames -----------------------------------------------------------------------------------


def test_the_sheet_goes_to_a_dataframe_and_back(catalogue):
    widget = DecisionMatrix(catalogue=catalogue)
    assert list(widget.frame.columns) == ["weight", "Fortsette som nå", ""]
    frame = pd.DataFrame(
        {"weight": [60, 40, None], "Nå": [4, 2, True], "Pilot": [2, None, False]}, index=["Letthet", "Gevinst", "Lovlig"]
    )
    widget.frame = frame
    assert [criterion.must for criterion in widget.document.criteria] == [False, False, True]
    assert [score.meets for score in widget.document.alternatives[1].scores] == [None, None, False]
    again = widget.frame
    assert again["weight"].tolist()[:2] == [60, 40] and pd.isna(again["weight"].iloc[2])
    widget.frame = again
    assert widget.frame.equals(again)
    assert widget.summary[0] == "Bare «Nå» er rangert, med 3,20 av 5 poeng."


@settings(max_examples=100, deadline=None)
@given(matrices())
def test_frames_keep_everything_that_counts(matrix):
    back = decision_frame.from_frame(decision_frame.to_frame(matrix), decider=matrix.decider)
    assert rank(back).rows == rank(matrix).rows
    assert decision_words.summary(back) == decision_words.summary(matrix)


def test_setting_a_frame_keeps_title_decider_and_reasons(catalogue):
    start = sheet({"Letthet": 60, "Gevinst": 40}, {"Nå": [4, 2], "Pilot": [2, 4]}, title="Hva?", decider="Utvalget").model_dump()
    start["alternatives"][1]["scores"][0]["reason"] = "Krever nye folk."
    widget = DecisionMatrix(Matrix.model_validate(start), catalogue=catalogue)
    widget.frame = widget.frame[["weight", "Pilot"]]
    assert (widget.document.title, widget.document.decider) == ("Hva?", "Utvalget")
    assert [score.reason for score in widget.document.alternatives[0].scores] == ["Krever nye folk.", ""]


def test_a_widget_is_made_from_a_frame(catalogue):
    frame = pd.DataFrame({"weight": [50, 50], "Nå": [3.0, 3.0], "Pilot": [4.0, 5.0]}, index=["Letthet", "Gevinst"])
    widget = DecisionMatrix.from_frame(frame, "Hva?", "Utvalget", catalogue=catalogue)
    assert widget.summary[0] == "«Pilot» kommer best ut, med 4,50 av 5 poeng."
    assert widget.frame["Pilot"].dtype == "Int64"


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"Nå": [1]}, index=["a"]), "Den første kolonnen skal hete «weight»"),
        (pd.DataFrame({"weight": [50], "Nå": [6]}, index=["a"]), "Rad «a», kolonne «Nå»: «6» er utenfor"),
        (pd.DataFrame({"weight": [50], "Nå": [2.5]}, index=["a"]), "Rad «a», kolonne «Nå»"),
        (pd.DataFrame({"weight": [-1], "Nå": [2]}, index=["a"]), "Rad «a», kolonne «weight»"),
        (pd.DataFrame({"weight": [None], "Nå": [3]}, index=["a"]), "«3» er ikke|«3» passer ikke"),
        (pd.DataFrame({"weight": [50], "Nå": [float("inf")]}, index=["a"]), "kolonne «Nå»"),
        (pd.DataFrame({"weight": [50]}, index=["a"]), "alternatives"),
        (pd.DataFrame({"weight": [50], "x" * 201: [3]}, index=["a"]), "201 tegn"),
    ],
)
def test_a_dataframe_that_does_not_fit_is_told_and_changes_nothing(frame, message, catalogue):
    widget = DecisionMatrix(catalogue=catalogue)
    before = widget.content
    with pytest.raises(ValueError, match=message):
        widget.frame = frame
    assert widget.content == before
