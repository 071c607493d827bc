CREATE TABLE "hook_event" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"digest" text NOT NULL,
	"signals" jsonb NOT NULL,
	"look" boolean NOT NULL,
	"at" timestamp (6) with time zone DEFAULT clock_timestamp() NOT NULL,
	"done_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "push_device" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"sealed" text NOT NULL,
	"digest" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"rang_at" timestamp with time zone,
	CONSTRAINT "push_device_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
ALTER TABLE "channel" ADD COLUMN "sealed_before" text;--> statement-breakpoint
ALTER TABLE "channel" ADD COLUMN "sealed_before_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "channel" ADD COLUMN "assisted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "seconds" double precision;--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "state" text DEFAULT 'ready' NOT NULL;--> statement-breakpoint
ALTER TABLE "asset" ADD COLUMN "progress" integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "push_device" ADD CONSTRAINT "push_device_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "hook_event_once" ON "hook_event" USING btree ("channel_id","digest");--> statement-breakpoint
CREATE INDEX "hook_event_open" ON "hook_event" USING btree ("channel_id","id") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "hook_event_brand" ON "hook_event" USING btree ("brand_id","at");--> statement-breakpoint
CREATE INDEX "push_device_user" ON "push_device" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "hook_event" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY brand ON "hook_event" USING (coalesce(brand_id = ANY ((SELECT app_brands())::uuid[]), true)) WITH CHECK (coalesce(brand_id = ANY ((SELECT app_brands())::uuid[]), true));--> statement-breakpoint
ALTER TABLE "hook_event" ADD CONSTRAINT "hook_event_brand" FOREIGN KEY (brand_id) REFERENCES brand (id) ON DELETE CASCADE;
