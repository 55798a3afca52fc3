"""What the load under one foot tells: contacts, measures of each stance; pure."""
