"""Work that goes on beside the site: queued, done one after another, with progress, and found again after a kill."""
