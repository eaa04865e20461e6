"""Stories that belong together: parts of one put together (`compose`, `belong`), copies found (`likeness`) and compared
(`compare`). Pure: what becomes of it is the archive's matter."""
