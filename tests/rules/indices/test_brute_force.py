"""The indices against a count of every customer and every minute, on 1,000 random histories.

The count knows nothing of unions: it keeps a list of minutes for each single customer and looks at each. Only
who the customers of a part are is the same rule, in its own words: the first free seats of the area.
"""

import random
from collections import Counter

import pytest

from tests.rules.indices.test_figures import dark, indices_of
from wallboard.domain.supply import Dark
from wallboard.rules.indices import Counting, Lv, lv_groups
from wallboard.rules.indices.groups import Record

LASTS = 240
"""Minutes of a history; the period that is counted begins at 40 and what is known ends at 200."""
BEGINS, NOW = 40, 200
COUNTING = Counting(momentary=300.0, many=2, long=3600.0)


def a_history(seed: int) -> tuple[dict[str, int], list[Record]]:
    """Areas with customers, and outages with re-switching, partial restoration and overlaps."""
    dice = random.Random(seed)
    sizes = {name: dice.randint(1, 9) for name in "ABCD"[: dice.randint(1, 4)]}
    records: list[Record] = []
    for n in range(dice.randint(1, 6)):
        rows: list[Dark] = []
        for area in dice.sample(sorted(sizes), dice.randint(1, len(sizes))):
            whole, at = dice.random() < 0.7, dice.randrange(LASTS)
            part = dice.randint(1, sizes[area])
            for _ in range(dice.randint(1, 3)):  # dark, back, dark again; or fewer of them
                lasts = dice.choice([1, 3, 5, 6, 20, 70, LASTS])
                ends = None if at + lasts >= NOW else at + lasts
                rows.append(dark(area, sizes[area] if whole else part, at, ends, whole=whole))
                if ends is None:
                    break
                at, whole, part = ends + dice.choice([0, 0, 4, 30]), False, dice.randint(1, part)
        records.append(Record(f"O{n}", rows))
    for area, size in sizes.items():  # so that the count, too, knows how many there are
        records.append(Record("size", [dark(area, size, LASTS, LASTS, whole=True)]))
    return sizes, records


def minutes_dark(sizes: dict[str, int], records: list[Record]) -> list[list[bool]]:
    """Of each customer whether he was dark in each minute."""
    found: list[list[bool]] = []
    for area, size in sizes.items():
        mine = [(r.outage, [row for row in r.rows if row.area == area]) for r in records]
        parts = [
            (
                min(row.begins for row in rows if not row.whole),
                outage,
                max(row.customers for row in rows if not row.whole),
            )
            for outage, rows in mine
            if any(not row.whole for row in rows)
        ]
        seats, taken = dict[str, int](), 0
        for _, outage, most in sorted(parts):
            seats[outage] = min(taken, size - most)
            taken += most
        people = [[False] * LASTS for _ in range(size)]
        for outage, rows in mine:
            for row in rows:
                first = 0 if row.whole else seats[outage]
                upto = LASTS if row.ends is None else round(row.ends / 60)
                for person in people[first : first + row.customers]:
                    for minute in range(round(row.begins / 60), min(upto, LASTS)):
                        person[minute] = True
        found += people
    return found


def counted(people: list[list[bool]]) -> Counter[str]:
    """Sums over every customer and minute of the period."""
    total: Counter[str] = Counter()
    for person in people:
        sustained = longest = 0
        minute = 0
        while minute < NOW:
            if not person[minute]:
                minute += 1
                continue
            begun = minute
            while minute < LASTS and person[minute]:
                minute += 1
            over, lasted = minute <= NOW, min(minute, NOW) - begun
            inside = sum(BEGINS <= m < NOW for m in range(begun, minute))
            total["customer minutes"] += inside
            total["accruing" if not over else "settled"] += inside * (lasted > 5)
            if begun >= BEGINS:
                total["interruptions"] += lasted > 5
                total["momentary"] += over and lasted <= 5
                sustained += lasted > 5
                longest = max(longest, lasted if lasted > 5 else 0)
        total["often"] += sustained >= 2
        total["long"] += longest >= 60
    return total


@pytest.mark.parametrize("block", range(10))
def test_that_the_indices_are_what_counting_every_customer_gives(block: int) -> None:
    for seed in range(100 * block, 100 * block + 100):
        sizes, records = a_history(seed)
        served = sum(sizes.values()) + 5
        found = indices_of(Lv, lv_groups(records), served, BEGINS * 60.0, NOW * 60.0, NOW * 60.0, COUNTING)
        assert found is not None
        total = counted(minutes_dark(sizes, records))
        sums = found.sums
        got = {
            "customer minutes": round(sums.customer_hours * 60),
            "settled": round(sums.sustained_settled / 60),
            "accruing": round(sums.sustained_accruing / 60),
            "interruptions": sums.interruptions,
            "momentary": sums.momentary,
            "often": round(found.cemi * served),
            "long": round(found.celid * served),
        }
        assert got == {name: total[name] for name in got}, seed
        assert found.saidi * served == pytest.approx(total["settled"] + total["accruing"])
        assert found.maifi * served == pytest.approx(total["momentary"])
        assert found.rs1 == pytest.approx(1 - total["customer minutes"] / served / (NOW - BEGINS))


def test_that_the_histories_hold_what_they_are_meant_to_hold() -> None:
    """Overlaps and second interruptions are not rare among them; else agreement would say little."""
    twice = overlapping = 0
    for seed in range(200):
        _, records = a_history(seed)
        groups = lv_groups(records)
        twice += any(len(group.spans) > 1 for group in groups)
        summed = sum(
            r.customers * ((LASTS * 60 if r.ends is None else r.ends) - r.begins)
            for x in records
            for r in x.rows
        )
        united = sum(g.customers * (min(to, LASTS * 60) - since) for g in groups for since, to in g.spans)
        overlapping += united < summed
    assert twice > 60
    assert overlapping > 60
