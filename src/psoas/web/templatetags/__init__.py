"""What templates may call beside what Django gives them."""
