"""The mapping file: how outside documents become facts, as typed structs (docs/mapping.md explains it).

A mapping is data. Paths are JMESPath, words are looked up in tables, and nothing in it is ever executed.
Unknown keys are refused; ``mapping_check.load_mapping`` also checks every path, table, field and fact type,
so that a mistake is told before the first document is read.
"""

from typing import Literal

from wallboard.config.load import ConfigStruct, Duration

Form = Literal["changelog", "json", "archive", "csv", "jsonl", "websocket"]
ValueType = Literal["text", "int", "float", "bool", "count", "time", "list", "raw"]
Shape = Literal["geojson", "lonlat", "latlon", "flat_lonlat", "flat_latlon", "polyline"]
Crs = Literal["EPSG:4326", "EPSG:3857", "GCJ-02"]


class NumberRule(ConfigStruct, frozen=True, kw_only=True):
    """How numbers in text are written: the sign between thousands, and the one before the decimals.

    Without ``decimal`` it is a comma where thousands are parted by dots, else a dot.
    """

    thousands: Literal[".", ",", " ", "'", "_"] | None = None
    decimal: Literal[".", ","] | None = None


class FieldRule(ConfigStruct, frozen=True, kw_only=True):
    """One field of a fact. A bare string stands for ``{path = "..."}``.

    path: one JMESPath or several, the first that gives something counts. template: ``"{a}, {b.c}"``.
    const: always this. default: where nothing is found. table: look the word up in ``[tables.NAME]``;
    unknown: what a word that the table lacks becomes (it is counted either way). null: words that mean
    nothing. format: strptime formats, or ``epoch_s``, ``epoch_ms``, ``iso``. zone: zone of local times.
    plus: duration added to a time. not_before: path of a time that this one may not precede; one that
    does is left out, or, with mark, kept: mark names the yes-or-no field of the fact that is then set.
    scale: factor on numbers (units). numbers: where they are written otherwise than the file's.
    split: separator that cuts a text into a list. find: regular expression of which the first group (or
    all that it matches) is taken from a text, before all else.
    """

    path: str | list[str] = []
    template: str | None = None
    const: str | bool | int | float | None = None
    default: str | bool | int | float | None = None
    type: ValueType | None = None
    table: str | None = None
    unknown: str | None = None
    null: list[str] = []
    format: str | list[str] = []
    zone: str | None = None
    plus: Duration | None = None
    not_before: str | None = None
    mark: str | None = None
    scale: float = 1.0
    numbers: NumberRule | None = None
    split: str | None = None
    find: str | None = None


class PlaceRule(ConfigStruct, frozen=True, kw_only=True):
    """Where coordinates stand: two fields (``lon``, ``lat``; x and y in EPSG:3857), or ``path`` and its form.

    crs: where it differs from the file's. precision: digits of an encoded polyline.
    """

    lon: str | None = None
    lat: str | None = None
    path: str | None = None
    form: Shape | None = None
    crs: Crs | None = None
    precision: int = 5


class FactRule(ConfigStruct, frozen=True, kw_only=True):
    """One fact that a record yields: any type of the fact table.

    when: JMESPath that must hold. at: when it happened (default: when it was seen). key: path or
    template of the thing's id, default the record's; bare_key: without ``<source>/`` before it.
    Of several entries of one type and key the first whose ``when`` holds is taken (all, in a history).
    """

    type: str
    when: str | None = None
    at: str | FieldRule | None = None
    key: str | None = None
    bare_key: bool = False
    point: PlaceRule | list[PlaceRule] | None = None
    polygon: PlaceRule | None = None
    fields: dict[str, str | FieldRule] = {}


class PollTime(ConfigStruct, frozen=True, kw_only=True):
    """When a document was true: from its file name (a strptime pattern) or from a path inside it."""

    name: str | None = None
    path: str | None = None
    format: str | list[str] = []
    zone: str | None = None


class InputRule(ConfigStruct, frozen=True, kw_only=True):
    """What the input is.

    rows: ``snapshot`` (all that is so now; diffed), ``events`` (each says one thing) or ``history``
    (each tells its whole past; facts are put in the order of their ``at``). files: glob of the files in
    an archive or folder that count. delimiter, header, columns: CSV. time: see ``PollTime``.
    """

    form: Form
    rows: Literal["snapshot", "events", "history"] | None = None
    encoding: str = "utf-8"
    files: str = "*"
    content: Literal["json", "csv", "jsonl"] = "json"
    delimiter: str = ","
    header: bool = True
    columns: list[str] = []
    skip_lines: int = 0
    time: PollTime = PollTime()


class RecordRule(ConfigStruct, frozen=True, kw_only=True):
    """Where the records stand in a document, and the id of each.

    path: JMESPath to the list (or, with ``keyed``, to an object of records by id: ``_key``).
    key: path or template of a record's id; empty where the feed has none (see identity.match).
    children: path of nested records; they take the place of their parent, which stays at ``_parent``.
    carry: values of the document copied into each record. columns: names for records that are lists.
    where: JMESPath; records for which it does not hold are left out. packed: the list (or the object)
    stands there as a text of JSON. may_be_absent: where nothing is to be listed the list is left out.
    """

    path: str = "@"
    key: str | list[str] = ""
    keyed: bool = False
    children: str | None = None
    carry: dict[str, str] = {}
    columns: list[str] = []
    where: str | None = None
    packed: bool = False
    may_be_absent: bool = False


class IdentityRule(ConfigStruct, frozen=True, kw_only=True):
    """Which record of one poll is which of the next.

    match: fields (place and start, usually) that identify a record where ids are absent or re-dealt;
    round: decimals of numbers among them. reopen_within: the same id back within it reopens the outage,
    later it is a new one.
    """

    match: list[str] = []
    round: int = 3
    reopen_within: Duration = Duration(6 * 3600)


class DoubtRule(ConfigStruct, frozen=True, kw_only=True):
    """When a poll is not believed: it lost at least ``rows`` rows and this ``share`` of all.

    returned: share of a smaller drop that must come back for it to be marked, from ``drop`` rows on.
    """

    rows: int = 50
    share: float = 0.15
    drop: int = 2
    returned: float = 0.5


class CapRule(ConfigStruct, frozen=True, kw_only=True):
    """How a server's cut is known: a multiple of ``multiple`` from ``least`` rows on, twice running
    while rows churn; or the number itself (``rows``); or a JMESPath into the document (``flag``)."""

    multiple: int = 250
    least: int = 500
    polls: int = 2
    rows: int | None = None
    flag: str | None = None


class EventRule(ConfigStruct, frozen=True, kw_only=True):
    """For streams: which field says what to do, and which of its words mean that a thing is gone.

    merge: an event holds only what changed; the rest stands as the events before it said.
    """

    op: str | None = None
    remove: tuple[str, ...] = ("remove", "delete", "removed", "deleted")
    ignore: tuple[str, ...] = ()
    merge: bool = False


class PrivacyRule(ConfigStruct, frozen=True, kw_only=True):
    """A single customer's outage carries a home's place: rounded to ``decimals``."""

    round: Literal["single", "always", "never"] = "single"
    decimals: int = 3


class MappingFile(ConfigStruct, frozen=True, kw_only=True):
    """A whole mapping file. ``source`` names the facts' source and is the head of every key.

    crs has no default: a file that yields places and does not say is refused. zone: IANA zone of local
    times. zones: text zones (``MST = "-07:00"``). numbers: how numbers in text are written; without it what
    can be read in two ways is refused. expect_every: duration between polls, normally; a room's own wins.
    """

    source: str
    title: str = ""
    attribution: str = ""
    lang: str = ""
    lanes: list[str] = []
    expect_every: Duration | None = None
    crs: Crs | None = None
    zone: str | None = None
    zones: dict[str, str] = {}
    numbers: NumberRule | None = None
    input: InputRule
    records: RecordRule = RecordRule()
    identity: IdentityRule = IdentityRule()
    doubt: DoubtRule = DoubtRule()
    cap: CapRule = CapRule()
    event: EventRule = EventRule()
    privacy: PrivacyRule = PrivacyRule()
    tables: dict[str, dict[str, str]] = {}
    fact: list[FactRule]

    @property
    def rows(self) -> str:
        """What a record of the input is: ``snapshot``, ``events`` or ``history``."""
        if self.input.rows is not None:
            return self.input.rows
        return "events" if self.input.form in ("jsonl", "websocket") else "snapshot"
