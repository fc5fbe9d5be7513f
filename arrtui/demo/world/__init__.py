"""The generated data of a simulated estate: titles, releases, formats, profiles and folders."""
