"""Tables, files and figures for analysts, made of an atlas.
`export_tables(atlas, choice)` gives the tables; `write_export` puts them into a folder."""
