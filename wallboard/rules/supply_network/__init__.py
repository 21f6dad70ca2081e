"""What hangs behind what: the network as arrays, toured from its busbars, so that "below" is a slice.

``wires.Wires``: what is laid, by row. ``tour.Tour``: how it is fed as its switches stand now, in Euler
order. ``cuts.Cuts``: what can be opened and whom that leaves dark, for whoever judges. Rows are the atlas'.
"""
