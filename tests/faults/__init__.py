"""What happens when processes are killed, disks are full, stores are locked, and clients stall."""
