"""Where settings come from (provider table, discovery, mail programs), and where secrets live."""
