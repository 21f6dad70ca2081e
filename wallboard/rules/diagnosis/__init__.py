"""Judgement (研判): which open devices explain what was heard, how probably, and why (domain 5.4, d.13).

The interface, for the hub, the command line and the study alike::

    network = supply_network(atlas)               # wallboard.state.supply_wires
    judge = Judge(network, EvidenceModel())       # parameters are data, see model.EvidenceModel
    judge.take(facts)                             # calls, area counts, positions, indicators, plans, words
    judgement = judge.at(now)                     # Judgement: hypotheses, each with stage, suspects, reasons

``Judge.take`` keeps what facts say, in any order; facts of other types are passed over, and nothing that a
source's own judgement claims (``CallReport.outage``, ``outage.*``) is believed. ``Judge.at`` looks at the
trees that new evidence touched, and at those where something may be dark. ``Hypothesis.suspects`` are devices
that leave the same areas dark (one equal set), the most probable first; ``Hypothesis.device`` is the first.
``inference.infer`` is the exact posterior over antichains of opened cuts underneath, for bounds and bare use.
"""
