"""What arrtui serves over the use cases of the app: the receiver of webhooks and the HTTP API."""
