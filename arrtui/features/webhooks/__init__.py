"""Webhooks of the apps: what they tell, and the connections that send them."""
