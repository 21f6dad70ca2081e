"""The suspects of a cut, kept until telemetry reads another position of one of its devices."""

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.diagnosis.street import position, street
from wallboard.rules.diagnosis.drafts import Drafting
from wallboard.rules.diagnosis.heard import Heard
from wallboard.rules.diagnosis.model import EvidenceModel
from wallboard.rules.diagnosis.openers import Openers

NETWORK, MODEL = street(2), EvidenceModel()
OPENERS = Openers(NETWORK, MODEL)
READ = st.tuples(st.sampled_from(("CB", "FU1", "SW", "CB'")), st.booleans(), st.booleans())


@given(st.lists(READ, max_size=12))
def test_that_what_is_kept_of_suspects_is_what_is_found_anew(read: list[tuple[str, bool, bool]]) -> None:
    heard = Heard(NETWORK)
    kept = Drafting(NETWORK, MODEL, heard, OPENERS)
    for after, (device, closed, good) in enumerate(read):
        for row in range(NETWORK.cuts.rows):
            for named in (False, True):
                anew = Drafting(NETWORK, MODEL, heard, OPENERS)
                chance = 0.5 + after / 100
                assert kept._suspects(row, chance, named=named) == anew._suspects(row, chance, named=named)
        heard.take([position(device, after, closed=closed, good=good)])


def test_that_a_cut_is_looked_at_once_while_nothing_else_is_read() -> None:
    heard = Heard(NETWORK)
    drafting, row = Drafting(NETWORK, MODEL, heard, OPENERS), int(NETWORK.cuts.row_of_device[0])
    before = drafting._shares(row, named=False)
    assert drafting._shares(row, named=False) is before
    heard.take([position("CB", 1, closed=False)])
    assert drafting._shares(row, named=False) is not before
