"""Words: two catalogues with the same keys, and no visible word outside them."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from wallboard.domain.reasons import Reason
from wallboard.domain.terms import Band, CrewStatus, Lane, OrderStage, OutageStage, SourceFlag, SourceState
from wallboard.rules.limits import HANDOVER, PROMISE, TARGETS
from widgets.text import CATALOGUES, ONE, Text

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "widgets").rglob("*.py"))
HOLES = re.compile(r"\{(\w+)\}")


def catalogue(lang: str) -> dict[str, str]:
    return tomllib.loads((CATALOGUES / f"{lang}.toml").read_text(encoding="utf-8"))


def asked_keys() -> set[str]:
    """Keys that code asks for; an f-string's as a pattern with ``*``."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "t":
                found |= {shown for arg in node.args[:1] for shown in key_patterns(arg)}
    return found


def key_patterns(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return key_patterns(node.body) + key_patterns(node.orelse)
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in node.values)]
    return []


def test_that_both_catalogues_have_the_same_keys_and_holes() -> None:
    zh, en = catalogue("zh"), catalogue("en")
    assert {key.removesuffix(ONE) for key in zh} == {key.removesuffix(ONE) for key in en}
    assert {key.removesuffix(ONE) for key in en if key.endswith(ONE)} <= set(en)
    for key, words in zh.items():
        if not key.startswith("time."):
            assert _holes(words) == _holes(en[key]), key


def _holes(words: str) -> set[str]:
    """The holes of a sentence; how many there are (n) and how many besides the named one are one count."""
    return {"n" if hole == "others" else hole for hole in HOLES.findall(words)}


def test_that_every_key_that_code_asks_for_exists() -> None:
    known = catalogue("zh")
    for asked in asked_keys():
        pattern = re.compile(re.escape(asked).replace(r"\*", ".+"))
        assert any(pattern.fullmatch(key) for key in known), asked


@pytest.mark.parametrize(
    ("prefix", "names"),
    [
        ("lane", [*Lane, Band.WARNING, Band.BREACHED]),
        ("lane.short", list(Lane)),
        ("source.state", list(SourceState)),
        ("source.flag", list(SourceFlag)),
        ("order.stage", list(OrderStage)),
        ("outage.stage", list(OutageStage)),
        ("crew.status", list(CrewStatus)),
        ("target", [*TARGETS, PROMISE, HANDOVER]),
    ],
)
def test_that_every_term_has_its_word(prefix: str, names: list[str]) -> None:
    assert {f"{prefix}.{name}" for name in names} <= set(catalogue("zh"))


def test_that_no_code_holds_visible_chinese() -> None:
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
                assert not re.search(r"[\u4e00-\u9fff]", node.value), f"{path.name}: {node.value}"


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (1, "1 分", "1 min"),
        (60, "1 分", "1 min"),
        (61, "2 分", "2 min"),
        (3600, "1 小时", "1 h"),
        (3661, "1 小时 2 分", "1 h 2"),
        (90_000, "1 天 1 小时", "1 d 1 h"),
        (864_000, "10 天", "10 d"),
    ],
)
def test_that_what_remains_is_rounded_up(seconds: float, zh: str, en: str) -> None:
    assert (Text("zh").duration(seconds), Text("en").duration(seconds)) == (zh, en)


def test_that_an_unknown_reason_is_shown_raw() -> None:
    assert Text("en").reason(Reason("never_heard", {"n": 1200})) == "never_heard n=1,200"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_that_no_trouble_is_told_in_the_words_of_the_system(lang: str) -> None:
    """What an operating system or a decoder says is for the log: it is in nobody's language."""
    troubles = re.compile(r"reason\.(source_|link_|unreadable_|document_|file_)")
    for key, words in catalogue(lang).items():
        assert not (troubles.match(key) and "{error}" in words), key
    said = Reason("source_unreachable", {"error": "[Errno 104] Connection reset by peer"})
    assert "Errno" not in Text(lang).reason(said)


def test_that_feed_text_in_a_reason_is_no_pattern() -> None:
    assert "{0.__class__}" in Text("zh").reason(Reason("never_heard", {"said": "{0.__class__}"}))


def test_that_a_share_is_never_rounded_up_to_all() -> None:
    assert Text("zh").share(0.9999) == "99.9 %"
    assert Text("zh").share(1.0) == "100 %"


def test_that_times_are_the_rooms_and_name_another_day() -> None:
    text = Text("zh", "Asia/Shanghai")
    assert text.clock_time(0.0) == "08:00"
    assert text.clock_time(0.0, now=90_000.0) == "1月1日 08:00"
    assert Text("en", "Asia/Shanghai").clock_time(0.0, now=90_000.0) == "Jan 1 08:00"


@pytest.mark.parametrize(
    ("zone", "zh", "en"),
    [
        ("Asia/Shanghai", "北京时间", "UTC+8"),
        ("America/Vancouver", "UTC–8", "UTC–8"),
        ("Asia/Kolkata", "UTC+5:30", "UTC+5:30"),
        ("UTC", "UTC+0", "UTC+0"),
    ],
)
def test_that_a_zone_has_a_short_name(zone: str, zh: str, en: str) -> None:
    assert (Text("zh", zone).zone_name(0.0), Text("en", zone).zone_name(0.0)) == (zh, en)


def test_that_one_is_not_many() -> None:
    en, zh = Text("en"), Text("zh")
    assert [en.t("region.count", n=n) for n in ("1", "2", "1,001")] == [
        "1 outage",
        "2 outages",
        "1,001 outages",
    ]
    assert zh.t("region.count", n="1") == "1 起"


def test_that_a_figure_says_what_it_is_worth() -> None:
    text = Text("en")
    assert [text.bounded(1200), text.bounded(1200, at_least=True)] == ["1,200", "≥ 1,200"]
    assert text.bounded(1200, at_least=True, about=True) == "≈ 1,200"


def reason_codes() -> set[str]:
    """Every code that ``Reason(...)`` is made with anywhere in the program, read from its source."""
    found: set[str] = set()
    for path in (p for part in ("feeds", "wallboard", "widgets") for p in (ROOT / part).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Reason":
                found |= codes_in(call.args[0], tree) if call.args else set()
    return found


def codes_in(node: ast.expr, tree: ast.Module) -> set[str]:
    """The texts an expression may stand for: constants, choices, a variable's values, a table's."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return codes_in(node.body, tree) | codes_in(node.orelse, tree)
    if isinstance(node, ast.BoolOp):  # ``said or "link_closed"``: an empty text gives way to the next
        given = {code for value in node.values[:-1] for code in codes_in(value, tree)} - {""}
        return given | codes_in(node.values[-1], tree)
    if isinstance(node, ast.Dict):
        return {code for value in node.values for code in codes_in(value, tree)}
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get":
        return codes_in(node.func.value, tree) | codes_in(node.args[1], tree)
    if isinstance(node, ast.Name):
        given = [
            step.value
            for step in ast.walk(tree)
            if isinstance(step, ast.Assign)
            and any(isinstance(to, ast.Name) and to.id == node.id for to in step.targets)
        ]
        return {code for value in given for code in codes_in(value, tree)}
    return set()


def test_that_every_reason_that_code_gives_has_its_sentence() -> None:
    codes, known = reason_codes(), catalogue("zh")
    assert {"vanished_while_capped", "link_busy", "link_status", "source_refused", "clock_is_live"} <= codes
    assert len(codes) > 60
    assert {code for code in codes if f"reason.{code}" not in known} == set()


@pytest.mark.parametrize(
    ("seconds", "zh", "en"),
    [
        (9.9 * 3600, "9 小时 54 分", "9 h 54"),
        (10.9 * 3600, "10 小时", "10 h"),
        (47.9 * 3600, "47 小时", "47 h"),
        (49 * 3600, "2 天", "2 d"),
    ],
)
def test_that_a_long_clock_loses_its_minutes_and_then_its_hours(seconds: float, zh: str, en: str) -> None:
    assert (Text("zh").span(seconds), Text("en").span(seconds)) == (zh, en)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("蓬江区", "Pengjiang"),
        ("10kV 银庙线", "10 kV Yinmiao"),
        ("银庙线", "Yinmiao"),
        ("某区", "某区"),
        ("", ""),
    ],
)
def test_that_a_name_of_the_network_is_said_in_the_viewers_language(said: str, shown: str) -> None:
    text = Text("en")
    assert text.name(said) == said
    text.names = {"蓬江区": "Pengjiang", "10kV 银庙线": "10 kV Yinmiao"}
    assert text.name(said) == shown
