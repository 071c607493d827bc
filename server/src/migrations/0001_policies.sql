-- The second barrier between brands. The application's role sees a row only when the row's brand is among those that the
-- transaction named with `app.brands`; '*' is the desk's own work (jobs, command line). Tables without a policy here stand on
-- the exemption list of checks/policies.ts, each with its reason.
CREATE FUNCTION app_sees(brand uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE current_setting('app.brands', true)
    WHEN '*' THEN true
    WHEN '' THEN false
    -- One brand is the usual case: compared as text, without taking the list apart for each row.
    WHEN brand::text THEN true
    ELSE brand = ANY (string_to_array(current_setting('app.brands', true), ',')::uuid[])
  END
$$;--> statement-breakpoint
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'audit', 'channel', 'pending_connection', 'content', 'variant', 'asset', 'pillar', 'campaign', 'calendar_feed',
    'review_link', 'decision', 'comment', 'delivery', 'delivery_step', 'delivery_line', 'brand_freeze', 'request_key',
    'person', 'conversation', 'message', 'reading', 'event'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY brand ON %I USING (app_sees(brand_id)) WITH CHECK (app_sees(brand_id))', name);
    -- A brand that is removed takes its rows with it; the audit alone outlives it.
    IF name <> 'audit' THEN
      EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I FOREIGN KEY (brand_id) REFERENCES brand (id) ON DELETE CASCADE', name, name || '_brand');
    END IF;
  END LOOP;
END $$;--> statement-breakpoint
-- The application may read and write rows, and nothing else.
GRANT USAGE ON SCHEMA public TO pupitre_app;--> statement-breakpoint
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO pupitre_app;--> statement-breakpoint
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO pupitre_app;--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO pupitre_app;--> statement-breakpoint
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO pupitre_app;--> statement-breakpoint
-- The audit and the ledger are written once.
REVOKE UPDATE, DELETE ON audit FROM pupitre_app;--> statement-breakpoint
REVOKE UPDATE ON delivery_line FROM pupitre_app;--> statement-breakpoint
INSERT INTO restore_epoch (id, epoch) VALUES (1, 1);--> statement-breakpoint
-- Each brand has its one row that sending locks FOR SHARE and stopping locks FOR UPDATE.
CREATE FUNCTION make_freeze() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO brand_freeze (brand_id) VALUES (NEW.id);
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER brand_freeze AFTER INSERT ON brand FOR EACH ROW EXECUTE FUNCTION make_freeze();--> statement-breakpoint
-- Full-text search under row-level security would lose its index (the operators are not leakproof): this function runs as its
-- owner and applies the barrier itself.
CREATE FUNCTION search_messages(words text, most integer) RETURNS TABLE (conversation_id uuid, last_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT m.conversation_id, max(m.sent_at)
  FROM (
    SELECT conversation_id, sent_at
    FROM message
    WHERE search @@ websearch_to_tsquery('pupitre_fr', words)
      AND app_sees(brand_id)
      AND removed_at IS NULL
    LIMIT most
  ) m
  GROUP BY m.conversation_id
$$;--> statement-breakpoint
REVOKE ALL ON FUNCTION search_messages(text, integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_messages(text, integer) TO pupitre_app;
