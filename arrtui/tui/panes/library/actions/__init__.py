"""Library actions: their menu, dialogs and summaries."""
