"""What a support desk knows: when it answers, where a question goes, what a mail says. No database, no clock."""
