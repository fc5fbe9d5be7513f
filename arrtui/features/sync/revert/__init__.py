"""Plans that go back: undo an applied plan, restore an instance to a snapshot."""
