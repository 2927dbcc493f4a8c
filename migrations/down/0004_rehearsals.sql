-- Undoes 0004_rehearsals.sql. What was rehearsed was never kept.
DROP TABLE "rehearsals";
