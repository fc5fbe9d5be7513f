"""What the live feeds of the apps tell, and when what they tell of is read again."""
