"""What an app tells others by itself: the messages of its live feed and the calls of its webhooks."""
