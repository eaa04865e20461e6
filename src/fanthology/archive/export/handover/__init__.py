"""Works as AO3 takes them in: by the tables of Open Doors or by its API. Limits are checked, nothing is cut off."""
