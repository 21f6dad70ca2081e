"""A whole prefecture on one map: what a tick, a pan, a zoom and the quiet picture cost.

    python -m tests.bench.bench_prefecture_map [--seconds 4] [--sizes 1920x1080,3840x2160]
    python -m tests.bench.bench_prefecture_map --minutes 10 [--rate 10000] [--sizes 1920x1080]

30,000 areas and 155,000 pieces of lines and roads, 2,000 outages, 1,300 moving vehicles, heat on, alone in a
window (offscreen raster). Thread CPU, ms. The same facts over a world that has everything twice over are
measured in turn with it, A B A B, both from one camera: from elsewhere there are other crowds and labels.
With --minutes: facts at one rate for so long, ticks at their true pace; the share that took more than 50 ms
of its own CPU, and the memory after a minute and at the end.
"""

import argparse
import gc
import statistics
import time

from tests.bench.measuring import resident_mib, row
from tests.bench.prefecture_crowd import atlas_of_bench
from tests.bench.prefecture_scene import Scene, doubled, make_scene
from wallboard.domain.clock import monotonic, thread_seconds
from wallboard.shell.application import offscreen_application
from wallboard.shell.pictures import size_of
from wallboard.state.atlas import Atlas
from widgets.map.network_map import NetworkMap

TICKS_A_SECOND = 30
RATES = (0, 1_000, 10_000)
STEPS = 40
ROUNDS = 2

Costs = list[float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--sizes", default="1920x1080,3840x2160")
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--rate", type=int, default=10_000)
    args = parser.parse_args()
    application, atlas = offscreen_application(), atlas_of_bench()
    _say(atlas)
    if args.minutes:
        for size in map(size_of, args.sizes.split(",")):
            print(f"{size[0]}x{size[1]}, {args.rate:,} facts/s for {args.minutes:g} minutes")
            scene = make_scene(application.qt, application.family, atlas, size)
            endure(scene, args.rate, args.minutes)
            scene.close()
        return
    for size in map(size_of, args.sizes.split(",")):
        print(f"{size[0]}x{size[1]}; median, p99 in brackets, ms of thread CPU")
        scene = make_scene(application.qt, application.family, atlas, size)
        measure_hands(scene)
        scene.close()
    small = {rate: list[float]() for rate in RATES}
    large = {rate: list[float]() for rate in RATES}
    twice = doubled(atlas)
    size, camera = size_of(args.sizes.split(",")[0]), None
    for _ in range(ROUNDS):
        for world, costs in ((atlas, small), (twice, large)):
            scene = make_scene(application.qt, application.family, world, size, told=atlas, seen_from=camera)
            camera = scene.map.camera
            for rate in RATES:
                costs[rate] += measure_ticks(scene, rate, args.seconds)
            scene.close()
    print(f"ticks at {size[0]}x{size[1]}, {TICKS_A_SECOND} a second")
    for rate in RATES:
        _row(f"{rate:,} facts/s: tick", small[rate])
        row(f"{rate:,} facts/s: dearest tick", max(small[rate]) * 1000, "ms")
    print("what does not change, doubled")
    for rate in RATES:
        ratio = statistics.mean(large[rate]) / statistics.mean(small[rate])
        row(f"{rate:,} facts/s: mean tick, once the other", ratio, "x")
    row("resident", resident_mib(), "MiB")


def _say(atlas: Atlas) -> None:
    network = NetworkMap(atlas)
    pieces = len(network.lines.owner) + len(network.roads.owner)
    print(f"{len(network.areas):,} areas, {pieces:,} pieces of lines and roads")


def _row(name: str, costs: Costs) -> None:
    ordered = sorted(costs)
    worst = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    row(name, statistics.median(ordered) * 1000, "ms", f"({worst * 1000:.1f})")


def measure_hands(scene: Scene) -> None:
    """The quiet picture anew, panning and zooming as a desk does, and one area that goes dark."""
    view = scene.map
    whole, slices = Costs(), Costs()
    for _ in range(3):
        view._static.forget()
        view.sharpen()
        costs = scene.settle()
        whole.append(sum(costs))
        slices += costs
    _row("the quiet picture anew, in all", whole)
    _row("of it, one repaint", slices)
    _row("full repaint", [_timed(scene, view.update) for _ in range(STEPS)])
    for close in (1.0, 8.0, 8.0):
        _zoom(scene, close)
        name = f"at {view.camera.scale * 1000:.0f} px/km" if view.camera else ""
        _row(f"{name}: pan step", [_pan(scene, step) for step in range(STEPS)])
    for factor in (1.0, 8.0, 64.0):
        view.fit_to_data()
        scene.settle()
        _zoom(scene, factor)
        steps, rest = Costs(), Costs()
        for turn in range(12):
            steps.append(_wheel(scene, 1.2 if turn < 6 else 1 / 1.2))
        view.sharpen()
        rest += scene.settle()
        _row(f"zoom step, {factor:.0f} times nearer", steps)
        _row("  sharpened after it, one repaint", rest)
    view.fit_to_data()
    scene.settle()


def _timed(scene: Scene, step: object) -> float:
    began = thread_seconds()
    step()  # type: ignore[operator]
    scene.qt.processEvents()
    return thread_seconds() - began


def _pan(scene: Scene, step: int) -> float:
    camera = scene.map.camera
    assert camera is not None
    return _timed(scene, lambda: scene.map.look(camera.moved(23, 9 if step % 8 < 4 else -9), sharpen=False))


def _wheel(scene: Scene, factor: float) -> float:
    camera = scene.map.camera
    assert camera is not None
    nearer = camera.zoomed(factor, camera.width / 2, camera.height / 2)
    return _timed(scene, lambda: scene.map.look(nearer, sharpen=False))


def _zoom(scene: Scene, factor: float) -> None:
    """Go nearer about the largest town, all drawn."""
    camera, network = scene.map.camera, scene.map._scene.base.network
    assert camera is not None
    assert network is not None
    middle = network.areas[len(network.areas) // 3] if factor > 1 else (camera.x, camera.y)
    x, y = float(middle[0]), float(middle[1])
    scene.map.look(camera.__class__(x, y, camera.scale * factor, camera.width, camera.height))
    scene.settle()


def measure_ticks(scene: Scene, rate: int, seconds: int) -> Costs:
    """Thread seconds of each tick at a rate of facts, at its true pace; the first second does not count."""
    per, costs, due = rate // TICKS_A_SECOND, Costs(), monotonic()
    gc.collect()
    gc.freeze()  # as the wall does after its start
    for number in range(TICKS_A_SECOND * (seconds + 1)):
        facts = scene.evening.more(per, number) if per else []
        due = _beat(due)
        cost = scene.tick(facts, second=number % TICKS_A_SECOND == 0)
        if number >= TICKS_A_SECOND:
            costs.append(cost)
    gc.unfreeze()
    return costs


def _beat(due: float) -> float:
    """Wait for the next tick after the one of ``due`` (monotonic s); one that is late begins at once."""
    due = max(due + 1 / TICKS_A_SECOND, monotonic())
    time.sleep(max(0.0, due - monotonic()))
    return due


def endure(scene: Scene, rate: int, minutes: float) -> None:
    """Ticks at their true pace; none is made up for."""
    per, count, costs = rate // TICKS_A_SECOND, round(minutes * 60 * TICKS_A_SECOND), Costs()
    warm, due = 0.0, monotonic()
    for number in range(count):
        facts = scene.evening.more(per, number)
        scene.evening.log.facts.clear()  # what was said is not kept, or memory would tell of it
        due = _beat(due)
        costs.append(scene.tick(facts, second=number % TICKS_A_SECOND == 0))
        if number % (TICKS_A_SECOND * 10) == 0:  # as the pump does it, between ticks
            gc.collect()
            gc.freeze()
        if number == min(count // 2, 60 * TICKS_A_SECOND):
            warm = resident_mib()
    _row(f"{rate:,} facts/s: tick", costs)
    row("dearest tick", max(costs) * 1000, "ms")
    row("ticks over 20 ms", 100 * statistics.mean(cost > 0.020 for cost in costs), "%")
    row("ticks over 50 ms", 100 * statistics.mean(cost > 0.050 for cost in costs), "%")
    row("resident after warm-up", warm, "MiB")
    row("resident at the end", resident_mib(), "MiB")


if __name__ == "__main__":
    main()
