"""What it saves to send the nearest able crew, whatever border it crosses: the same days lived twice."""
