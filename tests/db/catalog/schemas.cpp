#include "schemas.hpp"

namespace alembicore::test {

described_database::described_database(std::string const& statements) : target_(database::connect(made_.url())) {
    run(statements);
}

void described_database::run(std::string const& statements) {
    target_.connection().execute(statements);
}

catalog::snapshot described_database::read(catalog::filter const& wanted) {
    return catalog::read(target_, wanted);
}

std::string_view const every_kind = R"(
CREATE SCHEMA shop;
COMMENT ON SCHEMA shop IS 'what is sold';
CREATE EXTENSION btree_gist SCHEMA public;
CREATE TYPE shop.mood AS ENUM ('so so', 'it''s fine', 'great');
COMMENT ON TYPE shop.mood IS 'how it went';
CREATE DOMAIN shop.amount AS numeric(10,2) DEFAULT 0 NOT NULL CONSTRAINT positive CHECK (VALUE >= 0);
CREATE TYPE shop.point3 AS (x double precision, y double precision, "Z" double precision);
CREATE SEQUENCE shop.ticket START WITH 7 INCREMENT BY 3 MAXVALUE 1000 CACHE 5 CYCLE;

CREATE FUNCTION shop.half(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n / 2';
COMMENT ON FUNCTION shop.half(integer) IS 'rounds down';

CREATE TABLE shop.people (
    id serial PRIMARY KEY,
    "Full Name" character varying(80) COLLATE "C" NOT NULL,
    email text,
    born date CHECK (born > '1800-01-01'),
    age_half integer DEFAULT shop.half(10),
    tags text[] DEFAULT '{}' NOT NULL,
    mood shop.mood DEFAULT 'so so',
    shouted text GENERATED ALWAYS AS (upper(email)) STORED,
    CONSTRAINT people_email_key UNIQUE (email) DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON TABLE shop.people IS 'people; not "users"';
COMMENT ON COLUMN shop.people.email IS 'as typed';
COMMENT ON CONSTRAINT people_email_key ON shop.people IS 'one each';
ALTER TABLE shop.people ALTER COLUMN email SET STORAGE EXTERNAL;
ALTER TABLE shop.people ALTER COLUMN born SET STATISTICS 500;
CREATE INDEX people_lower ON shop.people (lower(email) text_pattern_ops DESC NULLS LAST) INCLUDE (born) WHERE born IS NOT NULL;
CREATE INDEX people_tags ON shop.people USING gin (tags);
COMMENT ON INDEX shop.people_tags IS 'for search';

CREATE TABLE shop.orders (
    id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100),
    person integer NOT NULL,
    placed timestamp with time zone DEFAULT now(),
    total shop.amount,
    during tstzrange,
    CONSTRAINT orders_pk PRIMARY KEY (id) INCLUDE (placed),
    CONSTRAINT no_overlap EXCLUDE USING gist (person WITH =, during WITH &&)
) WITH (fillfactor=70);
ALTER TABLE shop.orders ADD CONSTRAINT orders_person_fk FOREIGN KEY (person) REFERENCES shop.people (id)
    MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL NOT VALID;
ALTER TABLE shop.orders ADD CONSTRAINT big CHECK (total < 100000) NOT VALID;

CREATE UNLOGGED TABLE shop.cache (key text PRIMARY KEY, value jsonb);
CREATE TABLE shop.special_people (badge text) INHERITS (shop.people);

CREATE TABLE public.events (id bigint NOT NULL, at date NOT NULL, what text, person integer) PARTITION BY RANGE (at);
CREATE TABLE public.events_2024 PARTITION OF public.events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE public.events_rest PARTITION OF public.events DEFAULT;
ALTER TABLE public.events ADD CONSTRAINT events_pkey PRIMARY KEY (id, at);
ALTER TABLE public.events ADD CONSTRAINT events_person FOREIGN KEY (person) REFERENCES shop.people (id);
ALTER TABLE public.events ADD CONSTRAINT said CHECK (what <> '');
CREATE INDEX events_what ON public.events (what);

CREATE VIEW shop.adults AS SELECT id, email FROM shop.people WHERE born < '2000-01-01';
CREATE VIEW shop.a_view_of_a_view WITH (security_barrier=true) AS SELECT email FROM shop.adults;
COMMENT ON VIEW shop.adults IS 'grown up';
CREATE MATERIALIZED VIEW shop.totals AS SELECT person, sum(total) AS total FROM shop.orders GROUP BY person WITH NO DATA;
CREATE UNIQUE INDEX totals_person ON shop.totals (person);

CREATE FUNCTION shop.everybody() RETURNS SETOF shop.people LANGUAGE sql STABLE AS 'SELECT * FROM shop.people';
CREATE PROCEDURE shop.forget(who integer) LANGUAGE sql AS 'DELETE FROM shop.people WHERE id = who';
CREATE FUNCTION shop.touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.placed := now(); RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.touch();
ALTER TABLE shop.orders DISABLE TRIGGER touched;
ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop.orders FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON shop.orders AS RESTRICTIVE FOR SELECT TO public USING (person > 0);
)";

} // namespace alembicore::test
