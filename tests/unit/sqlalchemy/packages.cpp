// Packages that people use with Alembic. The expected text is what they give with SQLAlchemy 2.0.
#include "support/error_checks.hpp"
#include "support/revision_statements.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>

namespace alembicore::sqlalchemy {

using test::statements_of;

namespace {

void check(std::string const& before, std::string const& body, std::vector<std::string> const& expected) {
    auto const all = statements_of(body, before);
    BOOST_TEST(all == expected, boost::test_tools::per_element());
}

} // namespace

BOOST_AUTO_TEST_SUITE(packages)

BOOST_AUTO_TEST_CASE(types_are_what_they_are_on_postgresql) {
    struct {
        std::string import;
        std::vector<std::pair<std::string, std::string>> types;
    } const packages[] = {
        {"import sqlalchemy_utils as u",
         {{"u.UUIDType()", "UUID"},
          {"u.types.uuid.UUIDType(native=False)", "BINARY(16)"},
          {"u.UUIDType(binary=False, native=False)", "CHAR(32)"},
          {"u.EmailType()", "VARCHAR(255)"},
          {"u.EmailType(length=100)", "VARCHAR(100)"},
          {"u.types.url.URLType()", "TEXT"},
          {"u.PhoneNumberType(region='FI')", "VARCHAR(20)"},
          {"u.ChoiceType([('a', 'b')])", "VARCHAR(255)"},
          {"u.types.choice.ChoiceType([('a', 'b')], impl=sa.Integer())", "INTEGER"},
          {"u.JSONType", "JSON"},
          {"u.PasswordType(schemes=['x'])", "BYTEA"},
          {"u.IPAddressType(60)", "VARCHAR(60)"},
          {"u.CountryType", "VARCHAR(2)"},
          {"u.CurrencyType()", "VARCHAR(3)"},
          {"u.LocaleType", "VARCHAR(10)"},
          {"u.TimezoneType(backend='pytz')", "VARCHAR(50)"},
          {"u.ColorType()", "VARCHAR(20)"},
          {"u.LtreeType", "LTREE"},
          {"u.TSVectorType('a', 'b', weights={'a': 'A'})", "TSVECTOR"},
          {"u.ScalarListType(int)", "TEXT"},
          {"u.StringEncryptedType(sa.Unicode, 'k')", "VARCHAR"},
          {"u.types.encrypted.encrypted_type.EncryptedType(sa.Unicode, 'k')", "BYTEA"},
          {"u.ArrowType(timezone=True)", "TIMESTAMP WITH TIME ZONE"},
          {"u.IntRangeType()", "INT4RANGE"}}},
        {"import sqlmodel",
         {{"sqlmodel.sql.sqltypes.AutoString(length=5)", "VARCHAR(5)"},
          {"sqlmodel.AutoString()", "VARCHAR"},
          {"sqlmodel.sql.sqltypes.GUID()", "UUID"},
          {"sqlmodel.DateTime(timezone=True)", "TIMESTAMP WITH TIME ZONE"}}},
        {"import fastapi_users_db_sqlalchemy",
         {{"fastapi_users_db_sqlalchemy.generics.GUID()", "UUID"},
          {"fastapi_users_db_sqlalchemy.generics.TIMESTAMPAware(timezone=True)", "TIMESTAMP WITH TIME ZONE"}}},
        {"import pgvector.sqlalchemy as v",
         {{"v.Vector(3)", "VECTOR(3)"},
          {"v.HALFVEC", "HALFVEC"},
          {"v.SPARSEVEC(dim=7)", "SPARSEVEC(7)"},
          {"v.BIT(9)", "BIT(9)"}}},
        {"import advanced_alchemy.types as a",
         {{"a.GUID(length=16)", "UUID"},
          {"a.DateTimeUTC(timezone=True)", "TIMESTAMP WITH TIME ZONE"},
          {"a.EncryptedString(key='k')", "VARCHAR"},
          {"a.EncryptedText(key='k')", "TEXT"},
          {"a.JsonB", "JSONB"},
          {"a.BigIntIdentity", "BIGINT"},
          {"a.PasswordHash(backend=None)", "VARCHAR(255)"}}},
        {"from citext import CIText\nfrom sqlalchemy_json import NestedMutableJson",
         {{"CIText()", "CITEXT"}, {"NestedMutableJson", "JSON"}}},
    };

    for (auto const& package : packages)
        for (auto const& [type, expected] : package.types)
            BOOST_TEST_CONTEXT(type)
    check(
        package.import, "op.add_column('t', sa.Column('a', " + type + "))", {"ALTER TABLE t ADD COLUMN a " + expected}
    );
}

BOOST_AUTO_TEST_CASE(values_that_a_package_changes_are_refused) {
    for (auto const* type : {"EmailType()", "PasswordType()", "StringEncryptedType(sa.Text, 'k')"})
        BOOST_TEST_CONTEXT(type)
    test::require_error(errc::not_evaluable, [&] {
        return statements_of(
            std::string{"op.execute(sa.table('t', sa.column('a', "} + type + ")).update().values(a='X'))",
            "from sqlalchemy_utils import EmailType, PasswordType, StringEncryptedType"
        );
    });
}

BOOST_AUTO_TEST_CASE(a_spatial_column_brings_its_index) {
    constexpr auto import = "from geoalchemy2 import Geometry, Geography, Raster";
    check(
        import,
        "op.create_table('t', sa.Column('g', Geometry('point', srid=4326)), schema='s')",
        {"CREATE TABLE s.t (\n    g geometry(POINT,4326)\n)", "CREATE INDEX idx_t_g ON s.t USING gist (g)"}
    );
    check(
        import,
        "op.add_column('t', sa.Column('g', Geography('POINT', use_N_D_index=True, nullable=False)))",
        {"ALTER TABLE t ADD COLUMN g geography(POINT,-1) NOT NULL",
         "CREATE INDEX idx_t_g ON t USING gist (g gist_geometry_ops_nd)"}
    );
    check(
        import,
        "op.add_column('t', sa.Column('r', Raster()))",
        {"ALTER TABLE t ADD COLUMN r raster", "CREATE INDEX idx_t_r ON t USING gist (ST_ConvexHull(r))"}
    );
    check(
        import,
        "op.add_geospatial_column('t', sa.Column('g', Geometry(None)))\n"
        "    op.create_geospatial_index('i', 't', ['g'], unique=False, postgresql_using='gist')\n"
        "    op.drop_geospatial_index('i', table_name='t', column_name='g')",
        {"ALTER TABLE t ADD COLUMN g geometry", "CREATE INDEX i ON t USING gist (g)", "DROP INDEX i"}
    );
    test::require_error(errc::not_evaluable, [&] {
        return statements_of("op.add_column('t', sa.Column('g', Geometry('POINT', use_typmod=False)))", import);
    });
}

BOOST_AUTO_TEST_CASE(functions_views_and_triggers_become_their_statements) {
    check(
        "from alembic_utils.pg_function import PGFunction",
        "f = PGFunction(schema='public', signature='\"f\"(a text default 1, b  int)', definition='returns int as "
        "$$ begin x := \\':y\\'; end $$ language plpgsql;')\n"
        "    op.create_entity(f)\n    op.replace_entity(f)\n    op.drop_entity(f, cascade=True)",
        {"CREATE FUNCTION \"public\".\"f\"(a text default 1, b int) returns int as $$ begin x := ':y'; end $$ "
         "language plpgsql",
         "CREATE OR REPLACE FUNCTION \"public\".\"f\"(a text default 1, b int) returns int as $$ begin x := ':y'; end "
         "$$ language plpgsql",
         "DROP FUNCTION \"public\".\"f\"(a text, b int) cascade"}
    );
    check(
        "from alembic_utils.pg_materialized_view import PGMaterializedView",
        "op.replace_entity(PGMaterializedView('public', 'v', 'select 1;'))",
        {"DROP MATERIALIZED VIEW IF EXISTS \"public\".\"v\"; ",
         "CREATE MATERIALIZED VIEW \"public\".\"v\" AS select 1 WITH  DATA"}
    );
    check(
        "from alembic_utils.pg_trigger import PGTrigger",
        "op.create_entity(PGTrigger('app', 'tr', 'BEFORE INSERT ON other.t FOR EACH ROW EXECUTE FUNCTION f()', "
        "on_entity='app.t', is_constraint=True))",
        {"CREATE CONSTRAINT TRIGGER \"tr\" BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION f()"}
    );
    check(
        "from alembic_utils.pg_grant_table import PGGrantTable",
        "op.replace_entity(PGGrantTable('public', 't', 'anon', 'SELECT', columns=['b', 'a']))",
        {"REVOKE SELECT ON \"public\".\"t\" FROM \"anon\"", "GRANT SELECT ( a, b ) ON \"public\".\"t\" TO \"anon\" "}
    );
}

BOOST_AUTO_TEST_CASE(an_enum_is_replaced_by_one_with_other_labels) {
    constexpr auto import = "from alembic_postgresql_enum import ColumnType, TableReference";
    auto const all = statements_of(
        "op.sync_enum_values('public', 'state', ['a', 'b'], [TableReference(table_name='t', column_name='c', "
        "existing_server_default=\"'x'::state\")], enum_values_to_rename=[('x', 'a')])",
        import
    );
    BOOST_REQUIRE(all.size() == 12U);
    BOOST_TEST(all[0] == "ALTER TYPE \"public\".\"state\" RENAME TO state_old");
    BOOST_TEST(all[1] == "CREATE TYPE \"public\".\"state\" AS ENUM('a', 'b')");
    BOOST_TEST(all[8].ends_with("ALTER COLUMN \"c\" SET DEFAULT 'a'::public.state"));
    BOOST_TEST(all[11] == "DROP TYPE \"public\".\"state_old\"");
    auto const asked = test::require_error(errc::needs_database, [&] {
        return statements_of("op.sync_enum_values('public', 's', ['a'], [('t', 'c')])", import);
    });
    BOOST_TEST(asked.message.find("SELECT column_default") != std::string::npos);
    auto const other = test::require_error(errc::not_evaluable, [&] {
        return statements_of("op.sync_enum_values('public', 's', ['a'], ['a', 'b'])", import);
    });
    BOOST_TEST(other.message.starts_with("sync_enum_values() of alembic_autogenerate_enums"));
}

BOOST_AUTO_TEST_CASE(loggers_say_nothing) {
    check(
        "from loguru import logger\nimport logging\nimport structlog\nfrom oslo_log import log\n"
        "LOG = log.getLogger(__name__)\nstructured = structlog.get_logger(__name__)\n",
        "logger.bind(a=1).info('moving {} rows', 3)\n"
        "    logger.opt(lazy=True).success('moved')\n"
        "    LOG.warning('still %s', 1)\n"
        "    structured.new(x=1).msg('done')\n"
        "    logging.getLogger('a.b').propagate = False\n"
        "    op.execute('SELECT 1')",
        {"SELECT 1"}
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sqlalchemy
