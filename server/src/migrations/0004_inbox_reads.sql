CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
-- unaccent() depends on a dictionary that could change, so PostgreSQL does not take it as immutable; ours does not change.
CREATE FUNCTION plain_words(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(unaccent('unaccent'::regdictionary, words))
$$;--> statement-breakpoint
ALTER TABLE "person" ADD COLUMN "plain_name" text GENERATED ALWAYS AS (plain_words(name)) STORED;--> statement-breakpoint
CREATE INDEX "conversation_waiting" ON "conversation" USING btree ("brand_id","last_at","id") WHERE state = 'open' and waiting_since is not null;--> statement-breakpoint
CREATE INDEX "message_recent" ON "message" USING btree ("brand_id","sent_at");--> statement-breakpoint
CREATE INDEX "person_name" ON "person" USING gin ("plain_name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "person_handle" ON "person" USING gin ("handle" gin_trgm_ops);--> statement-breakpoint
-- The brands that the connection may see, as a condition on a column: by equality for one, so that an index gives the order.
CREATE FUNCTION seen_condition(col text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN seen = '*' THEN 'true'
    WHEN coalesce(seen, '') = '' THEN 'false'
    WHEN position(',' IN seen) = 0 THEN format('%s = %L::uuid', col, seen)
    ELSE format('%s = ANY (%L::uuid[])', col, '{' || seen || '}')
  END FROM (SELECT current_setting('app.brands', true) AS seen) s
$$;--> statement-breakpoint
-- Planned with the words in hand: rare words go through the index of words, frequent ones are met soon among the newest messages.
DROP FUNCTION search_messages(text, integer);--> statement-breakpoint
CREATE FUNCTION search_messages(words text, most integer) RETURNS TABLE (conversation_id uuid, last_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT m.conversation_id, max(m.sent_at) FROM (
       SELECT n.conversation_id, n.sent_at FROM message n
       WHERE n.search @@ websearch_to_tsquery(''pupitre_fr'', %L) AND %s AND n.removed_at IS NULL
       ORDER BY n.sent_at DESC LIMIT %s
     ) m GROUP BY m.conversation_id',
    words, seen_condition('n.brand_id'), most);
END $$;--> statement-breakpoint
CREATE FUNCTION search_people(words text, most integer) RETURNS TABLE (person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  safe text := regexp_replace(words, '([%_\\])', '\\\1', 'g');
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT id FROM person WHERE (plain_name LIKE %L OR handle ILIKE %L) AND %s ORDER BY last_seen_at DESC LIMIT %s',
    '%' || plain_words(safe) || '%', '%' || ltrim(safe, '@') || '%', seen_condition('brand_id'), most);
END $$;--> statement-breakpoint
REVOKE ALL ON FUNCTION search_messages(text, integer), search_people(text, integer) FROM PUBLIC;--> statement-breakpoint
GRANT EXECUTE ON FUNCTION search_messages(text, integer), search_people(text, integer) TO pupitre_app;
