"""The estate as a whole: asking each instance how it is."""
