CREATE EXTENSION IF NOT EXISTS unaccent;--> statement-breakpoint
CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
CREATE TEXT SEARCH CONFIGURATION pupitre_fr (COPY = french);--> statement-breakpoint
ALTER TEXT SEARCH CONFIGURATION pupitre_fr ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;--> statement-breakpoint
CREATE TABLE "channel" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"network" text NOT NULL,
	"account_id" text NOT NULL,
	"handle" text NOT NULL,
	"name" text NOT NULL,
	"avatar_url" text,
	"profile_url" text NOT NULL,
	"server" text NOT NULL,
	"sealed" text,
	"credentials_expire_at" timestamp with time zone,
	"limits" jsonb NOT NULL,
	"health" text DEFAULT 'ok' NOT NULL,
	"trouble" jsonb,
	"checked_at" timestamp with time zone,
	"position" integer DEFAULT 0 NOT NULL,
	"inbox_cursor" text,
	"heard_at" timestamp with time zone,
	"import_cursor" text,
	"import_state" text DEFAULT 'none' NOT NULL,
	"imported_posts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disconnected_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "pending_connection" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"session_id" text NOT NULL,
	"network" text NOT NULL,
	"state_hash" text NOT NULL,
	"sealed" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "pending_connection_state_hash_unique" UNIQUE("state_hash")
);
--> statement-breakpoint
CREATE TABLE "asset" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"mime_type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"name" text NOT NULL,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "content" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"title" text DEFAULT '' NOT NULL,
	"items" jsonb NOT NULL,
	"options" jsonb NOT NULL,
	"pillar_id" uuid,
	"campaign_id" uuid,
	"created_by" text,
	"origin" text DEFAULT 'desk' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "variant" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"content_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"items" jsonb NOT NULL,
	"options" jsonb NOT NULL,
	"follows" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"network" text NOT NULL,
	"person_id" uuid NOT NULL,
	"thread_key" text NOT NULL,
	"kind" text NOT NULL,
	"delivery_id" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"snooze_until" timestamp (6) with time zone,
	"assignee_id" text,
	"labels" text[] DEFAULT '{}' NOT NULL,
	"first_line" text DEFAULT '' NOT NULL,
	"messages" integer DEFAULT 0 NOT NULL,
	"unread" integer DEFAULT 0 NOT NULL,
	"last_at" timestamp (6) with time zone NOT NULL,
	"last_inbound_at" timestamp (6) with time zone,
	"waiting_since" timestamp (6) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"conversation_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"network_id" text,
	"ref" jsonb,
	"parent" jsonb,
	"root" jsonb,
	"kind" text NOT NULL,
	"visibility" text DEFAULT 'public' NOT NULL,
	"person_id" uuid,
	"user_id" text,
	"delivery_id" uuid,
	"text" text NOT NULL,
	"language" text,
	"attachments" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"can_reply" boolean DEFAULT true NOT NULL,
	"reply_before" timestamp (6) with time zone,
	"liked_at" timestamp (6) with time zone,
	"hidden_at" timestamp (6) with time zone,
	"understanding" jsonb,
	"sent_at" timestamp (6) with time zone NOT NULL,
	"received_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"edited_at" timestamp (6) with time zone,
	"removed_at" timestamp (6) with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('pupitre_fr', text)) STORED
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"network" text NOT NULL,
	"network_id" text NOT NULL,
	"handle" text NOT NULL,
	"name" text NOT NULL,
	"avatar_url" text,
	"profile_url" text,
	"followers" integer,
	"first_seen_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reading" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"subject" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"code" text NOT NULL,
	"name" text,
	"value" bigint,
	"read_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "calendar_feed" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"user_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "calendar_feed_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "campaign" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pillar" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"name" text NOT NULL,
	"share" integer,
	"position" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"name" text NOT NULL,
	"payload" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"xid" "xid8" DEFAULT pg_current_xact_id() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_cursor" (
	"listener" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"content_id" uuid,
	"variant_id" uuid,
	"message_id" uuid,
	"target_id" uuid,
	"format" text DEFAULT 'text' NOT NULL,
	"sealed" jsonb,
	"hash" text,
	"due_at" timestamp (6) with time zone,
	"local_time" text,
	"zone" text,
	"tolerance_seconds" integer DEFAULT 1800 NOT NULL,
	"not_after" timestamp (6) with time zone,
	"fence" bigint DEFAULT 0 NOT NULL,
	"claimed_by" text,
	"lease_until" timestamp (6) with time zone,
	"settle_at" timestamp (6) with time zone,
	"reconciled" integer DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"cause" jsonb,
	"held_reason" text,
	"network_id" text,
	"network_version" text,
	"link" text,
	"published_at" timestamp (6) with time zone,
	"epoch" integer DEFAULT 1 NOT NULL,
	"created_by" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery_line" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"from" text,
	"to" text NOT NULL,
	"actor" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "delivery_step" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"act" jsonb NOT NULL,
	"key" text NOT NULL,
	"record_key" text,
	"intent_at" timestamp (6) with time zone,
	"fingerprint" text,
	"receipt" jsonb,
	"receipt_at" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "brand_freeze" (
	"brand_id" uuid PRIMARY KEY NOT NULL,
	"active" boolean DEFAULT false NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"by" text,
	"since" timestamp (6) with time zone
);
--> statement-breakpoint
CREATE TABLE "request_key" (
	"id" text PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"status" integer,
	"answer" jsonb,
	"at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "restore_epoch" (
	"id" integer PRIMARY KEY NOT NULL,
	"epoch" integer NOT NULL,
	"raised_at" timestamp (6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "comment" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"content_id" uuid NOT NULL,
	"text" text NOT NULL,
	"user_id" text,
	"link_id" uuid,
	"by_name" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"hash" text NOT NULL,
	"verdict" text NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"user_id" text,
	"link_id" uuid,
	"by_name" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_link" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"label" text NOT NULL,
	"month" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"revoked_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone,
	CONSTRAINT "review_link_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "api_key" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"brand_id" uuid,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"scopes" text[] NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_key_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" uuid PRIMARY KEY NOT NULL,
	"brand_id" uuid NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "brand" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"name" text NOT NULL,
	"initials" text NOT NULL,
	"color" text NOT NULL,
	"zone" text NOT NULL,
	"language" text DEFAULT 'fr' NOT NULL,
	"demo" boolean DEFAULT false NOT NULL,
	"tolerance_seconds" integer DEFAULT 1800 NOT NULL,
	"undo_seconds" integer DEFAULT 20 NOT NULL,
	"approval_needed" boolean DEFAULT false NOT NULL,
	"blast_channels" integer DEFAULT 3 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"brand_ids" uuid[] NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"token_hash" text NOT NULL,
	"invited_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitation_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"brand_id" uuid,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"starts_at" timestamp with time zone,
	"ends_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "organization" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"preset" text DEFAULT 'solo' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "two_factor" (
	"id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"user_id" text NOT NULL,
	"verified" boolean DEFAULT true,
	"failed_verification_count" integer DEFAULT 0,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"language" text DEFAULT 'fr' NOT NULL,
	"theme" text DEFAULT 'system' NOT NULL,
	"disabled_at" timestamp with time zone,
	"two_factor_enabled" boolean DEFAULT false,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "variant" ADD CONSTRAINT "variant_content_id_content_id_fk" FOREIGN KEY ("content_id") REFERENCES "public"."content"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message" ADD CONSTRAINT "message_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_line" ADD CONSTRAINT "delivery_line_delivery_id_delivery_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."delivery"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "delivery_step" ADD CONSTRAINT "delivery_step_delivery_id_delivery_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."delivery"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_brand_id_brand_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brand"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "brand" ADD CONSTRAINT "brand_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_organization_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_brand_id_brand_id_fk" FOREIGN KEY ("brand_id") REFERENCES "public"."brand"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "two_factor" ADD CONSTRAINT "two_factor_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "channel_account" ON "channel" USING btree ("brand_id","network","account_id");--> statement-breakpoint
CREATE INDEX "channel_brand" ON "channel" USING btree ("brand_id","position");--> statement-breakpoint
CREATE INDEX "asset_brand" ON "asset" USING btree ("brand_id","created_at");--> statement-breakpoint
CREATE INDEX "content_brand_updated" ON "content" USING btree ("brand_id","updated_at");--> statement-breakpoint
CREATE UNIQUE INDEX "variant_once" ON "variant" USING btree ("content_id","channel_id");--> statement-breakpoint
CREATE INDEX "variant_brand" ON "variant" USING btree ("brand_id");--> statement-breakpoint
CREATE UNIQUE INDEX "conversation_thread" ON "conversation" USING btree ("channel_id","thread_key");--> statement-breakpoint
CREATE INDEX "conversation_inbox" ON "conversation" USING btree ("brand_id","state","last_at","id");--> statement-breakpoint
CREATE INDEX "conversation_assignee" ON "conversation" USING btree ("brand_id","assignee_id","state","last_at");--> statement-breakpoint
CREATE INDEX "conversation_person" ON "conversation" USING btree ("person_id","last_at");--> statement-breakpoint
CREATE INDEX "conversation_snoozed" ON "conversation" USING btree ("snooze_until");--> statement-breakpoint
CREATE UNIQUE INDEX "message_once" ON "message" USING btree ("channel_id","network_id");--> statement-breakpoint
CREATE INDEX "message_conversation" ON "message" USING btree ("conversation_id","sent_at");--> statement-breakpoint
CREATE INDEX "message_search" ON "message" USING gin ("search");--> statement-breakpoint
CREATE INDEX "message_delivery" ON "message" USING btree ("delivery_id");--> statement-breakpoint
CREATE UNIQUE INDEX "person_once" ON "person" USING btree ("brand_id","network","network_id");--> statement-breakpoint
CREATE INDEX "reading_subject" ON "reading" USING btree ("subject_id","code","read_at");--> statement-breakpoint
CREATE INDEX "reading_brand" ON "reading" USING btree ("brand_id","read_at");--> statement-breakpoint
CREATE INDEX "campaign_brand" ON "campaign" USING btree ("brand_id","starts_on");--> statement-breakpoint
CREATE INDEX "pillar_brand" ON "pillar" USING btree ("brand_id","position");--> statement-breakpoint
CREATE INDEX "event_at" ON "event" USING btree ("at");--> statement-breakpoint
CREATE INDEX "delivery_brand_due" ON "delivery" USING btree ("brand_id","due_at");--> statement-breakpoint
CREATE INDEX "delivery_state_due" ON "delivery" USING btree ("state","due_at");--> statement-breakpoint
CREATE INDEX "delivery_channel" ON "delivery" USING btree ("channel_id","due_at");--> statement-breakpoint
CREATE INDEX "delivery_network_id" ON "delivery" USING btree ("channel_id","network_id");--> statement-breakpoint
CREATE INDEX "delivery_content" ON "delivery" USING btree ("content_id");--> statement-breakpoint
CREATE INDEX "delivery_message" ON "delivery" USING btree ("message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_variant_once" ON "delivery" USING btree ("variant_id");--> statement-breakpoint
CREATE INDEX "delivery_line_delivery" ON "delivery_line" USING btree ("delivery_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "delivery_step_position" ON "delivery_step" USING btree ("delivery_id","position");--> statement-breakpoint
CREATE INDEX "comment_content" ON "comment" USING btree ("content_id","at");--> statement-breakpoint
CREATE INDEX "decision_delivery" ON "decision" USING btree ("delivery_id","at");--> statement-breakpoint
CREATE INDEX "review_link_brand" ON "review_link" USING btree ("brand_id");--> statement-breakpoint
CREATE INDEX "account_user" ON "account" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "api_key_user" ON "api_key" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "audit_brand_at" ON "audit" USING btree ("brand_id","at");--> statement-breakpoint
CREATE INDEX "brand_organization" ON "brand" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "invitation_organization" ON "invitation" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "membership_user" ON "membership" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "membership_once" ON "membership" USING btree ("user_id","organization_id","brand_id");--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "two_factor_user" ON "two_factor" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verification_identifier" ON "verification" USING btree ("identifier");