"""The plan screen: review a plan entry by entry, apply and undo it."""
