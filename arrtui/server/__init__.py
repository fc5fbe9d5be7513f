"""What arrtui serves: the receiver of the apps' webhooks and the HTTP API, over the same use cases as the app."""
