"""The Jobs pane: what runs, waits and failed."""
