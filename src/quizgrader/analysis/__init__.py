"""What the marks tell of questions and of people: statistics, with the advice that follows from them. It reads no files."""
