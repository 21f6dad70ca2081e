"""What waiting orders ask of crews, beside who has learnt it (d.34)."""

from tests.state.queries.faces import HOUR, NOW, Room
from wallboard.state.queries.skills import SkillFace, skills


def order(room: Room, key: str, kind: str, stage: str = "new") -> None:
    room.say(f"oms/{key}", outage_extent={"customers_out": 9}, outage_device={"kind": kind, "device": key})
    room.say(
        f"restore/oms/{key}",
        order_need={"lane": "restore", "received_at": NOW - HOUR, "outage": f"oms/{key}"},
        order_stage={"stage": stage, "since": NOW - HOUR},
    )


def crew(room: Room, key: str, status: str, *known: str) -> None:
    room.say(
        key, crew_profile={"name": key, "skills": list(known)}, crew_status={"status": status, "since": NOW}
    )


def test_that_where_no_crew_speaks_of_skills_nothing_is_missed() -> None:
    room = Room()
    order(room, "1", "feeder")
    crew(room, "gps/C1", "available")
    assert skills(room.tables) == []


def test_that_what_is_shortest_comes_first_and_who_is_busy_cannot_go() -> None:
    room = Room()
    for n, kind in enumerate(("feeder", "lateral", "service")):
        order(room, str(n), kind)
    order(room, "9", "feeder", "on_site")  # a crew is at it
    crew(room, "gps/C1", "available", "lv", "mv")
    crew(room, "gps/C2", "on_site", "mv")
    crew(room, "gps/C3", "off_shift", "lv", "mv")
    assert skills(room.tables) == [SkillFace("mv", 2, 2, 1), SkillFace("lv", 1, 1, 1)]


def test_that_a_skill_that_nobody_has_is_said() -> None:
    room = Room()
    order(room, "1", "service")
    crew(room, "gps/C1", "available", "mv")
    assert skills(room.tables)[0] == SkillFace("lv", 1, 0, 0)
