CREATE TABLE "handover" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"name" text NOT NULL,
	"reason" text NOT NULL,
	"ends_at" timestamp with time zone,
	"made_by" text,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	"pack" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "handover_brand" ON "handover" USING btree ("brand_id","made_at");--> statement-breakpoint
CREATE UNIQUE INDEX "handover_once" ON "handover" USING btree ("brand_id","user_id","ends_at") WHERE reason = 'ended';--> statement-breakpoint
ALTER TABLE "handover" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE POLICY brand ON "handover" USING (app_sees(brand_id)) WITH CHECK (app_sees(brand_id));--> statement-breakpoint
ALTER TABLE "handover" ADD CONSTRAINT "handover_brand" FOREIGN KEY (brand_id) REFERENCES brand (id) ON DELETE CASCADE;--> statement-breakpoint
-- A pack is what was left at that moment: it is written once.
REVOKE UPDATE ON "handover" FROM pupitre_app;--> statement-breakpoint
-- Sessions are found by the hash of their token from here on; those that are open stay open.
UPDATE "session" SET token = encode(sha256(convert_to(token, 'UTF8')), 'hex');
