ALTER TABLE "message" ADD COLUMN "rest" text;--> statement-breakpoint
ALTER TABLE "message" ADD COLUMN "automatic" boolean DEFAULT false NOT NULL;