// Filled by the first example.
