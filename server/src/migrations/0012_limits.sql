ALTER TABLE "channel" ADD COLUMN "limits_asked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "variant" ADD COLUMN "outgrown" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "variant_outgrown" ON "variant" USING btree ("brand_id") WHERE outgrown <> '[]'::jsonb;