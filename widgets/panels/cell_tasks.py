"""Hours of the cells' people by kind of task, visits, publicity, and posts that are still being learnt."""

from wallboard.domain.terms import CellTask
from wallboard.state.queries.cell_tasks import CellTasksFace, cell_tasks
from widgets.panel import PanelSpec
from widgets.parts.headline import Tile
from widgets.parts.heads import Sides
from widgets.parts.ink import Run
from widgets.parts.tile_panel import TilePanel


class CellTasks(TilePanel):
    """One figure a kind of task, of today; then visits, publicity and training."""

    nouns = ("cell", "source")

    def title(self) -> Sides:
        text = self.session.text
        return (Run(text.t("tasks.title"), "title"),), (Run(text.t("tasks.today"), tone="muted", elide=True),)

    def tiles(self, now: float) -> list[Tile]:
        face = cell_tasks(self.session.tables, self.session.periods.day(now)[0])
        alone = [] if face.hours else [self._publicity(face)]
        return [*self._hours(face), *alone, self._visits(face, now), self._training(face)]

    def _hours(self, face: CellTasksFace) -> list[Tile]:
        text = self.session.text
        if not face.hours:
            return [self._silent("hours")]
        return [
            Tile(
                task,
                text.t(f"task.{task}"),
                text.number(round(spent)),
                text.t("tasks.unit"),
                "text" if spent else "muted",
                below=(Run(self._below(task, face), tone="muted", elide=True),),
            )
            for task, spent in face.hours.items()
        ]

    def _below(self, task: str, face: CellTasksFace) -> str:
        """What share of all hours it takes; of publicity how often, where that is known."""
        text, whole = self.session.text, sum(face.hours.values())
        if task == CellTask.PUBLICITY and face.publicity is not None:
            return text.t("tasks.made_known", n=text.number(face.publicity))
        return text.t("tasks.share", share=text.share(face.hours[task] / max(whole, 1e-9)))

    def _visits(self, face: CellTasksFace, now: float) -> Tile:
        text = self.session.text
        if face.visited is None:
            return self._silent("visited")
        below: tuple[Run, ...] = ()
        if face.last_visit is not None:
            age = text.age(now - face.last_visit)
            words = text.t("tasks.longest", cell=text.name(face.longest), age=age)
            below = (Run(words, tone="muted", elide=True, short=text.t("tile.oldest", age=age)),)
        return Tile("visited", text.t("tasks.visited"), text.share(face.visited), below=below)

    def _publicity(self, face: CellTasksFace) -> Tile:
        """Where nobody tells the hours that it took."""
        text = self.session.text
        if face.publicity is None:
            return self._silent("publicity")
        n, tone = text.number(face.publicity), "text" if face.publicity else "muted"
        return Tile("publicity", text.t("task.publicity"), n, text.t("tasks.acts"), tone)

    def _training(self, face: CellTasksFace) -> Tile:
        text, posts = self.session.text, face.trained + face.in_training
        if not posts:
            return self._silent("training")
        below = Run(text.t("tasks.trained", n=text.number(face.trained)), tone="muted")
        return Tile(
            "training",
            text.t("tasks.training"),
            text.number(face.in_training),
            text.t("tasks.posts"),
            "text" if face.in_training else "muted",
            below=(below,),
        )

    def _silent(self, name: str) -> Tile:
        """A figure of which no source speaks."""
        text = self.session.text
        words = Run(text.t("no_source"), tone="muted")
        return Tile(name, text.t(f"tasks.{name}"), "", tone="muted", below=(words,))


PANEL = PanelSpec("cell_tasks", CellTasks)
