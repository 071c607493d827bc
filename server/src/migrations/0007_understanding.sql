CREATE TABLE "correction" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"message_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"decided" jsonb NOT NULL,
	"before" jsonb NOT NULL,
	"at" timestamp (6) with time zone DEFAULT clock_timestamp() NOT NULL,
	"ended_at" timestamp (6) with time zone
);
--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "marks" jsonb;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "urgent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "conversation" ADD COLUMN "pressing" boolean GENERATED ALWAYS AS (urgent and waiting_since is not null and state = 'open') STORED;--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_message_id_message_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."message"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "correction_once" ON "correction" USING btree ("message_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "correction_brand" ON "correction" USING btree ("brand_id","at");--> statement-breakpoint
CREATE INDEX "correction_ended" ON "correction" USING btree ("brand_id","ended_at");--> statement-breakpoint
CREATE INDEX "conversation_pressing" ON "conversation" USING btree ("brand_id","state","pressing","last_at","id");--> statement-breakpoint
ALTER TABLE "correction" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY brand ON "correction" USING (coalesce(brand_id = ANY ((SELECT app_brands())::uuid[]), true)) WITH CHECK (coalesce(brand_id = ANY ((SELECT app_brands())::uuid[]), true));--> statement-breakpoint
ALTER TABLE "correction" ADD CONSTRAINT "correction_brand" FOREIGN KEY (brand_id) REFERENCES brand (id) ON DELETE CASCADE;
