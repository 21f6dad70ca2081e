"""Where a judged outage lies, in the network's own words: the places and names of an atlas, by id."""

from typing import Any, cast

import numpy as np

from wallboard.domain.terms import DeviceKind
from wallboard.rules.diagnosis.judgement import Hypothesis
from wallboard.state.atlas import Atlas, Table

AREA_KINDS = frozenset({DeviceKind.TRANSFORMER_AREA, DeviceKind.SERVICE})


class JudgedPlaces:
    """Looks up what an outage system would say of a place; whatever the atlas lacks is left out."""

    def __init__(self, atlas: Atlas) -> None:
        tables = atlas.tables
        self._tables = tables
        self._areas = _rows_by_id(tables["areas"])
        self._devices = _rows_by_id(tables["devices"])
        self.customers: dict[str, int] = dict(
            zip(tables["areas"].texts("id"), _whole(tables["areas"], "customers"), strict=True)
        )
        self._key = frozenset(_whole(tables["key_customers"], "area"))

    def device(self, case: Hypothesis) -> tuple[str, str]:
        """Id and name as the room says them: a whole feeder by its own, not by its breaker's."""
        table, row = self._of_device(case)
        if case.kind is DeviceKind.FEEDER and table is not None:
            feeder = int(self._tables["devices"]["feeder"][row])
            if feeder >= 0:
                feeders = self._tables["feeders"]
                return feeders.texts("id")[feeder], feeders.texts("name")[feeder]
        return case.device, table.texts("name")[row] if table is not None else case.device

    def extent(self, case: Hypothesis) -> dict[str, Any]:
        """Fields of ``OutageExtent``: place, feeder, region, and how many key customers are behind it."""
        rows = [self._areas[area] for area in case.areas]
        found: dict[str, Any] = {"key_customers": len(self._key.intersection(rows))}
        table, row = self._of_device(case)
        at = self._point(table, row) if table is not None else None
        if rows:
            areas, home = self._tables["areas"], rows[0]
            found |= self._regions(home)
            line = int(areas["line"][home])
            found["feeder"] = self._tables["feeders"].texts("name")[line] if line >= 0 else ""
            at = at or self._point(areas, home)
        if at is not None:
            found["lon"], found["lat"] = at
        found["place"] = self.device(case)[1]
        return found

    def _of_device(self, case: Hypothesis) -> tuple[Table | None, int]:
        name, rows = ("areas", self._areas) if case.kind in AREA_KINDS else ("devices", self._devices)
        row = rows.get(case.device, -1)
        return (self._tables[name], row) if row >= 0 else (None, -1)

    def _regions(self, area: int) -> dict[str, str]:
        """Bureau, town and cell of an area, by name."""
        areas, places = self._tables["areas"], self._tables["places"]
        place, cell = int(areas["place"][area]), int(areas["cell"][area])
        town = int(places["town"][place]) if place >= 0 else -1
        district = int(places["district"][place]) if place >= 0 else -1
        rows = (("region", "districts", district), ("town", "places", town), ("cell", "cells", cell))
        return {field: self._tables[name].texts("name")[row] for field, name, row in rows if row >= 0}

    @staticmethod
    def _point(table: Table, row: int) -> tuple[float, float] | None:
        lon, lat = float(table["lon"][row]), float(table["lat"][row])
        return (lon, lat) if np.isfinite(lon + lat) and (lon or lat) else None


def _rows_by_id(table: Table) -> dict[str, int]:
    return {key: row for row, key in enumerate(table.texts("id"))}


def _whole(table: Table, name: str) -> list[int]:
    return cast("list[int]", table[name].tolist())
