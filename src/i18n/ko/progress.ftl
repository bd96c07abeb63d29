### Progress and its file.
