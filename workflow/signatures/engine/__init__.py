"""Pure work on signed PDFs: bytes in, bytes or findings out."""
