-- The brands a connection may see; NULL for the desk's own work, which serves every brand.
CREATE FUNCTION app_brands() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE current_setting('app.brands', true)
    WHEN '*' THEN NULL
    ELSE string_to_array(coalesce(current_setting('app.brands', true), ''), ',')::uuid[]
  END
$$;--> statement-breakpoint
-- The same barrier as before, read once for a statement instead of once for a row.
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT tablename FROM pg_policies WHERE schemaname = 'public' AND policyname = 'brand' LOOP
    EXECUTE format('ALTER POLICY brand ON %I USING (coalesce(brand_id = ANY ((SELECT app_brands())::uuid[]), true)) WITH CHECK (coalesce(brand_id = ANY ((SELECT app_brands())::uuid[]), true))', name);
  END LOOP;
END $$;--> statement-breakpoint
DROP FUNCTION app_sees(uuid);
