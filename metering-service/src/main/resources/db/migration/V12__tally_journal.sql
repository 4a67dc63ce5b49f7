-- What one batch counts fits an int. Arrays are left empty where every source has none of it, as nearly always of conflicts
-- and refusals: entries beyond the end of an array count as 0. So a row stays in its page where it was two or three of TOAST.
ALTER TABLE tally_journal
    ALTER COLUMN received TYPE int[] USING received::int[],
    ALTER COLUMN metered TYPE int[] USING metered::int[],
    ALTER COLUMN duplicate TYPE int[] USING duplicate::int[],
    ALTER COLUMN conflicting TYPE int[] USING conflicting::int[],
    ALTER COLUMN refused TYPE int[] USING refused::int[],
    ALTER COLUMN late TYPE int[] USING late::int[];
