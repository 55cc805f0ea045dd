"""What the app promises when processes are killed, disks are full and databases go away."""
