"""Is a judgement of outages right, beside a plain roll-up and beside what nobody can beat (domain 5.4)?

``cases`` says what is heard and what is so, ``scoring`` counts, ``rollup`` and ``bound`` are what it is held
against. Nothing here knows where evidence comes from, nor the judgement itself.
"""
