"""How close is each nerve zone to going numb; pure."""
