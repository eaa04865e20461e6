"""What programs and devices take: tokens to come in with, feeds, catalogues for e-readers, mail to a device."""
