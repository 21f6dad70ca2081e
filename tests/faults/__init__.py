"""What a network may do to a link, done on purpose."""
