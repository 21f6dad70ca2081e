"""The judgement's parameters as tuned on the seeds for it: ``study diagnosis --tune 2 --seeds 16``.

For the study only: they fit a simulated town. The product goes by its proposals (``model.py``) until there
are recorded days to tune them on. Seeds 1000 to 1015; nothing of the seeds that are reported went into them.
They are of 30 November, one pass and the beginning of the second, before nested outages ended with light.
"""

from wallboard.rules.diagnosis.model import BackFed, EvidenceModel, OpenPrior

TUNED = EvidenceModel(
    open_prior=OpenPrior(switch=3.6e-07, lateral_switch=7.776e-05, fuse=0.00024),
    service_prior=0.00096,
    isolating=0.048,
    feed_after_s=552.96,
    nested=12,
    back_share=0.192,
    weather=0.6,
    busiest=1.8,
    back_fed=BackFed(switch=0.108),
    own_meter_wrong=5.12e-05,
    reading_wrong=6e-05,
    report_from_s=153.6,
    report_soon_s=86.4,
    report_late=0.32,
    report_late_s=1728,
    report_known=24,
    back_never=0.00216,
    onset_gap_s=614.4,
    call_spread=0.96,
    call_own_transformer=0.252,
    call_background_day=0.00096,
    indicator_false=0.012,
)
