"""Apply a plan: write its approved entries to an instance, journalled before and after."""
