ALTER TABLE "message" ADD COLUMN "rating" integer;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "blocked_at" timestamp (6) with time zone;