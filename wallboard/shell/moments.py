"""A store as it stood at one instant of a recording or a scenario, without a hub (``state``, ``shot``)."""

import argparse
import gc
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import msgspec

from feeds.hub.analyst import Analyst
from feeds.network_csv import NetworkError
from feeds.networks import network_of
from feeds.recording import Manifest, Recording, RecordingError
from feeds.sim import CATCH_UP_STEP
from feeds.sim.asking import Asking
from feeds.truth_file import TruthFile
from feeds.worlds import open_world
from wallboard.config.load import ConfigError
from wallboard.config.room import Room, load_room
from wallboard.config.rule_sets import load_rule_set
from wallboard.config.scenario import load_scenario
from wallboard.domain.facts import Fact
from wallboard.domain.terms import ClockMode
from wallboard.rules.limits import RuleSet
from wallboard.shell.faults import input_faults
from wallboard.shell.first_build import say_if_built
from wallboard.shell.moment_arguments import instant_of, room_name
from wallboard.state.atlas import Atlas, unpack
from wallboard.state.store import Store

LOOKS = (50_000, 20, 50)
"""New objects until garbage is looked for, and so many looks until the older are looked at too: a batch makes
millions that live, and hardly any that only a look would find."""


class Moment(msgspec.Struct, frozen=True):
    """A store at ``now`` (epoch s), the room it is shown in, and where it came from."""

    store: Store
    now: float
    mode: ClockMode
    room: Room
    rules: RuleSet | None
    manifest: Manifest
    atlas: Atlas | None = None


def open_moment(args: argparse.Namespace, truth: Path | None = None) -> Moment:
    """The moment that the arguments name; a scenario's truth goes to a file. Raises InputError."""
    with input_faults(ConfigError, RecordingError, NetworkError):
        room = load_room(room_name(args.room, args.recording, args.scenario))
        rules = load_rule_set(room.rules) if room.rules else None
        say_if_built(room, args.scenario)
        network = room.network
        if network is None and not args.recording:
            network = load_scenario(args.scenario).network
        atlas = None if network is None else _network(network)
        if args.recording:
            moment = _of_recording(args.recording, args.at, room, rules, atlas)
        else:
            moment = _of_scenario(args, room, rules, atlas, truth)
        return msgspec.structs.replace(moment, atlas=atlas)


def _network(path: str) -> Atlas:
    _, raw = network_of(path)
    return unpack(raw)


def _of_recording(
    path: Path, at: str | None, room: Room, rules: RuleSet | None, atlas: Atlas | None
) -> Moment:
    with Recording(path) as recording:
        recording.verify()
        start, end = recording.span()
        now = instant_of(at, start, end)
        store = Store()
        if recording.manifest.judged:
            store.apply(recording.facts(until=now))
        else:
            _judge(store, recording, now, _analyst(room, rules, atlas))
        return Moment(store, now, ClockMode.REPLAY, room, rules, recording.manifest)


def _analyst(room: Room, rules: RuleSet | None, atlas: Atlas | None) -> Analyst:
    return Analyst(rules, room.area_class, atlas, room.time_zone)


def _judge(store: Store, recording: Recording, now: float, analyst: Analyst) -> None:
    """A log without the analyst's facts is judged as it is read, instant by instant."""
    batch: list[Fact] = []
    for fact in recording.facts(until=now):
        if batch and fact.seen > batch[-1].seen:
            _apply_judged(store, analyst, batch, batch[-1].seen)
            batch = []
        batch.append(fact)
    if batch:
        _apply_judged(store, analyst, batch, batch[-1].seen)
    store.apply(_placed(store, analyst.on_time(store, now)))


def _apply_judged(store: Store, analyst: Analyst, facts: list[Fact], now: float) -> None:
    placed = _placed(store, facts)
    change = store.apply(placed)
    store.apply(_placed(store, analyst.on_facts(store, change, placed, now)))
    store.apply(_placed(store, analyst.on_time(store, now)))


@contextmanager
def _few_looks_for_garbage() -> Iterator[None]:
    """What lives already is not looked at again, and what comes more seldom."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*LOOKS)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _placed(store: Store, facts: list[Fact]) -> list[Fact]:
    """Facts with the next places in the order."""
    return [msgspec.structs.replace(fact, seq=seq) for seq, fact in enumerate(facts, store.head + 1)]


def _of_scenario(
    args: argparse.Namespace, room: Room, rules: RuleSet | None, atlas: Atlas | None, truth: Path | None
) -> Moment:
    """The same steps as the hub's: the world's facts, then the analyst's, each with a place in the order."""
    scenario = load_scenario(args.scenario)
    now = instant_of(args.at, scenario.start_at, scenario.moment_at)
    world = open_world(scenario, args.seed, now)
    store, analyst, asking = Store(), _analyst(room, rules, atlas), Asking()
    until = scenario.start_at
    told_to = TruthFile(truth, world) if truth is not None else nullcontext()
    with _few_looks_for_garbage(), told_to as told:
        while until < now:
            until = min(now, until + CATCH_UP_STEP)
            commands = asking.commands(store.tables, until)
            _apply_judged(store, analyst, world.step(until, commands), until)
            if told is not None:
                told.write()
    return Moment(store, now, ClockMode.SCENARIO, room, rules, Manifest(title=args.scenario))
